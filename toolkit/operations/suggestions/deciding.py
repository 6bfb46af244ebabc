"""What a coder did with a batch of suggestions, and the codings that follow from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.domain.codings import MANUAL, Mode
from toolkit.domain.suggestions import Outcome, Suggestion
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.codings.apply import codes_seen, plan_codings, round_seen
from toolkit.operations.session import (
    ProjectSession,
    need_round,
    need_source,
    new_coder,
    text_seen,
)
from toolkit.operations.suggestions.checks import is_check
from toolkit.operations.suggestions.suggest import refuse_blind
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.events import Change
    from toolkit.domain.rounds import Round
    from toolkit.domain.suggestions import Decision
    from toolkit.store.preconditions import Precondition


def decide(session: ProjectSession, given: Decision, round_id: str | None) -> Decision:
    """Record a decision with the codings that follow from it, and give it as it is recorded.

    What is `given` names the candidate that was pointed at, which is taken by an outcome that takes
    one, and the codes without that of the candidate.
    """
    coder, outcome = given.coder_id, given.outcome
    batch = queries.suggestions(session.database, batch_id=given.batch_id)
    if not batch:
        raise InputError(
            _("there is no batch of suggestions {batch_id}").format(batch_id=given.batch_id),
            code="unknown-batch",
            hint=_("`qct suggest SOURCE --at START:END` makes one."),
        )
    round_ = need_round(session, round_id)
    refuse_blind(round_)
    accepted = chosen(batch, given.suggestion_id, outcome)
    before, after = given.codes_before, given.codes_after
    if accepted is not None and accepted.code_id not in after:
        after = (*after, accepted.code_id)
    if accepted is not None and is_check(session, accepted.id):
        after = tuple(code for code in after if code != accepted.code_id or code in before)
    decision = replace(
        given,
        suggestion_id=accepted.id if accepted else None,
        codes_before=before,
        codes_after=after,
    )
    changes = [*new_coder(session, coder), rows.added("decisions", rows.decision_row(decision))]
    source = need_source(session, batch[0].source_id)
    preconditions: list[Precondition] = []
    if outcome in (Outcome.ACCEPTED, Outcome.EDITED):
        fresh = [code for code in after if code not in before]
        preconditions = [text_seen(source), *codes_seen(session, fresh), round_seen(round_)]
        planned = coding_changes(
            session, batch[0], accepted, fresh, coder, round_, given.seen_first
        )
        named = {(change.table, change.key) for change in changes}
        changes += [change for change in planned if (change.table, change.key) not in named]
    session.record(
        actor=coder,
        kind="suggestion.decide",
        changes=changes,
        summary={"outcome": outcome.value, "codes": list(after), "source": batch[0].source_id},
        preconditions=preconditions,
    )
    return decision


def chosen(
    batch: Sequence[Suggestion], suggestion_id: str | None, outcome: Outcome
) -> Suggestion | None:
    """The candidate that was accepted, if any. Raises when it does not go with the outcome."""
    if suggestion_id is None:
        if outcome is Outcome.ACCEPTED:
            raise UsageError(
                _("accepting needs the suggestion that is accepted"),
                code="decision-incomplete",
                hint=_("The batch offers: {batch}.").format(
                    batch=", ".join(offered.id for offered in batch)
                ),
            )
        return None
    suggestion = next((offered for offered in batch if offered.id == suggestion_id), None)
    if suggestion is None:
        raise InputError(
            _("suggestion {suggestion_id} is not in this batch").format(
                suggestion_id=suggestion_id
            ),
            code="unknown-suggestion",
            hint=_("The batch offers: {batch}.").format(
                batch=", ".join(offered.id for offered in batch)
            ),
        )
    return suggestion if outcome in (Outcome.ACCEPTED, Outcome.EDITED) else None


def coding_changes(
    session: ProjectSession,
    offered: Suggestion,
    accepted: Suggestion | None,
    codes: Sequence[str],
    coder: str,
    round_: Round,
    seen_first: bool,
) -> list[Change]:
    """The changes that add a decision's codings: the accepted code as suggested, others manual."""
    changes: dict[tuple[object, ...], Change] = {}
    for code in codes:
        is_suggested = accepted is not None and code == accepted.code_id
        _codings, planned = plan_codings(
            session,
            [(offered.source_id, offered.span.start, offered.span.end, code)],
            coder=coder,
            round_=round_,
            origin=f"suggested:{accepted.id}" if accepted is not None and is_suggested else MANUAL,
            mode=Mode.ASSISTED if seen_first else round_.mode,
        )
        # Registering the coder and the coverage is planned with every coding; once is enough.
        changes |= {(change.table, change.key): change for change in reversed(planned)}
    order = ("coders", "coverage", "codings")
    return sorted(changes.values(), key=lambda change: order.index(change.table))
