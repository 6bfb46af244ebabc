"""Cases (participants) and their attributes from a CSV or TSV table.

    id,source,speaker,sector,years
    E01,E01,,industry,14

The column `id` is required. `source` and `speaker` say where the case speaks; without a speaker
the case has all turns of experts. Every other column is an attribute. A case may have several
rows, one for each source.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.domain.transcript import Case, Participation
from toolkit.errors import InputError
from toolkit.formats.csv_rows import check_columns, csv_rows
from toolkit.formats.plain import OwnEncoding, decode
from toolkit.formats.problems import choices
from toolkit.formats.transcripts import read_bytes
from toolkit.i18n import _
from toolkit.text.normalise import normalise

_ID = "id"
_SOURCE = "source"
_SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class CasesTable:
    """The content of a table of cases."""

    cases: tuple[Case, ...]
    """Cases in the order of their first rows; an empty cell is not an attribute."""
    participations: tuple[Participation, ...]


def read_cases(path: str | Path, *, encoding: str | OwnEncoding | None = None) -> CasesTable:
    """Read a table of cases. Raises `InputError` naming file, line and column."""
    file = str(path)
    return parse_cases(normalise(decode(read_bytes(Path(path)), file, encoding)), file)


def parse_cases(text: str, file: str) -> CasesTable:
    """The cases in the text of the table `file`."""
    rows = csv_rows(text, file)
    line, header = next(rows, (1, []))
    columns = [name.strip() for name in header]
    _check_header(columns, file, line)
    attributes: dict[str, dict[str, str]] = {}
    participations: dict[Participation, None] = {}
    for line, row in rows:
        if len(row) > len(columns):
            raise InputError(
                _("{file}:{line}: {cells} cells, but the header names {columns} columns").format(
                    file=file, line=line, cells=len(row), columns=len(columns)
                ),
                code="too-many-cells",
                hint=_("Put a value that contains the separator in double quotes."),
            )
        values = {
            column: cell.strip() for column, cell in zip(columns, row, strict=False) if cell.strip()
        }
        case_id = values.pop(_ID, "")
        if not case_id:
            raise InputError(
                _("{file}:{line}: column {column}: the case has no id").format(
                    file=file, line=line, column=_ID
                ),
                code="missing-id",
            )
        source, speaker = values.pop(_SOURCE, ""), values.pop(_SPEAKER, "")
        if speaker and not source:
            raise InputError(
                _("{file}:{line}: column {column}: a speaker is named without a source").format(
                    file=file, line=line, column=_SOURCE
                ),
                code="missing-source",
            )
        if source:
            participations[Participation(source, case_id, speaker)] = None
        _merge(attributes.setdefault(case_id, {}), values, case_id, f"{file}:{line}")
    if not attributes:
        raise InputError(_("{file} names no case").format(file=file), code="empty-file")
    return CasesTable(
        tuple(Case(case_id, case_attributes) for case_id, case_attributes in attributes.items()),
        tuple(participations),
    )


def _merge(known: dict[str, str], values: dict[str, str], case_id: str, place: str) -> None:
    for column, value in values.items():
        if known.setdefault(column, value) != value:
            raise InputError(
                _("{place}: column {column}: case {case_id} already has another value").format(
                    place=place, column=column, case_id=case_id
                ),
                code="case-conflict",
                hint=_("A case has one value an attribute, the same in each of its rows."),
            )


_WORDS = frozenset(
    ("text", "utterance", "transcript", "content", "speech", "turn", "words", "sentence", "quote",
     "segment", "passage", "발화", "발언", "내용", "답변", "본문")
)  # fmt: skip
"""Columns that hold what somebody says."""
_WHO_OR_WHEN = frozenset(
    ("speaker", "who", "name", "start", "end", "time", "timestamp", "begin", "code", "codes",
     "code_id", "tag", "tags", "화자", "발화자", "시간", "시작", "코드")
)  # fmt: skip
"""Columns that say who speaks, when, or what was coded."""


def _check_header(columns: list[str], file: str, line: int) -> None:
    folded = {column.casefold() for column in columns}
    if folded & _WORDS and folded & _WHO_OR_WHEN:
        raise InputError(
            _("{file}:{line}: the columns {columns} hold turns or codings, not cases").format(
                file=file, line=line, columns=", ".join(columns)
            ),
            code="not-cases",
            hint=_(
                "Save the turns as a transcript, a line `Speaker: words` for each, and codings as "
                ".jsonl. A table of cases has a row for each participant: id, source, speaker, "
                "then attributes. `--as text` imports the file as it stands."
            ),
        )
    if _ID not in columns:
        raise InputError(
            _("{file}:{line}: there is no column {column!r}; {choices}").format(
                file=file, line=line, column=_ID, choices=choices(_ID, columns)
            ),
            code="missing-column",
            hint=_("The first line names the columns: id, source, speaker, then attributes."),
        )
    check_columns(columns, file, line)
