"""Recording what a coder decides about hits of search patterns, as one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.codings import SEARCH, Coding
from toolkit.domain.ids import uuid7
from toolkit.domain.pattern_hits import HitOutcome, PatternDecision
from toolkit.operations.codings.apply import plan_codings
from toolkit.operations.codings.step_context import load_step
from toolkit.operations.search.code_hits import PatternHit, decisions_on
from toolkit.store import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.events import Change
    from toolkit.domain.spans import Span
    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class HitsDecided:
    """What a step on hits did."""

    coded: tuple[Coding, ...]
    """The codings that it made."""
    there: tuple[PatternHit, ...]
    """Accepted hits that the coder had coded already; they were left alone."""
    rejected: int
    """Hits that it newly rejected."""


def decide_hits(
    session: ProjectSession,
    code_id: str,
    accepted: Sequence[PatternHit],
    rejected: Sequence[PatternHit],
    *,
    coder: str,
    round_id: str | None,
) -> HitsDecided:
    """Code the accepted hits and remember both decisions; nothing is recorded where all is so."""
    places = [(hit.source_id, hit.span.start, hit.span.end, code_id) for hit in accepted]
    refused = [(hit.source_id, hit.span.start, hit.span.end, code_id) for hit in rejected]
    context = load_step(session, coder=coder, round_id=round_id, placements=[*places, *refused])
    round_ = context.need_round(round_id)
    for hit in (*accepted, *rejected):
        context.need_text(hit.source_id, hit.text_sha256)
        context.check_open(round_, hit.source_id)
    existing = {
        (key[1], key[2]) for key in context.placed if key[0] == round_.id and key[3] == code_id
    }
    fresh = [hit for hit in accepted if (hit.source_id, hit.span) not in existing]
    there = tuple(hit for hit in accepted if (hit.source_id, hit.span) in existing)
    kept = {(hit.source_id, hit.span) for hit in accepted} | existing
    turned_down = [hit for hit in rejected if (hit.source_id, hit.span) not in kept]
    codings, changes = plan_codings(
        session,
        [(hit.source_id, hit.span.start, hit.span.end, code_id) for hit in fresh],
        coder=coder,
        round_=round_,
        origin=SEARCH,
        context=context,
    )
    decided = [(hit, HitOutcome.ACCEPTED) for hit in fresh]
    decided += [(hit, HitOutcome.REJECTED) for hit in turned_down]
    if decided and not changes:
        changes += context.registrations(round_.id, ())
    remembered = decision_changes(
        session,
        code_id,
        [(hit.source_id, hit.span, hit.patterns, outcome) for hit, outcome in decided],
        coder=coder,
        round_id=round_.id,
    )
    new_rejections = sum(
        change.after is not None and change.after["outcome"] == HitOutcome.REJECTED
        for change in remembered
    )
    changes += remembered
    if changes:
        named = dict.fromkeys(hit.source_id for hit, _outcome in decided)
        session.record(
            actor=coder,
            kind="search.decide",
            changes=changes,
            summary={
                "origin": SEARCH,
                "code": code_id,
                "round": round_.id,
                "coded": len(codings),
                "rejected": new_rejections,
                "patterns": sorted({text for hit, _outcome in decided for text in hit.patterns}),
            },
            preconditions=context.preconditions(named, [code_id], [round_]),
        )
    return HitsDecided(tuple(codings), there, new_rejections)


def decision_changes(
    session: ProjectSession,
    code_id: str,
    decided: Iterable[tuple[str, Span, tuple[str, ...], HitOutcome]],
    *,
    coder: str,
    round_id: str,
) -> list[Change]:
    """The changes that remember what a coder decided about passages (source id, span, patterns).

    There is none for a decision that is remembered already.
    """
    earlier = {
        (decision.source_id, decision.span): decision
        for decision in decisions_on(session, code_id)
        if decision.coder_id == coder and decision.round_id == round_id
    }
    now = session.clock()
    changes = []
    for source_id, span, patterns, outcome in decided:
        before = earlier.get((source_id, span))
        name = before.id if before is not None else uuid7()
        row = rows.pattern_decision_row(
            PatternDecision(name, source_id, span, code_id, coder, round_id, patterns, outcome, now)
        )
        if before is None:
            changes.append(rows.added("pattern_decisions", row))
        elif before.outcome is not outcome:
            changes.append(
                rows.changed("pattern_decisions", rows.pattern_decision_row(before), row)
            )
    return changes
