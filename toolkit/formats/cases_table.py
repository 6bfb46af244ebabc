"""Cases (participants) and their attributes from a CSV or TSV table.

    id,source,speaker,sector,years
    E01,E01,,industry,14

`id` is needed; `source` and `speaker` say where the case speaks (no speaker: all expert
turns); every other column is an attribute. A case may have several rows, one a source.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from toolkit.domain.transcript import Case, Participation
from toolkit.errors import InputError
from toolkit.formats.plain import decode
from toolkit.formats.problems import choices
from toolkit.formats.transcripts import read_bytes
from toolkit.text.normalise import normalise

_ID = "id"
_SOURCE = "source"
_SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class CasesTable:
    """What a cases table says."""

    cases: tuple[Case, ...]
    """In the order of their first rows; empty cells are no attributes."""
    participations: tuple[Participation, ...]


def read_cases(path: str | Path, *, encoding: str | None = None) -> CasesTable:
    """Read a table of cases. Raises `InputError` naming file, line and column."""
    file = str(path)
    return parse_cases(normalise(decode(read_bytes(Path(path)), file, encoding)), file)


def parse_cases(text: str, file: str) -> CasesTable:
    """The cases in the text of the table `file`."""
    rows = _rows(text, file)
    line, header = next(rows, (1, []))
    columns = [name.strip() for name in header]
    _check_header(columns, file, line)
    attributes: dict[str, dict[str, str]] = {}
    participations: dict[Participation, None] = {}
    for line, row in rows:
        if len(row) > len(columns):
            raise InputError(
                f"{file}:{line}: {len(row)} cells, but the header names {len(columns)} columns",
                code="too-many-cells",
                hint="Put a value that contains the separator in double quotes.",
            )
        values = {
            column: cell.strip() for column, cell in zip(columns, row, strict=False) if cell.strip()
        }
        case_id = values.pop(_ID, "")
        if not case_id:
            raise InputError(f"{file}:{line}: column {_ID}: the case has no id", code="missing-id")
        source, speaker = values.pop(_SOURCE, ""), values.pop(_SPEAKER, "")
        if speaker and not source:
            raise InputError(
                f"{file}:{line}: column {_SOURCE}: a speaker is named without a source",
                code="missing-source",
            )
        if source:
            participations[Participation(source, case_id, speaker)] = None
        _merge(attributes.setdefault(case_id, {}), values, case_id, f"{file}:{line}")
    if not attributes:
        raise InputError(f"{file} names no case", code="empty-file")
    return CasesTable(
        tuple(Case(case_id, found) for case_id, found in attributes.items()),
        tuple(participations),
    )


def _merge(known: dict[str, str], values: dict[str, str], case_id: str, place: str) -> None:
    for column, value in values.items():
        if known.setdefault(column, value) != value:
            raise InputError(
                f"{place}: column {column}: case {case_id} already has another value",
                code="case-conflict",
                hint="A case has one value an attribute, the same in each of its rows.",
            )


def _check_header(columns: list[str], file: str, line: int) -> None:
    if _ID not in columns:
        raise InputError(
            f"{file}:{line}: there is no column {_ID!r}; {choices(_ID, columns)}",
            code="missing-column",
            hint="The first line names the columns: id, source, speaker, then attributes.",
        )
    twice = [name for name, times in Counter(columns).items() if times > 1]
    if twice:
        what = f"column {twice[0]!r} is named twice" if twice[0] else "a column has no name"
        raise InputError(f"{file}:{line}: {what}", code="repeated-column")
    if "" in columns:
        raise InputError(
            f"{file}:{line}: column {columns.index('') + 1} has no name", code="unnamed-column"
        )


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    head = text.partition("\n")[0]
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(f"{file}:{line}: {error}", code="bad-csv") from error
        if any(cell.strip() for cell in row):
            yield line, row
