"""Codings as people read them: with their place and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from toolkit.domain.rounds import Viewer
from toolkit.operations.session import (
    ProjectSession,
    need_code,
    need_coder,
    need_round,
    need_source,
)
from toolkit.store import queries

if TYPE_CHECKING:
    import pandas as pd


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


def coding_rows(
    session: ProjectSession,
    *,
    source: str | None = None,
    coder: str | None = None,
    code: str | None = None,
    round_id: str | None = None,
    at: int | None = None,
    viewer: Viewer | None = None,
) -> list[CodingRow]:
    """Codings with their quotes, in the order of the text. Unknown filters are errors."""
    if source is not None:
        need_source(session, source)
    if code is not None:
        need_code(session, code)
    if coder is not None:
        need_coder(session, coder)
    if round_id is not None:
        need_round(session, round_id)
    codings = queries.codings(
        session.database,
        source=source,
        coder=coder,
        code=code,
        round_id=round_id,
        at=at,
        viewer=viewer,
    )
    texts = queries.texts_of(session.database, (coding.source_id for coding in codings))
    return [
        CodingRow(
            source=coding.source_id,
            start=coding.span.start,
            end=coding.span.end,
            code=coding.code_id,
            coder=coding.coder_id,
            round=coding.round_id,
            quote=texts[coding.source_id][coding.span.start : coding.span.end],
            id=coding.id,
            mode=coding.mode.value,
            origin=coding.origin,
        )
        for coding in codings
    ]


def codings_frame(session: ProjectSession, **filters: Any) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(coding_rows(session, **filters), columns=list(CodingRow.__annotations__))
