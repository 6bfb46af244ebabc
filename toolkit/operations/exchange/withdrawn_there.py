"""Withdrawn sources in a merge: what another copy still has of them does not come back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.sources.withdrawn import rule_for, sources_like, withdrawals

if TYPE_CHECKING:
    from toolkit.domain.merge import RowKey, State
    from toolkit.operations.sources.withdrawn import WithdrawalRule
    from toolkit.store.protocol import Database

OWN_MARKS = "redactions"
"""The table of what is left of the events of one store; it means nothing in another."""


def refuse_unless_withdrawn(ours: Database, theirs: Database) -> None:
    """Raise `UsageError` where the other copy has withdrawn a source that is still here."""
    here = {row["id"] for row in ours.query("SELECT id FROM sources")}
    there = [each.source_id for each in withdrawals(theirs) if each.source_id in here]
    if there:
        raise UsageError(
            _("the other copy has withdrawn {sources}, and this project still has it").format(
                sources=", ".join(there)
            ),
            code="merge-withdrawn",
            hint=_(
                "Withdraw it here too, with `qct sources withdraw {sources}`, and merge then."
            ).format(sources=" ".join(there)),
        )


def rule_there(ours: Database, theirs: Database) -> WithdrawalRule | None:
    """The rule for what the other copy has of sources withdrawn here; None where it has none."""
    there = sources_like(theirs, withdrawals(ours))
    return rule_for(theirs, there) if there else None


def reduced(
    history: dict[RowKey, list[State]], rule: WithdrawalRule
) -> tuple[dict[RowKey, list[State]], dict[str, int]]:
    """The history without the withdrawn rows, and how many were left out by source."""
    left: dict[RowKey, list[State]] = {}
    counts = Counter[str]()
    for (table, key), states in history.items():
        kept = [rule.row(table, key, state) if state is not None else None for state in states]
        if any(state is not None for state in kept):
            left[table, key] = kept
        else:
            known = (state for state in states if state is not None)
            counts[_source_of(table, key, next(known, {}), rule)] += 1
    return left, dict(counts)


def _source_of(table: str, key: tuple[str | int, ...], row: State, rule: WithdrawalRule) -> str:
    name = key[0] if table == "sources" else (row or {}).get("source_id")
    return str(name or ", ".join(sorted(rule.sources)))
