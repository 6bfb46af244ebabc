"""`qct queue make`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

import click

from toolkit.cli import completing, options, output
from toolkit.cli.analysing import AnalysisProgress
from toolkit.cli.commands import argument, command, option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project, working_coder, working_round
from toolkit.cli.queue.tables import COLUMNS, state_row
from toolkit.domain.queues import QueueKind
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.cli.options import Format
    from toolkit.operations.queue.make import Made
    from toolkit.operations.queue.passages import Unit
    from toolkit.operations.search.code_hits import Unit as HitUnit
    from toolkit.project import Project

KINDS = (QueueKind.UNITS, QueueKind.HITS, QueueKind.PLACES)
seed_option = option(
    "--seed",
    metavar="NUMBER",
    kind=click.IntRange(0, 2**31 - 1),
    default=1,
    text=_("Number that the order of the passages is drawn with (default: {default})."),
)


class _Common(TypedDict):
    """Whose queue is made, in which round and order."""

    coder: str
    round_id: str
    seed: int


@command("make")
@argument(
    "kind",
    "KIND",
    _(
        "Kind of the passages: units (all sentences or turns of experts), hits (of the search "
        "patterns of a code) or places (of a table)."
    ),
    kind=click.Choice([kind.value for kind in KINDS]),
)
@option(
    "--code",
    metavar="ID",
    text=_("Code that is asked about (default: the column code of a table of places)."),
    complete=completing.codes,
)
@options.only_sources
@option(
    "--unit",
    metavar="UNIT",
    kind=click.Choice(["sentence", "turn", "match"]),
    default="sentence",
    text=_("Passage to ask about: sentence, turn, or match for hits (default: {default})."),
)
@option(
    "--pattern",
    "patterns",
    metavar="PATTERN",
    multiple=True,
    text=_("Search pattern for hits; repeat it for others (default: those of the code)."),
)
@option(
    "--file",
    metavar="FILE",
    kind=options.FILE,
    text=_("Table for places, with the columns source, start, end, code and why (default: none)."),
)
@options.encoding
@seed_option
@options.coder
@options.round_worked_in
@options.project
@options.format_
def make(
    kind: str,
    code: str | None,
    sources: tuple[str, ...],
    unit: str,
    patterns: tuple[str, ...],
    file: Path | None,
    encoding: str | None,
    seed: int,
    coder: str | None,
    round_id: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Make a queue of passages, in an order that the seed draws; nothing is coded yet.

    Passages that you have coded with the code, or answered in an earlier queue, are left out.

    Example: qct queue make units --code trust --sources E01,E02 --seed 7
    """
    _check(kind, code, patterns, file)
    with open_project(folder) as project:
        who = working_coder(project, coder)
        round_ = working_round(project, who, round_id, sources)
        common: _Common = {"coder": who, "round_id": round_, "seed": seed}
        if kind == QueueKind.PLACES:
            made = project.queue.make_from_places(
                file or "",
                code_id=code,
                encoding=encoding,
                **common,
            )
        elif kind == QueueKind.HITS:
            made = project.queue.make_from_hits(
                code or "",
                patterns,
                sources=sources,
                unit=cast("HitUnit", unit),
                note=AnalysisProgress(),
                **common,
            )
        else:
            made = project.queue.make_from_units(
                code or "",
                sources=sources,
                unit=cast("Unit", unit),
                **common,
            )
        tell_made(project, made, who, format_)


def tell_made(project: Project, made: Made, coder: str, format_: Format) -> None:
    """Print the queue that was made, and tell what was left out and how to go on."""
    output.emit(COLUMNS, [state_row(project.queue.get(made.queue.number, coder=coder))], format_)
    for line in made.notes:
        note(line)
    if made.coded:
        note(
            ngettext(
                "{count} passage that you have coded already is left out",
                "{count} passages that you have coded already are left out",
                made.coded,
            ).format(count=made.coded)
        )
    if made.decided:
        note(
            ngettext(
                "{count} passage that you answered in an earlier queue is left out",
                "{count} passages that you answered in an earlier queue are left out",
                made.decided,
            ).format(count=made.decided)
        )
    note(
        _("answer it in the workspace with `qct queue`, or with `qct queue next {number}`").format(
            number=made.queue.number
        )
    )


def _check(kind: str, code: str | None, patterns: tuple[str, ...], file: Path | None) -> None:
    """Raise `UsageError` for options that do not go with the kind, and for those it needs."""
    if kind == QueueKind.PLACES:
        if file is None:
            raise UsageError(
                _("a queue of places needs a table"),
                code="queue-file",
                hint=_("Name it with --file FILE; its columns are source, start, end and code."),
            )
    elif code is None:
        raise UsageError(
            _("a queue of {kind} needs a code").format(kind=kind),
            code="queue-code",
            hint=_("Name it with --code ID; `qct codebook show` lists the codes."),
        )
    if file is not None and kind != QueueKind.PLACES:
        raise UsageError(
            _("--file goes with places, and a queue of {kind} reads none").format(kind=kind),
            code="queue-option",
        )
    if patterns and kind != QueueKind.HITS:
        raise UsageError(
            _("--pattern goes with hits, and a queue of {kind} looks for none").format(kind=kind),
            code="queue-option",
        )
