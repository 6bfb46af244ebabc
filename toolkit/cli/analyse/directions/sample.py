"""`qct directions sample` and `qct directions shares`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.analyse.directions.show import Asked, whose
from toolkit.cli.commands import Words, option
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.cli.options import Destination, Format

DECIMALS = 4
MOST = 100_000


@directions.command("sample")
@option(
    "--size",
    metavar="N",
    kind=click.IntRange(min=1, max=MOST),
    default=200,
    text=_("Segments to draw; at least two of each stratum are drawn (default: {default})."),
)
@option(
    "--strata",
    metavar="WHAT",
    kind=Words("source", "none"),
    default="source",
    text=_("Strata of the sample: source, or none for a single one (default: {default})."),
)
@option(
    "--seed",
    metavar="N",
    kind=click.IntRange(min=0),
    default=1,
    text=_("Number that the draw depends on (default: {default})."),
)
@options.only_sources
@options.out
@options.project
@options.format_
def sample(
    size: int,
    strata: str,
    seed: int,
    sources: tuple[str, ...],
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Draw a stratified sample of coded segments, for stating shares of directions of all.

    Decide about each of its segments, and `qct directions shares --plan FILE` weighs the answers.
    The same seed draws the same segments on every machine.

    Example: qct directions sample --size 200 --out outputs/sample.csv
    """
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table

    with open_project(folder, read_only=True) as project:
        reader = acting_coder(project, None)
        drawn = project.directions.sample(size, actor=reader, by=strata, seed=seed, sources=sources)
        provenance = project.history.stamped(
            Provenance(
                sources=tuple(dict.fromkeys(part.source_id for part in drawn)), unit="segment"
            ),
            reader=reader,
        )
    total = sum({part.stratum: part.size for part in drawn}.values())
    table = Table(
        ("source", "start", "end", "stratum", "size", "drawn", "weight"),
        tuple(
            (*part.key, part.stratum, part.size, part.drawn, round(part.weight, DECIMALS))
            for part in drawn
        ),
        _("sample of coded segments"),
        notes=(
            _("{drawn} of {total} coded segments, in {strata} strata").format(
                drawn=len(drawn), total=total, strata=len({part.stratum for part in drawn})
            ),
        ),
        provenance=provenance,
    )
    output.print_report([table], format_, out)


@directions.command("shares")
@option(
    "--plan",
    metavar="FILE",
    kind=options.FILE,
    required=True,
    text=_("Sample that `qct directions sample --out` wrote, as .csv."),
)
@whose
@options.out
@options.project
@options.format_
def shares(plan: Path, asked: Asked, out: Destination, folder: str | None, format_: Format) -> None:
    """Estimate the share of each direction among all coded segments, with 95 % intervals.

    Each answer about a segment of the sample counts with its weight. While a segment of the sample
    has no confirmed direction, nothing is estimated.

    Example: qct directions shares --plan outputs/sample.csv --coder coder-a
    """
    from toolkit.report.tables import Table

    with open_project(
        folder, read_only=True, round_id=asked.round_id, coder=asked.coder
    ) as project:
        shown = asked.overview(project)
        estimated = project.directions.shares(plan, shown)
        provenance = asked.provenance(project, shown)
    table = Table(
        ("direction", "share", "low", "high", "segments"),
        tuple(
            (
                part.direction,
                round(part.share, DECIMALS),
                round(part.low, DECIMALS),
                round(part.high, DECIMALS),
                part.segments,
            )
            for part in estimated
        ),
        _("shares of directions among all coded segments"),
        notes=shown.notes,
        provenance=provenance,
    )
    output.print_report([table], format_, out)
