"""Disagreements, their settlement, and what the consensus says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.agreement.disagreements import Disagreement
    from toolkit.domain.adjudication import Adjudication, Settlement
    from toolkit.report.tables import Table

from toolkit.operations.subject import Subject


class Consensus(Subject):
    """Disagreements, their settlement, and what the consensus says."""

    def statement(self, **options: Any) -> Table:
        """What a methods section says of agreement, item by item: proven, or to be stated."""
        from toolkit.operations.consensus.statement import statement_table

        return statement_table(self._session, **options)

    def disagreements(self, **options: Any) -> list[Disagreement]:
        """Where coders disagree: missed, extra, other-code or boundary, largest first.

        `tell` is called with how many steps of how many are done; what it raises stops the work.
        """
        from toolkit.operations.consensus.disagreements import disagreements

        return disagreements(self._session, **options)

    def disagreement_table(self, **options: Any) -> Table:
        """`disagreements` as the table that `qct disagreements` prints, with the words."""
        from toolkit.operations.consensus.disagreements import disagreement_table

        return disagreement_table(self._session, **options)

    def confusion(self, **options: Any) -> Table:
        """Code by code, what one coder has where the other has that; `measure` characters."""
        from toolkit.operations.consensus.disagreements import confusion_table

        return confusion_table(self._session, **options)

    def confused_codes(self, **options: Any) -> Table:
        """The codes most often put in each other's place, with both definitions."""
        from toolkit.operations.consensus.disagreements import confused_table

        return confused_table(self._session, **options)

    def settle(
        self,
        disagreement_ids: Sequence[str],
        outcome: Settlement | str,
        *,
        actor: str,
        to: str = "consensus",
        as_coder: str = "consensus",
        **options: Any,
    ) -> list[Adjudication]:
        """Settle disagreements; the result goes to the round `to`, answers stay as they are."""
        from toolkit.operations.consensus.adjudicate import Layer, settle, settlement

        layer = Layer(to, as_coder)
        return settle(
            self._session,
            disagreement_ids,
            settlement(outcome),
            actor=actor,
            layer=layer,
            **options,
        )

    def accept_agreed(
        self, *, actor: str, to: str = "consensus", as_coder: str = "consensus", **options: Any
    ) -> list[Adjudication]:
        """Take over into the consensus what two coders both have."""
        from toolkit.operations.consensus.adjudicate import Layer, accept_agreed

        layer = Layer(to, as_coder)
        return accept_agreed(self._session, actor=actor, layer=layer, **options)

    def settlement_report(
        self, *, to: str = "consensus", as_coder: str = "consensus", **options: Any
    ) -> Table:
        """Disagreements before, what became of them, who yielded, and the share resolved."""
        from toolkit.operations.consensus.adjudicate import Layer
        from toolkit.operations.consensus.report import settlement_table

        layer = Layer(to, as_coder)
        return settlement_table(self._session, layer=layer, **options)

    def report(
        self, *, to: str = "consensus", as_coder: str = "consensus", **options: Any
    ) -> Table:
        """Each coder against the consensus: precision, recall and F1, per code and in all."""
        from toolkit.operations.consensus.adjudicate import Layer
        from toolkit.operations.consensus.report import consensus_table

        layer = Layer(to, as_coder)
        return consensus_table(self._session, layer=layer, **options)

    def adjudications(self, *, to: str = "consensus") -> Table:
        """What was settled: how, by whom, why, and who yielded."""
        from toolkit.operations.consensus.adjudicate import Layer
        from toolkit.operations.consensus.report import adjudication_table

        return adjudication_table(self._session, layer=Layer(to))
