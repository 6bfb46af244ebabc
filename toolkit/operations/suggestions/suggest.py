"""Suggesting codes for passages, and recording what people do with the suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import MANUAL, Decision, Mode, Outcome, Suggestion
from toolkit.domain.events import Change
from toolkit.domain.evidence import CodedPassage, TrainingSupport
from toolkit.domain.ids import uuid7
from toolkit.domain.rounds import Round
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError
from toolkit.operations.codings.apply import codes_seen, plan_codings, round_seen
from toolkit.operations.session import (
    ProjectSession,
    check_open,
    check_span,
    need_round,
    need_source,
    new_coder,
    text_seen,
)
from toolkit.operations.suggestions.models import model_for
from toolkit.operations.suggestions.training_data import ScorerContext, workbench
from toolkit.store import queries, rows
from toolkit.store.preconditions import Precondition

if TYPE_CHECKING:
    from toolkit.suggest.scorer import Passage

MOST = 3
"""Candidates offered for a passage."""
QUOTED = 160
"""Characters of an example that are shown beside a candidate."""

Place = tuple[str, int, int]
"""Source id, start, end."""


def suggest(
    session: ProjectSession,
    source_id: str,
    start: int,
    end: int,
    *,
    coder: str,
    round_id: str | None = None,
    top: int = MOST,
    model: str | None = None,
) -> list[Suggestion]:
    """At most `top` candidate codes for a span, best first; stored as suggestions only.

    The evidence of each has quotes, which are for showing and are not stored.
    """
    return suggest_many(
        session, [(source_id, start, end)], coder=coder, round_id=round_id, top=top, model=model
    )


def suggest_many(
    session: ProjectSession,
    places: Sequence[Place],
    *,
    coder: str,
    round_id: str | None = None,
    top: int = MOST,
    model: str | None = None,
) -> list[Suggestion]:
    """Candidates for several passages, in one step; passages keep their order."""
    if not 1 <= top <= MOST:
        raise UsageError(
            f"{top} candidates cannot be offered; valid: 1 to {MOST}", code="suggest-top"
        )
    round_ = need_round(session, round_id)
    refuse_blind(round_)
    offered: list[Suggestion] = []
    for source_id, start, end in places:
        source = need_source(session, source_id)
        check_span(source, start, end)
        check_open(session, round_, coder, source_id)
        refuse_bound(session, coder, source_id)
        refuse_unanswered(session, round_, coder, source_id, Span(start, end))
        text = queries.text_body(session.database, source.text_sha256)[start:end]
        name = model_for(session, [text], model=model, language=source.language)
        bench = workbench(session, coder, name)
        offered += candidates(session, bench, source_id, Span(start, end), text, coder, top)
    if offered:
        session.record(
            actor=coder,
            kind="suggestion.offer",
            changes=[
                *new_coder(session, coder),
                *(rows.added("suggestions", rows.suggestion_row(one)) for one in offered),
            ],
            summary={"round": round_.id, "passages": len(places), "suggestions": len(offered)},
        )
    return [with_quotes(session, one) for one in offered]


def refuse_blind(round_: Round) -> None:
    if round_.is_blind:
        raise UsageError(
            f"round {round_.id} is blind: it shows no suggestions until it is closed",
            code="round-blind",
            hint="`qct round list` shows the rounds; an open one is chosen with --round.",
        )


def refuse_bound(session: ProjectSession, coder: str, source_id: str) -> None:
    """No suggestion, in whatever round, on a source that the coder is to read unaided."""
    viewer = queries.viewer(session.database, coder, need_round(session, None))
    for one in viewer.blind_rounds:
        if not one.sources or source_id in one.sources:
            raise UsageError(
                f"{coder} takes part in the blind round {one.id}, which has {source_id}: it gets "
                "no suggestions until the round is closed",
                code="round-blind",
                hint="`qct round list` shows the rounds; other sources can have suggestions.",
            )


def refuse_unanswered(
    session: ProjectSession, round_: Round, coder: str, source_id: str, span: Span
) -> None:
    """Where the own answer comes first, a suggestion is shown only after it."""
    if round_.mode is not Mode.COMMIT_THEN_REVEAL:
        return
    own = queries.codings(session.database, source=source_id, coder=coder, round_id=round_.id)
    if any(coding.span.overlaps(span) for coding in own) or queries.has_commitment(
        session.database, source_id, span.start, span.end, coder, round_.id
    ):
        return
    raise UsageError(
        f"in round {round_.id} your own answer comes first, and {coder} has given none for "
        f"{source_id} {span}",
        code="answer-first",
        hint=f"Code it with `qct codings add --source {source_id} --at {span} --code ID`, or say "
        f"`qct codings none --source {source_id} --at {span}`; or work in an assisted round "
        "(`qct round open NAME --mode assisted`).",
    )


def candidates(
    session: ProjectSession,
    bench: ScorerContext,
    source_id: str,
    span: Span,
    text: str,
    coder: str,
    top: int,
) -> list[Suggestion]:
    """What the scorer would offer for one passage; nothing is written."""
    from toolkit.suggest.evidence import evidence
    from toolkit.suggest.scorer import Passage, score
    from toolkit.suggest.thresholds import judge, maybe_new

    if not text.strip():
        raise InputError(
            f"{source_id} {span} holds nothing but spaces; there is nothing to suggest for",
            code="span-blank",
        )
    passage: Passage = Passage(
        source_id, span, bench.embedder.embed([text])[0], bench.index.row(text)
    )
    ranking = score(passage, bench.codes, bench.training_set)
    new_code = maybe_new(ranking, bench.novelty)
    batch, now = uuid7(), session.clock()
    result = []
    for one in judge(ranking, top):
        why = evidence(passage, one.code_id, bench.codes, bench.training_set, bench.index.terms)
        result.append(
            Suggestion(
                id=uuid7(),
                batch_id=batch,
                source_id=source_id,
                span=span,
                coder_id=coder,
                code_id=one.code_id,
                rank=one.rank,
                score=one.score,
                verdict=one.verdict.value,
                model=bench.embedder.id,
                training_sha256=bench.training_set.sha256,
                evidence=replace(
                    why,
                    new_code=new_code,
                    reason=one.reason,
                    parts=one.scored.parts,
                    support=TrainingSupport(one.scored.examples, one.scored.sources),
                ),
                created_at=now,
            )
        )
    return result


def with_quotes(session: ProjectSession, suggestion: Suggestion) -> Suggestion:
    """The suggestion with the words of its examples, for a screen."""
    evidence = suggestion.evidence
    near_miss = evidence.near_miss
    return replace(
        suggestion,
        evidence=replace(
            evidence,
            examples=tuple(quoted(session, passage) for passage in evidence.examples),
            near_miss=quoted(session, near_miss) if near_miss is not None else None,
        ),
    )


def quoted(session: ProjectSession, passage: CodedPassage) -> CodedPassage:
    """The passage with its first words."""
    source = need_source(session, passage.source_id)
    text = queries.text_body(session.database, source.text_sha256)
    end = min(passage.span.end, passage.span.start + QUOTED)
    return passage.quoting(text[passage.span.start : end])


def decide(
    session: ProjectSession,
    batch_id: str,
    outcome: Outcome,
    *,
    coder: str,
    suggestion_id: str | None = None,
    seen_first: bool = True,
    codes_before: Iterable[str] = (),
    codes_after: Iterable[str] = (),
    round_id: str | None = None,
) -> Decision:
    """Record what a coder did with a batch, together with the codings that follow from it.

    An accepted candidate becomes a coding with origin `suggested:<id>`. Other codes that
    the coder turned to (`edited`) become codings of their own, marked as assisted when the
    suggestions were seen before deciding.
    """
    batch = queries.suggestions(session.database, batch_id=batch_id)
    if not batch:
        raise InputError(
            f"there is no batch of suggestions {batch_id}",
            code="unknown-batch",
            hint="`qct suggest SOURCE --at START:END` makes one.",
        )
    round_ = need_round(session, round_id)
    refuse_blind(round_)
    taken = chosen(batch, suggestion_id, outcome)
    before, after = tuple(codes_before), tuple(codes_after)
    if taken is not None and taken.code_id not in after:
        after = (*after, taken.code_id)
    decision = Decision(
        id=uuid7(),
        batch_id=batch_id,
        coder_id=coder,
        outcome=outcome,
        suggestion_id=taken.id if taken else None,
        seen_first=seen_first,
        codes_before=before,
        codes_after=after,
        decided_at=session.clock(),
    )
    changes = [*new_coder(session, coder), rows.added("decisions", rows.decision_row(decision))]
    source = need_source(session, batch[0].source_id)
    seen: list[Precondition] = []
    if outcome in (Outcome.ACCEPTED, Outcome.EDITED):
        fresh = [code for code in after if code not in before]
        seen = [text_seen(source), *codes_seen(session, fresh), round_seen(round_)]
        planned = coding_changes(session, batch[0], taken, fresh, coder, round_, seen_first)
        there = {(change.table, change.key) for change in changes}
        changes += [change for change in planned if (change.table, change.key) not in there]
    session.record(
        actor=coder,
        kind="suggestion.decide",
        changes=changes,
        summary={"outcome": outcome.value, "codes": list(after), "source": batch[0].source_id},
        seen=seen,
    )
    return decision


def chosen(
    batch: Sequence[Suggestion], suggestion_id: str | None, outcome: Outcome
) -> Suggestion | None:
    """The candidate that was taken, if any. Raises when it does not go with the outcome."""
    if suggestion_id is None:
        if outcome is Outcome.ACCEPTED:
            raise UsageError(
                "accepting needs the suggestion that is accepted",
                code="decision-incomplete",
                hint=f"The batch offers: {', '.join(one.id for one in batch)}.",
            )
        return None
    found = next((one for one in batch if one.id == suggestion_id), None)
    if found is None:
        raise InputError(
            f"suggestion {suggestion_id} is not in this batch",
            code="unknown-suggestion",
            hint=f"The batch offers: {', '.join(one.id for one in batch)}.",
        )
    return found if outcome in (Outcome.ACCEPTED, Outcome.EDITED) else None


def coding_changes(
    session: ProjectSession,
    offered: Suggestion,
    taken: Suggestion | None,
    codes: Sequence[str],
    coder: str,
    round_: Round,
    seen_first: bool,
) -> list[Change]:
    """The codings that a decision makes: the taken code as suggested, others as the coder's."""
    changes: dict[tuple[object, ...], Change] = {}
    for code in codes:
        suggested = taken is not None and code == taken.code_id
        _, planned = plan_codings(
            session,
            [(offered.source_id, offered.span.start, offered.span.end, code)],
            coder=coder,
            round_=round_,
            origin=f"suggested:{taken.id}" if taken is not None and suggested else MANUAL,
            mode=Mode.ASSISTED if seen_first else round_.mode,
        )
        # Registering the coder and the coverage is planned with every coding; once is enough.
        changes |= {(change.table, change.key): change for change in reversed(planned)}
    order = ("coders", "coverage", "codings")
    return sorted(changes.values(), key=lambda change: order.index(change.table))
