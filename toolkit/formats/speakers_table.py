"""Roles and cases of speakers from a CSV or TSV table.

    source,label,role,case
    E01,I,interviewer,
    E01,Ms Kim,expert,P1

The columns `source` and `label` are required, and one of `role` and `case`. An empty cell leaves
a role or a case as it is. The other columns that `qct sources --speakers` prints are allowed and
change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.formats.csv_rows import check_columns, csv_rows, unguarded
from toolkit.formats.plain import OwnEncoding, decode
from toolkit.formats.transcripts import read_bytes
from toolkit.i18n import _
from toolkit.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("source", "label", "role", "turns", "words", "share", "case")
"""Columns of the table of speakers, as it is printed."""
_REQUIRED = frozenset(("source", "label"))
_SETS = frozenset(("role", "case"))


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """What a line of the table says of a speaker."""

    line: int
    source: str
    label: str
    """Empty for the speaker of a text without labels."""
    role: str
    """Empty to leave it as it is."""
    case: str
    """Empty to leave it as it is."""
    problem: str = ""
    """What is wrong with the line itself; empty where nothing is."""


def heads_speakers(columns: Iterable[str]) -> bool:
    """Whether the first line of a table is that of a table of speakers."""
    names = {column.strip() for column in columns}
    return names >= _REQUIRED and bool(names & _SETS) and names <= set(COLUMNS)


def read_speakers(
    path: str | Path, *, encoding: str | OwnEncoding | None = None
) -> list[SpeakerLine]:
    """Read a table of speakers. Raises `InputError` naming file, line and column."""
    file = str(path)
    return parse_speakers(normalise(decode(read_bytes(Path(path)), file, encoding)), file)


def parse_speakers(text: str, file: str) -> list[SpeakerLine]:
    """The lines of the table `file`, those with a problem too."""
    rows = csv_rows(text, file)
    line, header = next(rows, (1, []))
    columns = [name.strip() for name in header]
    check_columns(columns, file, line)
    if not heads_speakers(columns):
        raise InputError(
            _("{file}:{line}: the columns {columns} are not those of a table of speakers").format(
                file=file, line=line, columns=", ".join(columns) or _("(none)")
            ),
            code="not-speakers",
            hint=_(
                "The first line names the columns: source, label, role, case; "
                "`qct sources --speakers --format csv` prints such a table."
            ),
        )
    lines = [_line(columns, number, cells) for number, cells in rows]
    if not lines:
        raise InputError(_("{file} names no speaker").format(file=file), code="empty-file")
    return lines


def _line(columns: list[str], number: int, cells: list[str]) -> SpeakerLine:
    values = {column: unguarded(cell.strip()) for column, cell in zip(columns, cells, strict=False)}
    problem = ""
    if len(cells) > len(columns):
        problem = _("{cells} cells, but the header names {columns} columns").format(
            cells=len(cells), columns=len(columns)
        )
    return SpeakerLine(
        number,
        values.get("source", ""),
        values.get("label", ""),
        values.get("role", ""),
        values.get("case", ""),
        problem,
    )
