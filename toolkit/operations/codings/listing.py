"""Codings as people read them: with their place and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from toolkit.operations.codings.origins import suggested_as
from toolkit.operations.session import (
    ProjectSession,
    need_code,
    need_coder,
    need_round,
    need_source,
)
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.codings import Coding
    from toolkit.operations.codings.origins import SuggestedAs
    from toolkit.store.protocol import Database
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
    suggested_rank: int | None
    """Rank of the suggestion that became the coding; None for any other origin, and where the
    suggestion is in another copy of the project."""
    suggested_by: str
    """Name of the model that suggested it; empty where `suggested_rank` is None."""


def coding_rows(database: Database, codings: Sequence[Coding]) -> list[CodingRow]:
    """The codings with their quotes and origins, in their order."""
    texts = queries.texts_of(database, {coding.source_id for coding in codings})
    suggested = suggested_as(database, (coding.origin for coding in codings))
    return [
        _row(coding, texts[coding.source_id], suggested.get(coding.origin)) for coding in codings
    ]


def _row(coding: Coding, text: str, suggested: SuggestedAs | None) -> CodingRow:
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
        suggested_rank=suggested.rank if suggested is not None else None,
        suggested_by=suggested.model if suggested is not None else "",
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
