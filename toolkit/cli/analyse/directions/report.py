"""`qct directions report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.analyse.directions.show import Asked, whose
from toolkit.cli.commands import option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.cli.options import Destination, Format
    from toolkit.operations.directions.statements import CheckedStatement
    from toolkit.report.tables import Table

DECIMALS = 3
STATEMENTS = ("id", "direction", "statement", "segments", "experts", "contradicting", "survey",
              "confidence")  # fmt: skip
EVIDENCE = ("id", "side", "place", "experts", "quote")


@directions.command("report")
@option(
    "--statements",
    metavar="FILE",
    kind=options.FILE,
    text=_(
        "File of written directions in YAML, each with the places of its segments (default: none)."
    ),
)
@whose
@options.public
@options.out
@options.project
@options.format_
def report(
    statements: Path | None,
    asked: Asked,
    public: bool,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Report barriers against proposals in each direction, gaps, and written directions.

    The first table counts barriers and proposals in each direction and over all, by code, and by
    group of experts with --by. Files also have the table of `show`, the codes without any proposal,
    proposals of experts who name no barrier, barriers without a proposal, and each written
    direction with its segments.

    Example: qct directions report --statements directions.yaml --by sector --out outputs/d.html
    """
    from toolkit.directions import overview as tables
    from toolkit.report.tables import Table

    with open_project(
        folder, read_only=True, round_id=asked.round_id, coder=asked.coder
    ) as project:
        shown = asked.overview(project)
        written = project.directions.written(statements, shown) if statements is not None else []
        if public:
            project.identifiers.refuse_risks(
                (passage.source_id, passage.start, passage.end, passage.text)
                for passage in shown.passages
            )
        provenance = asked.provenance(project, shown)
    ids, passages = shown.ids, shown.passages
    rows = tables.ratios(passages, ids, shown.groups)
    first = Table(
        tables.RATIOS,
        tuple(
            tuple(round(cell, DECIMALS) if isinstance(cell, float) else cell for cell in row)
            for row in rows
        ),
        _("barriers against proposals"),
        notes=shown.notes,
        provenance=provenance,
    )
    more = [
        Table(
            tables.CATEGORIES,
            tuple(tables.categories(passages, ids)),
            _("directions by stance"),
            wrapped=("quote",),
        ),
        Table(
            tables.UNANSWERED,
            tuple(tables.unanswered(passages, ids)),
            _("codes with barriers and without any proposal"),
        ),
        Table(
            tables.GAPS,
            tuple(tables.gaps(passages, ids)),
            _("proposals without a barrier, and barriers without a proposal"),
            wrapped=("quote",),
        ),
        *(_written(written) if statements is not None else ()),
    ]
    output.print_report([first, *more], format_, out)
    if written:
        weak = sum(part.confidence == "withheld" for part in written)
        note(
            ngettext(
                "{count} written direction; {weak} withheld for want of segments or experts",
                "{count} written directions; {weak} withheld for want of segments or experts",
                len(written),
            ).format(count=len(written), weak=weak)
        )


def _written(written: Sequence[CheckedStatement]) -> list[Table]:
    from toolkit.report.tables import Table

    return [
        Table(
            STATEMENTS,
            tuple(
                (
                    part.written.id,
                    part.written.direction_id,
                    # A direction that too little supports is not stated as one.
                    "" if part.confidence == "withheld" else part.written.text,
                    len(part.supports),
                    " ".join(part.experts),
                    len(part.contradicts),
                    part.written.survey or "interview only",
                    part.confidence.value,
                )
                for part in written
            ),
            _("written directions"),
            wrapped=("statement",),
        ),
        Table(
            EVIDENCE,
            tuple(
                (part.written.id, side, passage.place, " ".join(passage.experts), passage.text)
                for part in written
                for side, passages in (
                    ("supports", part.supports),
                    ("contradicts", part.contradicts),
                )
                for passage in passages
            ),
            _("segments of written directions"),
            wrapped=("quote",),
        ),
    ]
