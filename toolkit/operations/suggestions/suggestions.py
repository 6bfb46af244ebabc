"""Codes that a model suggests, and what coders decided about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.ids import uuid7
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
from toolkit.operations.suggestions.checks import checks_of, is_check, is_due
from toolkit.operations.suggestions.local import AskedPassage, by_suggester
from toolkit.operations.suggestions.models import models_for_comparing
from toolkit.operations.suggestions.plant import with_check
from toolkit.operations.suggestions.revealing import has_own_answer, reveals_of
from toolkit.operations.suggestions.suggest import (
    MOST,
    Place,
    candidates,
    chosen,
    coding_changes,
    refuse_blind,
    refuse_blind_source,
    refuse_unanswered,
    with_quotes,
)
from toolkit.operations.suggestions.training_data import open_to, scorer_context
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from toolkit.domain.pattern_hits import Precision
    from toolkit.domain.suggestions import Reveal
    from toolkit.operations.search.code_hits import CodeHits, PatternHit, Unit
    from toolkit.operations.search.decide_hits import HitsDecided
    from toolkit.operations.suggestions.bias import BiasCheck
    from toolkit.operations.suggestions.held import Held
    from toolkit.operations.suggestions.renderings import ComparedRenderings
    from toolkit.operations.suggestions.replay import Replay
    from toolkit.store.preconditions import Precondition
    from toolkit.suggest.few_shot import LabelledText


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
        show: bool = True,
    ) -> list[Suggestion]:
        """Candidate codes for a span, by family and best first; stored as suggestions only.

        Each family gets at most `top` candidates; by default one where it has up to six codes, else
        three. The candidates of a family are a batch, which is decided by itself.
        The evidence of each has quotes, which are for showing and are not stored. `model` names
        the embedding model; the project's own for the language is the default. `show` says that
        they are shown now; otherwise `project.decisions.show` says it later.
        """
        place = (source_id, start, end)
        return self.for_spans(
            [place], coder=coder, round_id=round_id, top=top, model=model, show=show
        )

    def for_spans(
        self,
        places: Iterable[Place],
        *,
        coder: str,
        round_id: str | None = None,
        top: int | None = None,
        model: str | None = None,
        show: bool = True,
        also_silent: bool = False,
        suggester: str | None = None,
    ) -> list[Suggestion]:
        """Candidates for several passages (source, start, end), as one step, in their order.

        The arguments are those of `for_span`. It is stored that they are shown now, but for those
        that are too unlikely to be suggested, which are shown with `also_silent` alone. Without
        `show` they are shown later, by `project.decisions.show`. `suggester` names a plug-in that
        is asked in place of the scorer (docs/suggesters.md); `model` then finds the examples alone.
        """
        session = self._session
        if top is not None and not 1 <= top <= MOST:
            raise UsageError(
                _("{top} candidates cannot be offered; valid: 1 to {MOST}").format(
                    top=top, MOST=MOST
                ),
                code="suggest-top",
            )
        round_ = need_round(session, round_id)
        refuse_blind(round_)
        passages = list(places)
        offered: list[Suggestion] = []
        reveals: list[Reveal] = []
        asked: list[AskedPassage] = []
        checks = checks_of(session)
        now = session.clock() if show else ""
        from toolkit.suggest.space import script_of

        for source_id, start, end in passages:
            source = need_source(session, source_id)
            check_span(source, start, end)
            span = Span(start, end)
            check_open(session, round_, coder, source_id)
            refuse_blind_source(session, coder, source_id)
            refuse_unanswered(session, round_, coder, source_id, span)
            text = queries.text_body(session.database, source.text_sha256)[start:end]
            models = models_for_comparing(session, text, model=model, language=source.language)
            context = scorer_context(session, coder, models, script_of(text))
            asked.append(AskedPassage(context, source_id, span, text, source.language))
        plugged = (
            by_suggester(session, suggester, asked, coder, top)
            if suggester is not None and asked
            else None
        )
        for at, each in enumerate(asked):
            check = ""
            if plugged is not None:
                own = plugged[at]
            else:
                own = candidates(each.context, each.source_id, each.span, each.text, coder, top)
                place = (coder, each.source_id, each.span)
                if top in (None, MOST) and own and is_due(session, checks, *place):
                    own, check = with_check(each.context, checks, own, each.text)
            offered += own
            reveals += reveals_of(
                own,
                round_,
                check,
                after_commit=has_own_answer(session, round_, coder, each.source_id, each.span),
                shown_at=now,
                also_silent=also_silent,
            )
        if offered:
            stored = [rows.added("suggestions", rows.suggestion_row(each)) for each in offered]
            stored += [rows.added("reveals", rows.reveal_row(each)) for each in reveals]
            session.record(
                actor=coder,
                kind="suggestion.offer",
                changes=[*new_coder(session, coder), *stored],
                summary={
                    "round": round_.id,
                    "passages": len(passages),
                    "suggestions": len(offered),
                },
            )
        return [with_quotes(session, suggestion) for suggestion in offered]

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
        suggestions were seen before deciding. A candidate that was a check becomes no coding: see
        `project.decisions.was_check` and `keep_check`.
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
        if accepted is not None and is_check(session, accepted.id):
            after = tuple(code for code in after if code != accepted.code_id or code in before)
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
        on_held: bool = False,
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
        on_held
            Predict the interviews that are held back, from the others alone and in one order;
            otherwise they take no part.
        note
            Is told how many replays are done, and of how many.

        Raises
        ------
        InputError
            The coder is not known or has fewer than three interviews, or none are held back.
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
            on_held=on_held,
            note=note,
        )

    @in_one_snapshot
    def compare_renderings(
        self, *, reader: str, coder: str, model: str | None = None
    ) -> ComparedRenderings:
        """How good suggestions would have been on renderings, beside their originals.

        A rendering is a source that says by `rendering_of` which source it renders, such as a
        translation. Each pair is predicted from all other interviews.

        Raises
        ------
        InputError
            The coder is not known, has fewer than three interviews, or coded no such pair.
        """
        from toolkit.operations.suggestions.renderings import compare_renderings

        visible = open_to(self._session, reader)
        return compare_renderings(self._session, visible, coder, model)

    def label_texts(
        self, texts: Sequence[str], labels: Sequence[str | None], *, model: str | None = None
    ) -> list[LabelledText]:
        """Label the texts of a table that have no label, from those that have one.

        The texts need not be in the project, and nothing is stored. A label that is the id or a
        name of a code is known by the code's names, definition and include lines as well.

        Raises
        ------
        InputError
            There are fewer than two labels, or texts and labels differ in number.
        """
        from toolkit.operations.suggestions.models import embedder
        from toolkit.suggest.examples import statements
        from toolkit.suggest.few_shot import label_texts

        names: dict[str, tuple[str, ...]] = {}
        for code in queries.codebook(self._session.database).codes:
            for name in (*code.name.values(), code.id):
                names.setdefault(name, statements(code))
        return label_texts(
            texts,
            labels,
            names=names,
            model=model,
            load=lambda name: embedder(self._session, name),
        )

    def bias(
        self,
        *,
        reader: str,
        coder: str,
        by: Sequence[str] = (),
        orders: int = 20,
        model: str | None = None,
        on_held: bool = False,
        note: Callable[[int, int], None] | None = None,
    ) -> BiasCheck:
        """Whether suggestions agree with a coder less for some groups, in a replay.

        `by` has `language`, `length` and attributes of cases, by default `sector` where there is
        one, language and length. Groups of fewer than five interviews or 30 passages, or with so
        few others, have no figures. The other arguments are those of `replay`.
        """
        from toolkit.operations.suggestions.bias import check_bias

        done = self.replay(
            reader=reader,
            coder=coder,
            orders=orders,
            model=model,
            on_held=on_held,
            note=note,
        )
        return check_bias(self._session, done, by)

    @in_one_snapshot
    def held(self) -> Held:
        """The interviews that are held back for a final figure; without any, that."""
        from toolkit.operations.suggestions.held import held_of

        return held_of(self._session)

    def hold(
        self,
        count: int | None = None,
        *,
        sources: Sequence[str] = (),
        seed: int = 1,
        actor: str,
    ) -> Held:
        """Freeze interviews, which replays leave out from now on unless they are asked for.

        `count` of them are drawn by the seed, or they are those of the sources named; renderings
        of an interview are held with it. No undo takes it back.
        """
        from toolkit.operations.suggestions.held import hold

        if (count is None) == (not sources):
            raise UsageError(
                _("name how many interviews are held back, or which sources, and not both"),
                code="held-count",
            )
        return hold(self._session, count=count, sources=sources, seed=seed, actor=actor)

    def release(self, reason: str, *, actor: str) -> Held:
        """Let go of the interviews that are held back; every later figure tells the reason."""
        from toolkit.operations.suggestions.held import release

        return release(self._session, reason, actor=actor)

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
