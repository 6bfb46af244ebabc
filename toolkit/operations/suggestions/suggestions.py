"""Codes that a model suggests, and what coders decided about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from toolkit.domain.codings import (
    Decision,
    Outcome,
    Suggestion,
)
from toolkit.operations.subject import Subject
from toolkit.store import queries


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
        top: int = 3,
        model: str | None = None,
    ) -> list[Suggestion]:
        """At most `top` candidate codes for a span, best first; stored as suggestions only."""
        from toolkit.operations.suggestions.suggest import suggest

        return suggest(
            self._session,
            source_id,
            start,
            end,
            coder=coder,
            round_id=round_id,
            top=top,
            model=model,
        )

    def for_spans(
        self, passages: Iterable[tuple[str, int, int]], **options: Any
    ) -> list[Suggestion]:
        """`suggest` for several passages (source, start, end), as one step."""
        from toolkit.operations.suggestions.suggest import suggest_many

        return suggest_many(self._session, list(passages), **options)

    def decide(
        self,
        batch_id: str,
        outcome: Outcome,
        *,
        coder: str,
        suggestion_id: str | None = None,
        seen_first: bool = True,
        codes_before: Sequence[str] = (),
        codes_after: Sequence[str] = (),
        round_id: str | None = None,
    ) -> Decision:
        """Record what a coder did with a batch of suggestions, with the coding that follows."""
        from toolkit.operations.suggestions.suggest import decide

        return decide(
            self._session,
            batch_id,
            outcome,
            coder=coder,
            suggestion_id=suggestion_id,
            seen_first=seen_first,
            codes_before=codes_before,
            codes_after=codes_after,
            round_id=round_id,
        )

    def all(self, *, batch_id: str | None = None) -> list[Suggestion]:
        return queries.suggestions(self._session.database, batch_id=batch_id)

    def decisions(self) -> list[Decision]:
        return queries.decisions(self._session.database)
