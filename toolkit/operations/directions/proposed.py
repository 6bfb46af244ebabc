"""Which proposals of a segment are kept, and the step that stores them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.directions import DirectionProposal
from toolkit.domain.ids import derived_id
from toolkit.operations.session import new_coder
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.directions.propose import Proposal
    from toolkit.domain.events import Change
    from toolkit.operations.directions.segments import Segment
    from toolkit.operations.session import ProjectSession

MOST = 3
"""Directions proposed for a segment."""


def kept(segment: Segment, ranked: Proposal, model: str, now: str) -> list[DirectionProposal]:
    """The directions worth a person's look: those that are not silent, else the best one."""
    heard = [near for near in ranked.candidates if near.verdict != "silent"][:MOST]
    return [
        DirectionProposal(
            id=derived_id(
                "direction-proposal",
                segment.source_id,
                segment.span.start,
                segment.span.end,
                candidate.direction_id,
            ),
            source_id=segment.source_id,
            span=segment.span,
            direction_id=candidate.direction_id,
            score=candidate.score,
            verdict=candidate.verdict.value,
            prior=candidate.prior,
            evidence=candidate.evidence,
            model=model,
            created_at=now,
        )
        for candidate in heard or ranked.candidates[:1]
    ]


def store(
    session: ProjectSession,
    actor: str,
    segments: Sequence[Segment],
    proposals: Sequence[DirectionProposal],
) -> list[DirectionProposal]:
    """Replace the stored proposals of these segments; what is the same stays as it is."""
    places = {(segment.source_id, segment.span) for segment in segments}
    stored = {
        proposal.id: proposal
        for proposal in queries.direction_proposals(session.database)
        if (proposal.source_id, proposal.span) in places
    }
    result: list[DirectionProposal] = []
    changes: list[Change] = []
    for proposal in proposals:
        before = stored.pop(proposal.id, None)
        after = rows.proposal_row(proposal)
        if before is None:
            changes.append(rows.added("direction_proposals", after))
        elif replace(proposal, created_at=before.created_at) == before:
            result.append(before)
            continue
        else:
            changes.append(rows.changed("direction_proposals", rows.proposal_row(before), after))
        result.append(proposal)
    changes += [
        rows.removed("direction_proposals", rows.proposal_row(before)) for before in stored.values()
    ]
    if changes:
        session.record(
            actor=actor,
            kind="direction.propose",
            changes=[*new_coder(session, actor), *changes],
            summary={"segments": len(segments), "proposals": len(proposals)},
        )
    return result
