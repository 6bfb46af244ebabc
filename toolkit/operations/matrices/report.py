"""Matrices as tables: what is printed, exported and traced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.analysis.matrix import Matrix
from toolkit.domain.codings import MANUAL, Coding
from toolkit.domain.directions import DirectionMapping
from toolkit.i18n import _
from toolkit.operations.codings.origins import SuggestedAs, suggested_as
from toolkit.report.files import write_report
from toolkit.report.tables import Table
from toolkit.store import queries

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.operations.matrices.decided import DecidedData
    from toolkit.operations.matrices.matrix import MadeMatrix
    from toolkit.operations.session import ProjectSession
    from toolkit.report.provenance import Provenance

SEGMENT_COLUMNS = (
    "row", "column", "source", "start", "end", "coder", "origin", "suggested_rank", "quote", "risk",
)  # fmt: skip

PROPOSED = "proposed"
"""Origin of a mapping that confirms what a model proposed."""

_TITLES = {
    "codes-by-cases": _("codes by cases"),
    "directions-by-cases": _("directions by cases"),
    "codes-by-directions": _("codes by directions"),
}


@dataclass(frozen=True, slots=True)
class MatrixReport:
    """A matrix and its table, with the segments behind its numbers."""

    matrix: Matrix
    table: Table
    left_out: Table
    """Why codings (or mappings) in scope are in no cell, and how many for each reason."""
    left_out_ids: Mapping[str, Sequence[str]] = field(repr=False)
    """Their ids by the reason."""
    answers: Mapping[str, Coding | DirectionMapping] = field(repr=False)
    """The codings and mappings behind the numbers, by id, as they were read."""
    text_of: Mapping[str, str] = field(repr=False)
    """By source, the hash of the text that the answers were read with."""
    read_texts: Callable[[Iterable[str]], Mapping[str, str]] = field(repr=False)
    """Gives texts by their hashes. The store never changes or removes a text, so that words
    can be read when they are asked for."""
    suggested_of: Callable[[Iterable[str]], Mapping[str, SuggestedAs]] = field(repr=False)
    """Gives the suggestions that became codings, by origin."""
    risks_of: Callable[[Iterable[str]], Mapping[str, str]] = field(repr=False)
    """Gives what may tell who spoke, by quote; quotes without such details are left out."""

    def to_frame(self) -> pd.DataFrame:
        """The table as a pandas data frame."""
        return self.table.to_frame()

    def segments(self) -> Table:
        """Every coding (or mapping) behind every cell, with its place and its words."""
        cells = [
            (row_id, column_id, self.answers[reference])
            for row_id in self.matrix.row_ids
            for column_id in self.matrix.column_ids
            for reference in self.matrix.refs[row_id, column_id]
        ]
        texts = self.read_texts(self.text_of[answer.source_id] for _row, _column, answer in cells)
        suggested = self.suggested_of(_origin(answer) for _row, _column, answer in cells)
        rows = []
        for row_id, column_id, answer in cells:
            start, end = answer.span.start, answer.span.end
            quote = texts.get(self.text_of[answer.source_id], "")[start:end]
            place = (answer.source_id, start, end)
            origin = _origin(answer)
            rank = suggested[origin].rank if origin in suggested else None
            rows.append((row_id, column_id, *place, answer.coder_id, origin, rank, quote))
        risks = self.risks_of(str(row[-1]) for row in rows)
        marked = ((*row, risks.get(str(row[-1]), "")) for row in rows)
        return Table(SEGMENT_COLUMNS, tuple(marked), _("segments"))

    def places(self) -> list[tuple[str, int, int, str]]:
        """Source, start, end and words of every segment, each once, in the order of the cells."""
        texts = self.read_texts(self.text_of[answer.source_id] for answer in self.answers.values())
        places = {
            (answer.source_id, answer.span.start, answer.span.end): answer
            for row_id in self.matrix.row_ids
            for column_id in self.matrix.column_ids
            for answer in map(self.answers.__getitem__, self.matrix.refs[row_id, column_id])
        }
        return [
            (source, start, end, texts.get(self.text_of[source], "")[start:end])
            for source, start, end in places
        ]

    def write(self, path: str | Path, *, bom: bool | None = None) -> tuple[Path, ...]:
        """Write it as its ending says, and give the files that were written.

        .xlsx has sheets of the segments, of what is left out, of the notes and of the
        provenance; .html a page with what is left out; .csv, .json and .txt hold the table, and
        their provenance is a file beside them. `bom` says whether a .csv begins with a
        byte-order mark; None: for tables in Korean.
        """
        tables = [self.table]
        if Path(path).suffix.lower() == ".xlsx":
            tables.append(self.segments())
        return write_report([*tables, self.left_out], path, bom=bom)


def matrix_report(
    session: ProjectSession,
    kind: str,
    made: MadeMatrix,
    decided: DecidedData,
    provenance: Provenance,
) -> MatrixReport:
    """A matrix with its table and what its workbook needs."""
    matrix = made.matrix
    what = "direction" if kind.startswith("directions") else "code"
    worked = (
        tuple(
            _("{done} of {count}").format(done=done, count=count)
            for done, count in (made.worked[column] for column in matrix.column_ids)
        )
        if made.worked
        else ()
    )
    table = Table(
        (what, "name", *matrix.column_ids),
        tuple(
            (row_id, label, *cells)
            for row_id, label, cells in zip(
                matrix.row_ids, matrix.row_labels, matrix.cells, strict=True
            )
        ),
        _TITLES.get(kind, kind),
        matrix.notes,
        subheads=(("", _("cases worked on"), *worked),) if made.worked else (),
        provenance=provenance,
    )
    answers: dict[str, Coding | DirectionMapping] = {}
    answers |= {coding.id: coding for coding in decided.codings}
    answers |= {mapping.id: mapping for mapping in decided.mappings}
    return MatrixReport(
        matrix,
        table,
        left_out=Table(
            ("reason", "count"),
            tuple((reason, len(ids)) for reason, ids in made.left_out.items()),
            _("left out"),
        ),
        left_out_ids=made.left_out,
        answers=answers,
        text_of={source.id: source.text_sha256 for source in decided.sources},
        read_texts=partial(queries.bodies_of, session.database),
        suggested_of=partial(suggested_as, session.database),
        risks_of=partial(_risks, session),
    )


def _origin(answer: Coding | DirectionMapping) -> str:
    """How an answer came about; that of a mapping is whether a proposal of a model was taken."""
    if isinstance(answer, Coding):
        return answer.origin
    return PROPOSED if answer.proposal_id is not None else MANUAL


def _risks(session: ProjectSession, quotes: Iterable[str]) -> Mapping[str, str]:
    """Only workbooks hold quotes, so a matrix that is printed loads nothing for them."""
    from toolkit.operations.identifiers.risk import risk_sentences

    return risk_sentences(session, quotes)
