"""`qct matrix pairs` and `qct matrix contrasts`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.analyse.scope import ROWS, SCOPE, ScopeOptions, bins, by
from toolkit.cli.commands import Words, command, option
from toolkit.cli.opening import open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Destination, Format


@dataclass(frozen=True, slots=True)
class PairsOptions(ScopeOptions):
    """Which answers and codes count, and in what two codes have to be together."""

    unit: str = "turn"


@dataclass(frozen=True, slots=True)
class ContrastOptions(ScopeOptions):
    """Which answers and codes count, and what groups the experts."""

    by: str | None = None
    bins: tuple[str, ...] = ()


_unit = option(
    "--unit",
    metavar="UNIT",
    kind=Words("turn", "source", "segment"),
    default="turn",
    text=_(
        "Unit in which two codes are together: a turn of an expert, a source, or a segment that "
        "meets one of the other code (default: {default})."
    ),
)


@command("pairs")
@options.as_value(PairsOptions, "chosen", *ROWS, *SCOPE, _unit)
@options.out
@options.project
@options.format_
def pairs(chosen: PairsOptions, out: Destination, folder: str | None, format_: Format) -> None:
    """Compare how often two codes are together with chance, a row for each two codes.

    Jaccard, shares, lift and NPMI count each unit once. Only finished sources count, and p is
    from permuting turns within each interview.

    Example: qct matrix pairs --level leaves --out outputs/pairs.csv
    """
    with open_project(
        folder, read_only=True, round_id=chosen.round_id, coder=chosen.coder
    ) as project:
        made = project.matrices.pairs(**asdict(chosen))
    output.print_report([made.table], format_, out)


@command("contrasts")
@options.as_value(ContrastOptions, "chosen", *ROWS, *SCOPE, by, bins)
@options.out
@options.project
@options.format_
def contrasts(
    chosen: ContrastOptions, out: Destination, folder: str | None, format_: Format
) -> None:
    """Compare how many experts of each group of --by named each code, with an exact test.

    An expert counts once, however often they say it. No p is given where a group has fewer than
    five experts whose interviews are finished.

    Example: qct matrix contrasts --by sector --where "sector=government|academia"
    """
    with open_project(
        folder, read_only=True, round_id=chosen.round_id, coder=chosen.coder
    ) as project:
        made = project.matrices.contrasts(**asdict(chosen))
    output.print_report([made.table], format_, out)


COMMANDS = (pairs, contrasts)
"""The commands of the group `matrix` that compare."""
