"""Coded segments, their words, and what their codes and earlier decisions say of directions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.codebook import DirectionLinks
from toolkit.domain.directions import ALONE
from toolkit.domain.spans import Span
from toolkit.operations.session import ProjectSession, need_round
from toolkit.operations.suggestions.material import shared_with
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.directions.prior import Counts
    from toolkit.domain.directions import Direction


@dataclass(frozen=True, slots=True)
class Segment:
    """A coded stretch of a source, with every code that people gave exactly this stretch."""

    source_id: str
    span: Span
    code_ids: frozenset[str]


def coded_segments(
    session: ProjectSession, actor: str, sources: Sequence[str], coder: str | None
) -> list[Segment]:
    """Distinct coded stretches that the actor may see, in the order of the text."""
    codes: dict[tuple[str, Span], set[str]] = defaultdict(set)
    for coding in shared_with(session, actor):
        if sources and coding.source_id not in sources:
            continue
        if coder in (None, coding.coder_id):
            codes[coding.source_id, coding.span].add(coding.code_id)
    return [
        Segment(source_id, span, frozenset(code_ids))
        for (source_id, span), code_ids in codes.items()
    ]


def segment_texts(session: ProjectSession, segments: Sequence[Segment]) -> list[str]:
    """The words of each segment, in the order of the segments."""
    texts = queries.texts_of(session.database, (segment.source_id for segment in segments))
    return [texts[segment.source_id][segment.span.start : segment.span.end] for segment in segments]


def priors(
    session: ProjectSession,
    segments: Sequence[Segment],
    directions: Sequence[Direction],
    actor: str = "",
) -> list[dict[str, float]]:
    """What each segment's codes say by their links, corrected by what was confirmed.

    Codes without links say nothing; a segment with no other codes has no prior.
    """
    from toolkit.directions.prior import prior

    links = {
        code.id: code.directions
        for code in queries.codes(session.database)
        if code.directions != DirectionLinks()
    }
    counts = confirmed(session, segments, actor)
    ids = [direction.id for direction in directions]
    return [
        prior({code: links[code] for code in segment.code_ids if code in links}, ids, counts)
        for segment in segments
    ]


def confirmed(session: ProjectSession, segments: Sequence[Segment], actor: str = "") -> Counts:
    """What people decided about segments that have codes, as far as the actor may see."""
    from toolkit.directions.prior import ConfirmedSegment, count

    decided: dict[tuple[str, Span], set[str]] = defaultdict(set)
    viewer = queries.viewer(session.database, actor, need_round(session, None))
    for mapping in queries.direction_mappings(session.database, viewer=viewer):
        decided[mapping.source_id, mapping.span].add(mapping.direction_id)
    return count(
        ConfirmedSegment(
            segment.source_id,
            segment.code_ids,
            frozenset(decided[segment.source_id, segment.span] - set(ALONE)),
        )
        for segment in segments
        if (segment.source_id, segment.span) in decided
    )
