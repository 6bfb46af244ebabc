"""What became of suggestions, and the checks of whether coders follow them blindly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.codings import Mode
from toolkit.domain.ids import uuid7
from toolkit.domain.suggestions import Decision, Outcome
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.codings.apply import codes_seen, plan_codings, round_seen
from toolkit.operations.session import need_coder, need_round, need_source, text_seen
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.operations.suggestions import outcomes
from toolkit.operations.suggestions.checks import EVERY, checks_of, is_check, setting_changes
from toolkit.operations.suggestions.checks import turned_on as checks_from_now
from toolkit.operations.suggestions.revealing import shown_changes
from toolkit.operations.suggestions.suggestions import Suggestions
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.suggestions import Suggestion
    from toolkit.operations.suggestions.checks import Checks
    from toolkit.operations.suggestions.outcomes import OutcomeTable, OverTrust, ShownSuggestion

FEWEST_BETWEEN = 2
"""A check in every list would be no surprise."""


class Decisions(Subject):
    """What became of suggestions, and the checks of whether coders follow them blindly."""

    @in_one_snapshot
    def shown(
        self, *, coder: str | None = None, source: str | None = None
    ) -> list[ShownSuggestion]:
        """Every suggestion that was shown, with its outcome, in the order of showing.

        Candidates that were checks are among them, as `reveal.is_check` says.
        """
        self._check_filters(coder, source)
        return outcomes.shown_suggestions(self._session, coder=coder, source=source)

    @in_one_snapshot
    def table(
        self,
        by: Sequence[str] = ("rank",),
        *,
        coder: str | None = None,
        source: str | None = None,
    ) -> OutcomeTable:
        """How often suggestions were accepted, rejected and ignored, by groups.

        `by` is one or more of rank, model, family, code, verdict, coder, source, round, month,
        week and moment (`before` or `after` the coder's own answer). Checks do not count.
        """
        self._check_filters(coder, source)
        return outcomes.outcome_table(self._session, by=by, coder=coder, source=source)

    def _check_filters(self, coder: str | None, source: str | None) -> None:
        """Raise `InputError` for a coder or a source that the project does not have."""
        if coder is not None:
            need_coder(self._session, coder)
        if source is not None:
            need_source(self._session, source)

    def show(self, batch_ids: Sequence[str], *, coder: str) -> int:
        """Store that batches which were computed before are shown now; gives how many suggestions.

        Batches that were shown before are left alone.
        """
        changes = shown_changes(self._session, batch_ids, coder)
        if changes:
            self._session.record(
                actor=coder,
                kind="suggestion.show",
                changes=changes,
                summary={"suggestions": len(changes)},
            )
        return len(changes)

    def answer(
        self,
        batch_id: str,
        *,
        coder: str,
        rank: int | None = None,
        codes: Sequence[str] = (),
        later: bool = False,
    ) -> Decision:
        """Record what a coder says to a batch that was shown to them, with the codings that follow.

        `rank` takes the candidate of that rank, `codes` are taken in place of the candidates,
        `later` puts the answer off, and without any of them none of the candidates fits. A
        candidate that was a check becomes no coding: `was_check` tells it, and `keep_check` codes
        it all the same.
        """
        session = self._session
        if sum((rank is not None, bool(codes), later)) > 1:
            raise UsageError(
                _("an answer is one of a rank, codes of your own, and later"),
                code="answer-twice",
            )
        batch = queries.suggestions(session.database, batch_id=batch_id)
        shown = session.database.query(
            "SELECT * FROM reveals WHERE batch_id = :batch AND coder_id = :coder",
            {"batch": batch_id, "coder": coder},
        )
        if not shown:
            raise InputError(
                _("no batch of suggestions {batch_id} was shown to {coder}").format(
                    batch_id=batch_id, coder=coder
                ),
                code="unknown-batch",
                hint=_("`qct decisions list --coder {coder}` lists what was shown.").format(
                    coder=coder
                ),
            )
        ids = {row["id"] for row in shown}
        taken = next((each for each in batch if each.rank == rank and each.id in ids), None)
        if rank is not None and taken is None:
            ranks = sorted(each.rank for each in batch if each.id in ids)
            raise InputError(
                _("the batch has no candidate of rank {rank}; valid: {ranks}").format(
                    rank=rank, ranks=", ".join(map(str, ranks))
                ),
                code="unknown-suggestion",
            )
        round_ = need_round(session, str(shown[0]["round_id"]))
        first = batch[0]
        own = queries.codings(
            session.database, source=first.source_id, coder=coder, round_id=round_.id
        )
        before = tuple(
            dict.fromkeys(each.code_id for each in own if each.span.overlaps(first.span))
        )
        extra = [taken.code_id] if taken is not None else list(codes)
        outcome = Outcome.ACCEPTED if taken else Outcome.EDITED if codes else Outcome.NONE_OF_THESE
        return Suggestions(session).decide(
            batch_id,
            Outcome.DEFERRED if later else outcome,
            coder=coder,
            suggestion_id=taken.id if taken is not None else None,
            # Who answered before, and adds nothing now, decided without having seen anything.
            seen_first=bool(extra) or round_.mode is not Mode.COMMIT_THEN_REVEAL,
            codes_before=before,
            codes_after=tuple(dict.fromkeys([*before, *extra])),
            round_id=round_.id,
        )

    # --- checks -----------------------------------------------------------------------

    def checks(self) -> Checks:
        """Whether the project checks over-trust, how often, and what coders are told of it."""
        return checks_of(self._session)

    def set_checks(self, every: int = EVERY, *, actor: str) -> Checks:
        """Put a check into one list of suggestions in `every`, from now on; 0 turns them off.

        Each coder is told with every list, and gets no check before they were told once.
        """
        if every != 0 and every < FEWEST_BETWEEN:
            raise UsageError(
                _("a check in one list of {every} is not possible; valid: 0, or 2 and more").format(
                    every=every
                ),
                code="checks-every",
            )
        session = self._session
        before = checks_of(session)
        if every == before.every:
            return before
        after = checks_from_now(session, every)
        session.record(
            actor=actor,
            kind="suggestion.checks",
            changes=setting_changes(session, after),
            summary={"every": every},
        )
        return after

    @in_one_snapshot
    def over_trust(self, *, coder: str | None = None) -> list[OverTrust]:
        """How often coders took a candidate that nothing speaks for, by coder."""
        self._check_filters(coder, None)
        return outcomes.over_trust(self._session, coder=coder)

    @in_one_snapshot
    def was_check(self, suggestion_id: str) -> bool:
        """Whether a suggestion on which its coder has decided was a check."""
        decided = outcomes.first_taken(self._session, suggestion_id) is not None
        return decided and is_check(self._session, suggestion_id)

    def keep_check(self, suggestion_id: str, *, coder: str) -> Decision:
        """Code a passage with the code of a check that the coder took, after they confirm it.

        It counts as taken in the over-trust index whether it is kept or not.
        """
        session = self._session
        suggestion = self._taken_check(suggestion_id, coder)
        reveal = queries.row(session.database, "reveals", id=suggestion_id)
        assert reveal is not None
        round_ = need_round(session, str(reveal["round_id"]))
        span = suggestion.span
        source = need_source(session, suggestion.source_id)
        _made, changes = plan_codings(
            session,
            [(source.id, span.start, span.end, suggestion.code_id)],
            coder=coder,
            round_=round_,
            origin=f"suggested:{suggestion.id}",
            mode=Mode.ASSISTED,
        )
        decision = Decision(
            id=uuid7(),
            batch_id=suggestion.batch_id,
            coder_id=coder,
            outcome=Outcome.ACCEPTED,
            suggestion_id=suggestion.id,
            seen_first=True,
            codes_after=(suggestion.code_id,),
            decided_at=session.clock(),
        )
        session.record(
            actor=coder,
            kind="suggestion.decide",
            changes=[rows.added("decisions", rows.decision_row(decision)), *changes],
            summary={
                "outcome": Outcome.ACCEPTED.value,
                "codes": [suggestion.code_id],
                "source": source.id,
            },
            preconditions=[
                text_seen(source),
                *codes_seen(session, [suggestion.code_id]),
                round_seen(round_),
            ],
        )
        return decision

    def _taken_check(self, suggestion_id: str, coder: str) -> Suggestion:
        row = queries.row(self._session.database, "suggestions", id=suggestion_id)
        taken = outcomes.first_taken(self._session, suggestion_id)
        if (
            row is None
            or taken is None
            or taken.coder_id != coder
            or not is_check(self._session, suggestion_id)
        ):
            raise InputError(
                _("{suggestion_id} is no check that {coder} has taken").format(
                    suggestion_id=suggestion_id, coder=coder
                ),
                code="no-check",
                hint=_("`qct decisions list --coder {coder}` lists what was shown.").format(
                    coder=coder
                ),
            )
        return rows.suggestion_from(row)
