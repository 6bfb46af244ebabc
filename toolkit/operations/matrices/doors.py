"""The passages behind one number of a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.spans import Span
from toolkit.errors import unknown
from toolkit.i18n import _, ngettext
from toolkit.operations.codings.origins import suggested_as
from toolkit.operations.codings.quote_rows import QuoteRow, balance_notes, checked_texts
from toolkit.operations.codings.quotes import Quotes
from toolkit.operations.matrices.segments import SegmentRows
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.operations.matrices.report import MatrixReport
    from toolkit.operations.session import ProjectSession


def behind_cell(session: ProjectSession, report: MatrixReport, row: str, column: str) -> Quotes:
    """The codings (or mappings) behind a cell, in the order of the text.

    Raises `InputError` for a row or column that the matrix does not have.
    """
    matrix = report.matrix
    for noun, name, ids in (("row", row, matrix.row_ids), ("column", column, matrix.column_ids)):
        if name not in ids:
            raise unknown(noun, name, list(ids), hint=_("`qct matrix` shows them."))
    wanted = set(matrix.refs[row, column])
    listed = report.data.rows()
    at = {name: place for place, name in enumerate(listed.columns)}
    found: dict[tuple[str, tuple[str, int, int]], int] = {}
    for number, cells in enumerate(listed.rows):
        name = str(cells[at["id"]])
        if name in wanted:
            # A coding may belong to several columns, and an answer in pieces to one twice.
            found.setdefault((name, listed.places[number]), number)
    texts = checked_texts(session.database, {listed.places[n][0] for n in found.values()})
    numbers = list(found.values())
    shown_rows = SegmentRows(
        listed.columns, [listed.rows[n] for n in numbers], [listed.places[n] for n in numbers]
    )
    origins = report.data.origins(shown_rows)
    suggested = suggested_as(session.database, (origin for origin, _rank in origins))
    modes = {
        row["id"]: str(row["mode"])
        for row in queries.rows_among(
            session.database, "codings", "id", sorted({name for name, _place in found})
        )
    }
    rows = []
    for number, (origin, rank) in zip(numbers, origins, strict=True):
        cells, (source, start, end) = listed.rows[number], listed.places[number]
        span = Span(start, end)
        rows.append(
            QuoteRow(
                source=source,
                start=start,
                end=end,
                code=str(cells[0]),
                coder=str(cells[at["coder"]]),
                round=str(cells[at["round"]]),
                quote=texts.words(source, span),
                id=str(cells[at["id"]]),
                mode=modes.get(str(cells[at["id"]]), ""),
                origin=origin,
                suggested_rank=rank,
                suggested_by=suggested[origin].model if origin in suggested else "",
                case=str(cells[at["case"]]),
                citation=texts.citation(source, span),
            )
        )
    order = {each.id: place for place, each in enumerate(queries.sources(session.database))}
    rows.sort(key=lambda each: (order[each["source"]], each["start"], each["end"], each["id"]))
    value = matrix.cell(row, column)
    shown = _("empty: nobody worked on it") if value is None else _spelt(value)
    note = ngettext(
        "{row} by {column}: {value}, from {count:,} answer",
        "{row} by {column}: {value}, from {count:,} answers",
        len(wanted),
    ).format(row=row, column=column, value=shown, count=len(wanted))
    return Quotes(rows, [note, *matrix.notes, *balance_notes([each["case"] for each in rows])])


def _spelt(value: float) -> str:
    return f"{value:.3f}" if isinstance(value, float) else f"{value:,}"
