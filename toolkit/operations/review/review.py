"""Looking over codings with a model: what may be missed, and what to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.operations.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.operations.review.missed import Missed

MOST = 100
"""Passages that are listed unless more are asked for."""


class Review(Subject):
    """Lists of passages to look at. They are no verdicts, and change nothing."""

    def missed(
        self,
        *,
        coder: str,
        round_id: str | None = None,
        code_id: str | None = None,
        sources: Sequence[str] = (),
        model: str | None = None,
        most: int = MOST,
    ) -> Missed:
        """Uncoded sentences of sources that the coder has finished that resemble a code's examples.

        A sentence is listed where its similarity to the mean of the code's sentences is above
        the median of these sentences' own; the farthest above come first. `model` names the
        embedding model. Raises `UsageError` in a blind round and for unfinished sources.
        """
        from toolkit.operations.review.missed import missed

        return missed(
            self._session,
            coder=coder,
            round_id=round_id,
            code_id=code_id,
            source_ids=sources,
            model=model,
            most=most,
        )
