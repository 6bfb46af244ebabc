"""`qct matrix codes-by-cases|directions-by-cases|codes-by-directions`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import Words, group, option, together
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.cli.options import Destination, Format


@dataclass(frozen=True, slots=True)
class MatrixOptions:
    """What to count in the cells of a matrix, and how."""

    measure: str
    answers: str | None
    coder: str | None
    round_id: str | None
    sources: tuple[str, ...]
    by: str | None = None
    shared_with: str = "coding"


matrix = group("matrix", _("Tabulate codes and directions by case."))

_measure = option(
    "--measure",
    metavar="WHAT",
    kind=Words("counts", "present", "words"),
    default="counts",
    text=_(
        "Measure of the cells: counts (of segments), present (0 or 1) or words (in coded "
        "passages) (default: {default})."
    ),
)
_shared_with = option(
    "--shared-with",
    metavar="WHAT",
    kind=Words("coding", "shorter"),
    default="coding",
    text=_(
        "Span of which a mapping must cover half to belong to a coding: the coding, or the "
        "shorter of the two (default: {default})."
    ),
)
_by = option(
    "--by",
    metavar="ATTRIBUTE",
    text=_("Case attribute whose values are the columns (default: none, a column a case)."),
)
_written = together(options.out, options.public, options.project, options.format_)


@matrix.command("codes-by-cases")
@options.as_value(
    MatrixOptions,
    "chosen",
    _measure,
    options.answers,
    options.answers_coder,
    options.answers_round,
    options.only_sources,
    _by,
)
@_written
def codes_by_cases(
    chosen: MatrixOptions, out: Destination, public: bool, folder: str | None, format_: Format
) -> None:
    """Tabulate codes (rows) by cases (columns); a parent counts what lies below it, once.

    Coders, rounds and the consensus are readings of one text, and are never added together
    unless --answers says so. An .xlsx has a second sheet with every segment behind every number.

    Example: qct matrix codes-by-cases --by sector --out outputs/codes_by_sector.xlsx
    """
    _print("codes-by-cases", chosen, out, public, folder, format_)


@matrix.command("directions-by-cases")
@options.as_value(
    MatrixOptions,
    "chosen",
    _measure,
    options.answers,
    options.answers_coder,
    options.answers_round,
    options.only_sources,
    _by,
)
@_written
def directions_by_cases(
    chosen: MatrixOptions, out: Destination, public: bool, folder: str | None, format_: Format
) -> None:
    """Tabulate policy directions (rows) by cases (columns), from confirmed mappings only.

    Example: qct matrix directions-by-cases --measure present --format csv
    """
    _print("directions-by-cases", chosen, out, public, folder, format_)


@matrix.command("codes-by-directions")
@options.as_value(
    MatrixOptions,
    "chosen",
    _measure,
    options.answers,
    options.answers_coder,
    options.answers_round,
    options.only_sources,
    _shared_with,
)
@_written
def codes_by_directions(
    chosen: MatrixOptions, out: Destination, public: bool, folder: str | None, format_: Format
) -> None:
    """Tabulate codes (rows) by policy directions (columns) of coded segments that people mapped.

    Example: qct matrix codes-by-directions --out outputs/codes_by_directions.csv
    """
    _print("codes-by-directions", chosen, out, public, folder, format_)


def _print(
    kind: str,
    chosen: MatrixOptions,
    out: Destination,
    public: bool,
    folder: str | None,
    format_: Format,
) -> None:
    round_id, coder = chosen.round_id, chosen.coder
    with open_project(folder, read_only=True, round_id=round_id, coder=coder) as project:
        report = project.matrices.report(
            kind,
            measure=chosen.measure,
            answers=chosen.answers,
            coder=coder,
            round_id=round_id,
            sources=chosen.sources,
            by=chosen.by,
            shared_with=chosen.shared_with,
        )
        if public and any(path.suffix.lower() == ".xlsx" for path in out.paths):
            project.identifiers.refuse_risks(report.places())
        output.print_table(report.table, format_)
        for line in report.table.notes:
            note(line)
        recorded = replace(report, table=output.with_command(report.table))
        for path in out.paths:
            for written in recorded.write(path, bom=out.bom):
                output.tell_written(written)
        if any(path.suffix.lower() == ".xlsx" for path in out.paths) and (
            count := sum(bool(row[-1]) for row in report.segments().rows)
        ):
            note(
                ngettext(
                    "{count} segment in the workbook may tell who spoke (column risk); --public "
                    "refuses it",
                    "{count} segments in the workbook may tell who spoke (column risk); --public "
                    "refuses them",
                    count,
                ).format(count=count)
            )
