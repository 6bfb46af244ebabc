"""Codes that a model suggests, and what coders decided about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.ids import uuid7
from toolkit.domain.proposing import Proposing
from toolkit.domain.spans import Span
from toolkit.domain.suggestions import Decision, Outcome, Suggestion
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.codings.apply import codes_seen, round_seen
from toolkit.operations.session import (
    check_open,
    check_span,
    need_code,
    need_round,
    need_source,
    new_coder,
    text_seen,
)
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.operations.suggestions.material import open_to
from toolkit.operations.suggestions.models import (
    loading,
    models_at_once,
    models_for_comparing,
)
from toolkit.operations.suggestions.proposing import proposing_change, proposing_of
from toolkit.operations.suggestions.suggest import (
    MOST,
    Asked,
    Place,
    candidates,
    chosen,
    coding_changes,
    refuse_blind,
    refuse_blind_source,
    refuse_unanswered,
    with_quotes,
)
from toolkit.operations.suggestions.training_data import scorer_context
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from toolkit.domain.pattern_hits import Precision
    from toolkit.operations.search.code_hits import CodeHits, PatternHit, Unit
    from toolkit.operations.search.decide_hits import HitsDecided
    from toolkit.operations.suggestions.replay import Replay
    from toolkit.store.preconditions import Precondition


class Suggestions(Subject):
    """Codes that a model suggests, and what coders decided about them."""

    def for_span(
        self,
        source_id: str,
        start: int,
        end: int,
        *,
        coder: str,
        round_id: str | None = None,
        top: int | None = None,
        model: str | None = None,
        at_once: bool = False,
    ) -> list[Suggestion]:
        """Candidate codes for a span, by family and best first; stored as suggestions only.

        Each family gets at most `top` candidates; by default one where it has up to six codes, else
        three. The candidates of a family are a batch, which is decided by itself.
        The evidence of each has quotes, which are for showing and are not stored. `model` names
        the embedding model; the project's own for the language is the default.

        The first question in a project waits until all coded passages are compared. `at_once` it
        does not: the answer rests on the descriptions of the codes and on what is compared by then;
        `unread` of the evidence counts the coded passages that are left out, and `prepare` compares
        them.
        """
        place = (source_id, start, end)
        return self.for_spans(
            [place], coder=coder, round_id=round_id, top=top, model=model, at_once=at_once
        )

    def for_spans(
        self,
        places: Iterable[Place],
        *,
        coder: str,
        round_id: str | None = None,
        top: int | None = None,
        model: str | None = None,
        at_once: bool = False,
    ) -> list[Suggestion]:
        """Candidates for several passages (source, start, end), as one step, in their order.

        The arguments are those of `for_span`.
        """
        session = self._session
        if top is not None and not 1 <= top <= MOST:
            raise UsageError(
                _("{top} candidates cannot be offered; valid: 1 to {MOST}").format(
                    top=top, MOST=MOST
                ),
                code="suggest-top",
            )
        asked = self._asked(places, coder, round_id, model, at_once=at_once)
        offered: list[Suggestion] = []
        for place in asked:
            with loading(session, place.models, place.text):
                context = scorer_context(
                    session, coder, place.models, place.script, at_once=at_once
                )
                offered += candidates(context, place.source_id, place.span, place.text, coder, top)
        if offered:
            stored = (rows.added("suggestions", rows.suggestion_row(each)) for each in offered)
            session.record(
                actor=coder,
                kind="suggestion.offer",
                changes=[*new_coder(session, coder), *stored],
                summary={
                    "round": need_round(session, round_id).id,
                    "passages": len(asked),
                    "suggestions": len(offered),
                },
            )
        return [with_quotes(session, suggestion) for suggestion in offered]

    def prepare(
        self,
        places: Iterable[Place],
        *,
        coder: str,
        round_id: str | None = None,
        model: str | None = None,
        note: Callable[[int, int], None] | None = None,
    ) -> int:
        """Compare what suggestions for some passages rest on, where that is not done yet.

        Nothing but the cache of vectors changes. `note` is told how many texts are done, and of how
        many; what it raises ends the work, and what was compared until then need not be compared
        again. Returns the number of texts. Raises where `for_spans` would.
        """
        from toolkit.operations.suggestions.material import material
        from toolkit.operations.suggestions.parts import compare_rest

        asked = self._asked(places, coder, round_id, model)
        return sum(
            compare_rest(material(self._session, coder, models, script), note)
            for models, script in dict.fromkeys((place.models, place.script) for place in asked)
        )

    def _asked(
        self,
        places: Iterable[Place],
        coder: str,
        round_id: str | None,
        model: str | None,
        *,
        at_once: bool = False,
    ) -> list[Asked]:
        """The passages with the models for them. Raises where nothing may be suggested for one."""
        from toolkit.suggest.space import script_of

        session = self._session
        round_ = need_round(session, round_id)
        refuse_blind(round_)
        asked = []
        for source_id, start, end in places:
            source = need_source(session, source_id)
            check_span(source, start, end)
            span = Span(start, end)
            check_open(session, round_, coder, source_id)
            refuse_blind_source(session, coder, source_id)
            refuse_unanswered(session, round_, coder, source_id, span)
            text = queries.text_body(session.database, source.text_sha256)[start:end]
            models = models_for_comparing(session, text, model=model, language=source.language)
            if at_once:
                models = models_at_once(session, models, text, source.language)
            asked.append(Asked(source_id, span, text, models, script_of(text)))
        return asked

    def decide(
        self,
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
        session = self._session
        batch = queries.suggestions(session.database, batch_id=batch_id)
        if not batch:
            raise InputError(
                _("there is no batch of suggestions {batch_id}").format(batch_id=batch_id),
                code="unknown-batch",
                hint=_("`qct suggest SOURCE --at START:END` makes one."),
            )
        round_ = need_round(session, round_id)
        refuse_blind(round_)
        accepted = chosen(batch, suggestion_id, outcome)
        before, after = tuple(codes_before), tuple(codes_after)
        if accepted is not None and accepted.code_id not in after:
            after = (*after, accepted.code_id)
        decision = Decision(
            id=uuid7(),
            batch_id=batch_id,
            coder_id=coder,
            outcome=outcome,
            suggestion_id=accepted.id if accepted else None,
            seen_first=seen_first,
            codes_before=before,
            codes_after=after,
            decided_at=session.clock(),
        )
        changes = [*new_coder(session, coder), rows.added("decisions", rows.decision_row(decision))]
        source = need_source(session, batch[0].source_id)
        preconditions: list[Precondition] = []
        if outcome in (Outcome.ACCEPTED, Outcome.EDITED):
            fresh = [code for code in after if code not in before]
            preconditions = [text_seen(source), *codes_seen(session, fresh), round_seen(round_)]
            planned = coding_changes(session, batch[0], accepted, fresh, coder, round_, seen_first)
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

    def all(self, *, batch_id: str | None = None) -> list[Suggestion]:
        """Every suggestion that was offered, or those of one batch, the earliest first."""
        return queries.suggestions(self._session.database, batch_id=batch_id)

    def decisions(self) -> list[Decision]:
        """What coders decided about suggestions, the earliest first."""
        return queries.decisions(self._session.database)

    @in_one_snapshot
    def replay(
        self,
        *,
        reader: str,
        coder: str,
        orders: int = 20,
        second: str | None = None,
        model: str | None = None,
        note: Callable[[int, int], None] | None = None,
    ) -> Replay:
        """How good suggestions would have been on a coder's interviews, by family of codes.

        Every interview is predicted from those before it, in the order in which they were coded and
        in `orders` random ones; docs/replay.md explains the figures and the methods beside.
        Codings that were made with a suggestion in sight take no part.

        Parameters
        ----------
        reader
            Who asks; codings that they may not see take no part.
        second
            The coder whose answers are the human ceiling (default: who shares most sources).
        model
            An embedding model to use alone.
        note
            Is told how many replays are done, and of how many.

        Raises
        ------
        InputError
            The coder is not known or has fewer than three interviews.
        """
        from toolkit.operations.suggestions.replay import replay

        visible = open_to(self._session, reader)
        return replay(
            self._session,
            visible,
            coder=coder,
            orders=orders,
            second=second,
            model=model,
            note=note,
        )

    # --- which codes are proposed -----------------------------------------------------

    @in_one_snapshot
    def proposing(self) -> dict[str, Proposing]:
        """What models may do with each code of the codebook, in its order.

        `assist` codes are proposed, `hand` codes never, and `queue` codes only in queues of yes
        and no. What is not settled is `assist`.
        """
        settled = proposing_of(self._session)
        return {
            code.id: settled.get(code.id, Proposing.ASSIST)
            for code in queries.codes(self._session.database)
        }

    def set_proposing(self, code_ids: Iterable[str], how: Proposing, *, actor: str) -> list[str]:
        """Settle what models may do with codes, as one step; the codes that it changes.

        It holds for everyone in the project. What was suggested before, and queues that are made
        already, stay as they are. People can always give every code.
        """
        session = self._session
        changes = {}
        for code_id in dict.fromkeys(code_ids):
            change = proposing_change(session, code_id, how)
            if change is not None:
                changes[code_id] = change
        if changes:
            session.record(
                actor=actor,
                kind="code.proposing",
                changes=list(changes.values()),
                summary={"codes": list(changes), "proposing": how.value},
            )
        return list(changes)

    # --- hits of search patterns ------------------------------------------------------

    @in_one_snapshot
    def pattern_hits(
        self,
        code_id: str,
        patterns: Sequence[str] = (),
        *,
        coder: str,
        round_id: str | None = None,
        unit: Unit = "sentence",
        sources: Sequence[str] = (),
        note: Callable[[int, int], None] | None = None,
    ) -> CodeHits:
        """Passages of experts that search patterns lead to, without a decision about any.

        The patterns are those of the code where none are given (docs/search.md explains them).
        Each passage is a `sentence`, a `turn` or the `match`, and says what the coder has there
        already. `note` is told how many pieces of new texts are analysed, and of how many.
        """
        from toolkit.operations.search.code_hits import code_hits

        need_code(self._session, code_id)
        return code_hits(
            self._session,
            code_id,
            patterns,
            coder=coder,
            round_id=round_id,
            unit=unit,
            sources=sources,
            note=note,
        )

    def decide_hits(
        self,
        code_id: str,
        *,
        accepted: Sequence[PatternHit] = (),
        rejected: Sequence[PatternHit] = (),
        coder: str,
        round_id: str | None = None,
    ) -> HitsDecided:
        """Code the accepted hits with origin `search`, and remember the decisions, as one step.

        Hits that the coder has coded already are left alone. Raises `ConflictError` where a text
        was corrected since the hits were read.
        """
        from toolkit.operations.search.decide_hits import decide_hits

        need_code(self._session, code_id)
        return decide_hits(
            self._session, code_id, accepted, rejected, coder=coder, round_id=round_id
        )

    @in_one_snapshot
    def pattern_precision(self, code_id: str) -> tuple[Precision, dict[str, Precision]]:
        """How many of the decided hits of a code were kept, in all and by pattern."""
        from toolkit.operations.search.code_hits import precisions

        need_code(self._session, code_id)
        return precisions(self._session, code_id)
