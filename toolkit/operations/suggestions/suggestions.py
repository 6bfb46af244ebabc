"""Codes that a model suggests, and what coders decided about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.ids import uuid7
from toolkit.domain.suggestions import Decision, Outcome, Proposing, Suggestion
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.session import (
    need_code,
)
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.operations.suggestions.deciding import decide
from toolkit.operations.suggestions.material import open_to
from toolkit.operations.suggestions.offering import Request, allowed, offer
from toolkit.operations.suggestions.proposing import proposing_by_code, settle_proposing
from toolkit.operations.suggestions.suggest import (
    MOST,
    Place,
    with_quotes,
)
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from toolkit.domain.pattern_hits import Precision
    from toolkit.operations.search.code_hits import CodeHits, PatternHit, Unit
    from toolkit.operations.search.decide_hits import HitsDecided
    from toolkit.operations.suggestions.bias import BiasCheck
    from toolkit.operations.suggestions.held import Held
    from toolkit.operations.suggestions.renderings import ComparedRenderings
    from toolkit.operations.suggestions.replay import Replay
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
        at_once: bool = False,
        show: bool = True,
    ) -> list[Suggestion]:
        """Candidate codes for a span, by family and best first; stored as suggestions only.

        Each family gets at most `top` candidates; by default one where it has up to six codes, else
        three. The candidates of a family are a batch, which is decided by itself.
        The evidence of each has quotes, which are for showing and are not stored. `model` names
        the embedding model; the project's own for the language is the default. `show` says that
        they are shown now; otherwise `project.decisions.show` says it later.

        The first question in a project waits until all coded passages are compared. `at_once` it
        does not: the answer rests on the descriptions of the codes and on what is compared by then;
        `unread` of the evidence counts the coded passages that are left out, and `prepare` compares
        them. Such an answer holds no check.
        """
        place = (source_id, start, end)
        return self.for_spans(
            [place],
            coder=coder,
            round_id=round_id,
            top=top,
            model=model,
            at_once=at_once,
            show=show,
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
        request = Request(
            coder, round_id, model, at_once, top, show, also_silent=also_silent, suggester=suggester
        )
        offered = offer(session, places, request)
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

        asked = allowed(self._session, places, Request(coder, round_id, model))
        return sum(
            compare_rest(material(self._session, coder, models, script), note)
            for models, script in dict.fromkeys((place.models, place.script) for place in asked)
        )

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
        given = Decision(
            id=uuid7(),
            batch_id=batch_id,
            coder_id=coder,
            outcome=outcome,
            suggestion_id=suggestion_id,
            seen_first=seen_first,
            codes_before=tuple(codes_before),
            codes_after=tuple(codes_after),
            decided_at=self._session.clock(),
        )
        return decide(self._session, given, round_id)

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

    # --- which codes are proposed -----------------------------------------------------

    @in_one_snapshot
    def proposing(self) -> dict[str, Proposing]:
        """What models may do with each code of the codebook, in its order.

        `assist` codes are proposed, `hand` codes never, and `queue` codes only in queues of yes
        and no. What is not settled is `assist`.
        """
        return proposing_by_code(self._session)

    def set_proposing(self, code_ids: Iterable[str], how: Proposing, *, actor: str) -> list[str]:
        """Settle what models may do with codes, as one step; the codes that it changes.

        It holds for everyone in the project. What was suggested before, and queues that are made
        already, stay as they are. People can always give every code.
        """
        return settle_proposing(self._session, code_ids, how, actor)

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

    @in_one_snapshot
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
