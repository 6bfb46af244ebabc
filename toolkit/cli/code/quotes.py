"""`qct quotes`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.analyse import scope as of_matrix
from toolkit.cli.commands import Words, argument, command, option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext
from toolkit.operations.matrices.request import KINDS

if TYPE_CHECKING:
    from toolkit.cli.options import Format
    from toolkit.operations.codings.quotes import Quotes
    from toolkit.operations.matrices.request import CaseMatrixQuestion
    from toolkit.project import Project

COLUMNS = ("source", "start", "end", "code", "coder", "quote")
MORE = ("case", "citation")
RISK = "risk"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a matrix."""

    matrix: str | None = None
    row: str | None = None
    column: str | None = None
    sources: tuple[str, ...] = ()
    by: str | None = None
    bins: tuple[str, ...] = ()
    level: str = "all"
    codes: tuple[str, ...] = ()
    family: str | None = None
    since: str | None = None
    until: str | None = None
    shared_with: str = "coding"
    unit: str = "segment"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which passages are quoted."""

    direction: str | None = None
    stance: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    choose: str | None = None
    most: int | None = None


_cell = options.as_value(
    Cell,
    "cell",
    option(
        "--matrix",
        metavar="KIND",
        kind=Words(*KINDS),
        text=_(
            "Kind of matrix of which a cell is meant, such as codes-by-cases, instead of CODE; "
            "give the options that the matrix was made with (default: none)."
        ),
    ),
    option("--row", metavar="ID", text=_("Row of the cell, by its id (default: none).")),
    option("--column", metavar="ID", text=_("Column of the cell, by its id (default: none).")),
    options.only_sources,
    of_matrix.by,
    of_matrix.bins,
    of_matrix.level,
    of_matrix.codes,
    of_matrix.family,
    of_matrix.since,
    of_matrix.until,
    of_matrix.shared_with,
    of_matrix.unit,
)
_chosen = options.as_value(
    Chosen,
    "chosen",
    option(
        "--direction",
        metavar="ID",
        text=_("Only passages that people mapped to this policy direction (default: all)."),
    ),
    of_matrix.stance,
    of_matrix.where,
    option(
        "--choose",
        metavar="HOW",
        kind=Words("typical", "extreme", "short", "contradicting", "balanced"),
        text=_(
            "Passages to put first: typical (most words in common with the others), extreme "
            "(fewest), short, contradicting (another stance than most) or balanced (one of each "
            "expert in turn) (default: the order of the text)."
        ),
    ),
    option("--most", metavar="NUMBER", kind=int, text=_("Most passages to list (default: all).")),
)


@command("quotes")
@argument(
    "code",
    "CODE",
    _("Id of the code; codes below it are included (default: all codes)."),
    required=False,
    complete=completing.codes,
)
@options.exactly
@option(
    "--answers",
    metavar="RULE",
    text=_(
        "Rule for whose answers count, as in `qct matrix` (default: the codings of everyone, and "
        "a note says of whom; with --matrix the rule of matrices)."
    ),
)
@options.only_coder
@options.only_source
@options.round_shown
@_chosen
@_cell
@options.public
@options.project
@options.format_
def quotes(
    code: str | None,
    exactly: bool,
    answers: str | None,
    coder: str | None,
    source: str | None,
    round_id: str | None,
    chosen: Chosen,
    cell: Cell,
    public: bool,
    folder: str | None,
    format_: Format,
) -> None:
    """List the passages behind a code or behind a number of a matrix, word for word.

    Each comes with its citation: source, turn, speaker, time and offsets. Its text is checked to
    be the one that was imported. Sources that render another source in a second language are left
    out unless you name one. A note warns where one expert has more than 30 % of the passages. The
    last column says of which quotes the details may tell who spoke.

    Example: qct quotes obstacle-security --answers consensus,coder-a --choose balanced --most 5
    """
    with open_project(folder, read_only=True, round_id=round_id, coder=coder) as project:
        if cell.matrix is not None:
            _refuse(code, exactly, source, chosen)
            listed = _behind(project, cell, chosen, answers, coder, round_id)
        else:
            _refuse_cell(cell)
            listed = project.codings.quotes(
                code,
                answers=answers,
                exactly=exactly,
                source=source,
                coder=coder,
                round_id=round_id,
                choice={
                    "direction": chosen.direction,
                    "stance": chosen.stance,
                    "where": chosen.where,
                    "choose": chosen.choose,
                    "most": chosen.most,
                },
            )
        rows = [dict(row) for row in listed.rows]
        if public:
            project.identifiers.refuse_risks(
                (row["source"], row["start"], row["end"], row["quote"]) for row in listed.rows
            )
        risks = project.identifiers.quote_risks(row["quote"] for row in listed.rows)
    cells = [
        [*(row[column] for column in (*COLUMNS, *MORE)), risk.sentence if risk is not None else ""]
        for row in rows
        for risk in (risks.get(str(row["quote"])),)
    ]
    output.emit((*COLUMNS, *MORE, RISK), cells, format_, wrapped=("quote",))
    if risks:
        note(
            ngettext(
                "{count} quote may tell who spoke: fewer than three cases share its details; "
                "--public refuses it",
                "{count} quotes may tell who spoke: fewer than three cases share their details; "
                "--public refuses them",
                len(risks),
            ).format(count=len(risks))
        )
    for line in listed.notes:
        note(line)


def _behind(
    project: Project,
    cell: Cell,
    chosen: Chosen,
    answers: str | None,
    coder: str | None,
    round_id: str | None,
) -> Quotes:
    """The passages of a cell."""
    if cell.row is None or cell.column is None:
        raise UsageError(
            _("--matrix needs --row and --column, the ids of a cell"), code="quotes-cell"
        )
    question: CaseMatrixQuestion = {
        "answers": answers,
        "coder": coder,
        "round_id": round_id,
        "sources": cell.sources,
        "by": cell.by,
        "bins": cell.bins,
        "level": cell.level,
        "codes": cell.codes,
        "family": cell.family,
        "since": cell.since,
        "until": cell.until,
        "shared_with": cell.shared_with,
        "unit": cell.unit,
        "stance": chosen.stance,
        "where": chosen.where,
    }
    assert cell.matrix is not None
    return project.matrices.quotes(cell.matrix, cell.row, cell.column, **question)


def _refuse(code: str | None, exactly: bool, source: str | None, chosen: Chosen) -> None:
    """Refuse options that do not go with a cell."""
    given = {
        "CODE": code,
        "--exactly": exactly,
        "--source": source,
        "--direction": chosen.direction,
        "--choose": chosen.choose,
        "--most": chosen.most,
    }
    if wrong := [name for name, value in given.items() if value]:
        raise UsageError(
            _("--matrix lists a cell, and {options} do not go with it").format(
                options=", ".join(wrong)
            ),
            code="quotes-cell",
            hint=_("--sources, --where and the other options of `qct matrix` limit a matrix."),
        )


def _refuse_cell(cell: Cell) -> None:
    """Refuse options of a matrix where none is named."""
    plain = Cell()
    wrong = [
        "--" + field.name.replace("_", "-")
        for field in fields(Cell)
        if getattr(cell, field.name) != getattr(plain, field.name)
    ]
    if wrong:
        raise UsageError(
            _("{options} need --matrix, the kind of matrix of which a cell is meant").format(
                options=", ".join(wrong)
            ),
            code="quotes-cell",
        )
