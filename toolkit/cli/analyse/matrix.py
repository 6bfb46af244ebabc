"""`qct matrix KIND`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.analyse.matrix_comparing import COMMANDS
from toolkit.cli.analyse.scope import ROWS, SCOPE, ScopeOptions, bins, by, shared_with, unit
from toolkit.cli.commands import Words, flag, group, option, together
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.cli.options import Destination, Format


@dataclass(frozen=True, slots=True)
class MatrixOptions(ScopeOptions):
    """What to count in the cells of a matrix, and how."""

    measure: str = "counts"
    share: str | None = None
    per_1000_words: bool = False
    totals: bool = False
    by: str | None = None
    bins: tuple[str, ...] = ()
    shared_with: str = "coding"
    unit: str = "segment"


matrix = group("matrix", _("Tabulate codes and directions by case, attribute, stance or coder."))

_measure = option(
    "--measure",
    metavar="WHAT",
    kind=Words("counts", "present", "words", "characters", "quotes"),
    default="counts",
    text=_(
        "Measure of the cells: counts (of segments), present (0 or 1), words or characters (in "
        "coded passages), or quotes, the passages themselves (default: {default})."
    ),
)
_share = option(
    "--share",
    metavar="OF",
    kind=Words("row", "column", "total"),
    text=_("Total of which each cell is shown as a share: row, column or total (default: none)."),
)
_rate = flag(
    "--per-1000-words",
    text=_("Show each cell per 1,000 words that experts said in the sources finished."),
)
_totals = flag("--totals", text=_("Add a row and a column of totals, each passage counted once."))
_always = (_measure, _share, _totals)
_cases = (by, bins)
_written = together(options.out, options.public, options.project, options.format_)


@matrix.command("codes-by-cases")
@options.as_value(MatrixOptions, "chosen", *_always, _rate, *ROWS, *SCOPE, *_cases)
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


@matrix.command("codes-by-attribute")
@options.as_value(MatrixOptions, "chosen", *_always, _rate, *ROWS, *SCOPE, *_cases)
@_written
def codes_by_attribute(
    chosen: MatrixOptions, out: Destination, public: bool, folder: str | None, format_: Format
) -> None:
    """Tabulate codes (rows) by the values of case attributes (columns), which --by names.

    Example: qct matrix codes-by-attribute --by sector,years --bins years=10 --measure present
    """
    _print("codes-by-attribute", chosen, out, public, folder, format_)


@matrix.command("directions-by-cases")
@options.as_value(MatrixOptions, "chosen", *_always, _rate, *SCOPE, *_cases)
@_written
def directions_by_cases(
    chosen: MatrixOptions, out: Destination, public: bool, folder: str | None, format_: Format
) -> None:
    """Tabulate policy directions (rows) by cases (columns), from confirmed mappings only.

    Example: qct matrix directions-by-cases --measure present --format csv
    """
    _print("directions-by-cases", chosen, out, public, folder, format_)


@matrix.command("codes-by-directions")
@options.as_value(MatrixOptions, "chosen", *_always, *ROWS, *SCOPE, shared_with)
@_written
def codes_by_directions(
    chosen: MatrixOptions, out: Destination, public: bool, folder: str | None, format_: Format
) -> None:
    """Tabulate codes (rows) by policy directions (columns) of coded segments that people mapped.

    Example: qct matrix codes-by-directions --out outputs/codes_by_directions.csv
    """
    _print("codes-by-directions", chosen, out, public, folder, format_)


@matrix.command("directions-by-stance")
@options.as_value(MatrixOptions, "chosen", *_always, *SCOPE)
@_written
def directions_by_stance(
    chosen: MatrixOptions, out: Destination, public: bool, folder: str | None, format_: Format
) -> None:
    """Tabulate policy directions (rows) by stance (columns), from confirmed mappings only.

    Example: qct matrix directions-by-stance --share row --format csv
    """
    _print("directions-by-stance", chosen, out, public, folder, format_)


@matrix.command("codes-by-codes")
@options.as_value(MatrixOptions, "chosen", *_always, *ROWS, *SCOPE, shared_with, unit)
@_written
def codes_by_codes(
    chosen: MatrixOptions, out: Destination, public: bool, folder: str | None, format_: Format
) -> None:
    """Tabulate codes by codes: in how many segments, turns or sources both codes are.

    A code is not compared with one above it. With --share row a cell says in which share of its
    row's units the column's code is too.

    Example: qct matrix codes-by-codes --level leaves --unit turn --share row
    """
    _print("codes-by-codes", chosen, out, public, folder, format_)


@matrix.command("code-by-coder")
@options.as_value(MatrixOptions, "chosen", *_always, _rate, *ROWS, *SCOPE)
@_written
def code_by_coder(
    chosen: MatrixOptions, out: Destination, public: bool, folder: str | None, format_: Format
) -> None:
    """Tabulate codes (rows) by coders (columns), each with the sources that they have finished.

    Coders may have finished different sources: --sources limits the table to those that all have.

    Example: qct matrix code-by-coder --sources E01,E02 --per-1000-words
    """
    _print("code-by-coder", chosen, out, public, folder, format_)


# They come after the kinds of matrices in the help.
for _command in COMMANDS:
    matrix.add_command(_command)


def _print(
    kind: str,
    chosen: MatrixOptions,
    out: Destination,
    public: bool,
    folder: str | None,
    format_: Format,
) -> None:
    round_id, coder = chosen.round_id, chosen.coder
    shows_passages = chosen.measure == "quotes" or out.has(".xlsx") or out.has(".html")
    with open_project(folder, read_only=True, round_id=round_id, coder=coder) as project:
        report = project.matrices.report(kind, **asdict(chosen))
        if public and shows_passages:
            project.identifiers.refuse_risks(report.places())
        output.print_table(report.shaded() if format_ == "table" else report.table, format_)
        for line in report.table.notes:
            note(line)
        recorded = replace(report, table=output.with_command(report.table))
        for path in out.paths:
            for written in recorded.write(path, bom=out.bom):
                output.tell_written(written)
        if shows_passages and not public and (count := report.risky()):
            note(
                ngettext(
                    "{count} segment that is written or shown may tell who spoke (column risk of "
                    "the workbook); --public refuses it",
                    "{count} segments that are written or shown may tell who spoke (column risk "
                    "of the workbook); --public refuses them",
                    count,
                ).format(count=count)
            )
