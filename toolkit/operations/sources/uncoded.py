"""What an expert said that a coder has not coded yet."""

from __future__ import annotations

from bisect import bisect_left

from toolkit.domain.spans import Span, union
from toolkit.operations.session import ProjectSession, need_round, need_source
from toolkit.store import queries
from toolkit.themes.units import units


def uncoded_passages(
    session: ProjectSession, source_id: str, *, coder: str, round_id: str | None = None, limit: int
) -> list[tuple[int, int]]:
    """The first `limit` passages, on sentence borders, that share nothing with a coding.

    Only the coder's own codings of the round count, so that a blind round stays blind.
    """
    source = need_source(session, source_id)
    round_ = need_round(session, round_id)
    codings = queries.codings(session.database, source=source_id, coder=coder, round_id=round_.id)
    coded = union(coding.span for coding in codings)
    text = queries.text_body(session.database, source.text_sha256)
    pieces = units(source_id, text, queries.turns(session.database, source_id))
    free = (piece.span for piece in pieces if not _touched(piece.span, coded))
    return [(span.start, span.end) for span, _ in zip(free, range(limit), strict=False)]


def _touched(span: Span, coded: list[Span]) -> bool:
    at = bisect_left(coded, span)
    return any(one.overlaps(span) for one in coded[max(at - 1, 0) : at + 1])
