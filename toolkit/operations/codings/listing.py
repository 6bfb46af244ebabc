"""Codings as people read them: with their place and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from toolkit.operations.session import (
    ProjectSession,
    need_code,
    need_coder,
    need_round,
    need_source,
)
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding
    from toolkit.store.queries import CodingFilters


class CodingRow(TypedDict):
    source: str
    start: int
    end: int
    code: str
    coder: str
    round: str
    quote: str
    id: str
    mode: str
    origin: str


def coding_row(coding: Coding, text: str) -> CodingRow:
    """The coding with its quote; `text` is that of its source."""
    return CodingRow(
        source=coding.source_id,
        start=coding.span.start,
        end=coding.span.end,
        code=coding.code_id,
        coder=coding.coder_id,
        round=coding.round_id,
        quote=text[coding.span.start : coding.span.end],
        id=coding.id,
        mode=coding.mode.value,
        origin=coding.origin,
    )


def branch_codings(
    session: ProjectSession, filters: CodingFilters, *, exactly: bool = False
) -> list[Coding]:
    """Codings in the order of the text that match the filters; a code stands for itself and all
    codes below it, unless `exactly` is true."""
    code = filters.get("code")
    if code is None or exactly:
        return queries.codings(session.database, **filters)
    branch = set(queries.codebook(session.database).descendants(code))
    others: CodingFilters = {**filters, "code": None}
    every = queries.iterate_codings(session.database, **others)
    return [coding for coding in every if coding.code_id in branch]


def check_filters(session: ProjectSession, filters: CodingFilters) -> None:
    """Raise for a source, code, coder or round that the project does not have."""
    if (source_id := filters.get("source")) is not None:
        need_source(session, source_id)
    if (code_id := filters.get("code")) is not None:
        need_code(session, code_id)
    if (coder := filters.get("coder")) is not None:
        need_coder(session, coder)
    if (round_id := filters.get("round_id")) is not None:
        need_round(session, round_id)
