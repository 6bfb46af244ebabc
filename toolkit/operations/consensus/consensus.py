"""Disagreements, their settlement, and what the consensus says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from toolkit.domain.adjudication import Adjudication, Settlement
from toolkit.domain.progress import ProgressCallback, no_progress
from toolkit.domain.rounds import ALL_ROUNDS, CONSENSUS
from toolkit.operations.agreement.default_round import with_default_round
from toolkit.operations.agreement.request import (
    AgreementQuestion,
    AgreementRequest,
    FigureQuestion,
    IntervalOptions,
    split,
)
from toolkit.operations.agreement.scope import resolve_used
from toolkit.operations.agreement.table import check_intervals
from toolkit.operations.answers.counted_rounds import counted_rounds
from toolkit.operations.codings.apply import NO_TEXTS, Texts
from toolkit.operations.consensus.adjudicate import (
    Choice,
    Layer,
    SettlementPlan,
    agreed_results,
    check_choice,
    check_pair,
    find_disagreement,
    plan_settlement,
    record_settlement,
    result_of,
    settlement,
)
from toolkit.operations.consensus.disagreements import (
    Confusion,
    ConfusionMatrix,
    aligned,
    check_kinds,
    check_measure,
    chosen_rows,
    confused_table,
    confusion,
    confusion_matrix,
    confusion_table,
    disagreement_table,
    most_confused,
)
from toolkit.operations.consensus.report import (
    adjudication_table,
    consensus_table,
    layer_spans,
    settlement_state,
    settlement_table,
)
from toolkit.operations.consensus.statement import statement_table
from toolkit.operations.provenance import stamped, with_scopes
from toolkit.operations.session import check_span, need_code, need_text
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.report.provenance import Provenance
from toolkit.store import queries
from toolkit.store.queries import adjudications

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.agreement.confusion import ConfusedPair
    from toolkit.agreement.disagreements import Disagreement
    from toolkit.operations.agreement.request import Scope
    from toolkit.report.tables import Table


class Consensus(Subject):
    """Disagreements, their settlement, and what the consensus says.

    What is compared is chosen by the fields of `AgreementRequest` as keyword arguments, as in
    `project.agreement`. What is settled goes to the round `to`, as codings of `as_coder`.
    """

    @in_one_snapshot
    def statement(self, **question: Unpack[FigureQuestion]) -> Table:
        """What a methods section says of agreement, item by item: proven, or to be stated."""
        request, options = split(question, IntervalOptions)
        check_intervals(options)
        scope = resolve_used(self._session, request)
        return with_scopes(self._session, statement_table(self._session, scope, options), [scope])

    @in_one_snapshot
    def compared_round(self, **question: Unpack[AgreementQuestion]) -> str:
        """The round that is compared where none is named; `all` where rounds are together."""
        request = AgreementRequest(**question)
        rounds = counted_rounds(self._session, None)
        chosen, _notes = with_default_round(self._session, request, rounds)
        return chosen.round_id or ALL_ROUNDS

    @in_one_snapshot
    def disagreements(
        self,
        *,
        kinds: Sequence[str] = (),
        limit: int | None = None,
        in_order: bool = False,
        tell: ProgressCallback = no_progress,
        **question: Unpack[AgreementQuestion],
    ) -> list[Disagreement]:
        """Where coders disagree: missed, extra, other-code or boundary.

        Those with most characters in dispute come first, or `in_order` those first in the
        text. `tell` is called with how many steps of how many are done; what it raises stops
        the work.
        """
        check_kinds(kinds, limit)
        _scope, rows = aligned(self._session, AgreementRequest(**question), tell)
        return chosen_rows(rows, kinds, limit, in_order=in_order)

    @in_one_snapshot
    def disagreement_table(
        self,
        *,
        kinds: Sequence[str] = (),
        limit: int | None = None,
        in_order: bool = False,
        **question: Unpack[AgreementQuestion],
    ) -> Table:
        """`disagreements` as the table that `qct disagreements` prints, with the words."""
        check_kinds(kinds, limit)
        scope, every = aligned(self._session, AgreementRequest(**question))
        rows = chosen_rows(every, kinds, limit, in_order=in_order)
        database = self._session.database
        table = disagreement_table(
            rows,
            queries.texts_of(database, (row.source_id for row in rows)),
            {given.disagreement_id: given.outcome.value for given in adjudications(database)},
        )
        return with_scopes(self._session, table, [scope])

    @in_one_snapshot
    def confusion(
        self, *, measure: str = "characters", **question: Unpack[AgreementQuestion]
    ) -> Table:
        """Code by code, what one coder has where the other has that code.

        `measure` is `characters` or `codings`.
        """
        check_measure(measure)
        scope, counted = self._confusion(AgreementRequest(**question))
        book = queries.codebook(self._session.database)
        table = confusion_table(confusion_matrix(counted, measure, book))
        return with_scopes(self._session, table, [scope])

    @in_one_snapshot
    def confusion_matrix(
        self, *, measure: str = "characters", **question: Unpack[AgreementQuestion]
    ) -> ConfusionMatrix:
        """The counts of `confusion` as a value."""
        check_measure(measure)
        _scope, counted = self._confusion(AgreementRequest(**question))
        return confusion_matrix(counted, measure, queries.codebook(self._session.database))

    @in_one_snapshot
    def most_confused(
        self, *, limit: int | None = None, **question: Unpack[AgreementQuestion]
    ) -> list[ConfusedPair]:
        """The pairs of `confused_codes` as values, the most confused first."""
        _scope, counted = self._confusion(AgreementRequest(**question))
        return most_confused(counted, limit)

    @in_one_snapshot
    def confused_codes(
        self, *, limit: int | None = None, **question: Unpack[AgreementQuestion]
    ) -> Table:
        """The codes most often put in each other's place, with both definitions."""
        scope, counted = self._confusion(AgreementRequest(**question))
        book = queries.codebook(self._session.database)
        table = confused_table(counted, book, self._session.config.language, limit)
        return with_scopes(self._session, table, [scope])

    def _confusion(self, request: AgreementRequest) -> tuple[Scope, Confusion]:
        scope, rows = aligned(self._session, request)
        return scope, confusion(scope, rows, queries.codebook(self._session.database))

    def settle(
        self,
        disagreement_ids: Sequence[str],
        outcome: Settlement | str,
        *,
        actor: str,
        start: int | None = None,
        end: int | None = None,
        code: str | None = None,
        reason: str = "",
        to: str = CONSENSUS,
        as_coder: str = CONSENSUS,
        texts: Texts = NO_TEXTS,
        **question: Unpack[AgreementQuestion],
    ) -> list[Adjudication]:
        """Settle disagreements as one step, replacing what was settled of them before.

        Parameters
        ----------
        disagreement_ids
            As `disagreements` gives them with the same keyword arguments, or their beginnings.
        outcome
            span needs `start` and `end`, and `code` where the two coders had different ones;
            union and intersection of different codes need `code`; leave-open needs a reason.
        texts
            By source the hash of the text that `start` and `end` were read from; a
            `ConflictError` is raised when it was corrected since.
        """
        choice = Choice(settlement(outcome), start, end, code, reason.strip())
        plan = self._plan(
            disagreement_ids, choice, AgreementRequest(**question), Layer(to, as_coder), texts
        )
        return record_settlement(self._session, plan, actor=actor, reason=choice.reason)

    @in_one_snapshot
    def _plan(
        self,
        disagreement_ids: Sequence[str],
        choice: Choice,
        request: AgreementRequest,
        layer: Layer,
        texts: Texts,
    ) -> SettlementPlan:
        _scope, rows = aligned(self._session, request)
        chosen = [find_disagreement(rows, name) for name in dict.fromkeys(disagreement_ids)]
        check_choice(choice)
        if choice.code is not None:
            need_code(self._session, choice.code)
        if choice.outcome is Settlement.SPAN:
            assert choice.start is not None
            assert choice.end is not None
            for row in chosen:
                source = need_text(self._session, row.source_id, texts.get(row.source_id))
                check_span(source, choice.start, choice.end)
        results = [result_of(row, choice) for row in chosen]
        compared = self._compared(request, rows, {row.source_id for row in chosen})
        return plan_settlement(self._session, results, choice.outcome, layer, compared)

    def accept_agreed(
        self,
        *,
        actor: str,
        to: str = CONSENSUS,
        as_coder: str = CONSENSUS,
        **question: Unpack[AgreementQuestion],
    ) -> list[Adjudication]:
        """Take over into the consensus what two coders both have, where that was not done yet."""
        plan = self._plan_agreed(AgreementRequest(**question), Layer(to, as_coder))
        if plan is None:
            return []
        return record_settlement(self._session, plan, actor=actor, reason="")

    @in_one_snapshot
    def _plan_agreed(self, request: AgreementRequest, layer: Layer) -> SettlementPlan | None:
        scope, rows = aligned(self._session, request)
        check_pair(scope.coders)
        results = agreed_results(self._session, rows, layer)
        if not results:
            return None
        compared = self._compared(request, rows, {row.source_id for row, _pieces in results})
        return plan_settlement(self._session, results, Settlement.AGREED, layer, compared)

    def _compared(
        self, request: AgreementRequest, rows: Sequence[Disagreement], sources: set[str]
    ) -> Sequence[Disagreement]:
        """Every aligned row of all coders and codes on the sources, for what is finished there."""
        if not request.codes and not request.coders:
            return rows
        whole = replace(request, codes=(), coders=(), sources=tuple(sorted(sources)))
        return aligned(self._session, whole)[1]

    @in_one_snapshot
    def settlement_report(
        self,
        *,
        to: str = CONSENSUS,
        as_coder: str = CONSENSUS,
        **question: Unpack[AgreementQuestion],
    ) -> Table:
        """Disagreements before, what became of them, who yielded, and the share resolved."""
        scope, rows = aligned(self._session, AgreementRequest(**question))
        state = settlement_state(self._session, Layer(to, as_coder), rows)
        return with_scopes(self._session, settlement_table(scope, state), [scope])

    @in_one_snapshot
    def report(
        self,
        *,
        to: str = CONSENSUS,
        as_coder: str = CONSENSUS,
        **question: Unpack[AgreementQuestion],
    ) -> Table:
        """Each coder against the consensus: precision, recall and F1, per code and in all."""
        layer = Layer(to, as_coder)
        scope, rows = aligned(self._session, AgreementRequest(**question))
        table = consensus_table(
            scope,
            settlement_state(self._session, layer, rows),
            layer_spans(self._session, layer),
            as_coder,
            queries.codebook(self._session.database),
        )
        return with_scopes(self._session, table, [scope])

    @in_one_snapshot
    def adjudications(self, *, to: str = CONSENSUS) -> Table:
        """What was settled: how, by whom, why, and who yielded."""
        every = self.settlements(to=to)
        provenance = Provenance(
            answers=to,
            rounds=(to,),
            sources=tuple(dict.fromkeys(given.source_id for given in every)),
            codebook_versions=(queries.codebook_version(self._session.database),),
        )
        table = adjudication_table(every)
        return replace(table, provenance=stamped(self._session, provenance))

    @in_one_snapshot
    def settlements(self, *, to: str = CONSENSUS) -> list[Adjudication]:
        """The rows of `adjudications` as values, in the order in which they were made."""
        return [
            given
            for given in adjudications(self._session.database, round_id=to)
            if given.outcome is not Settlement.AGREED
        ]
