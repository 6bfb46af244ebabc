"""Looking over codings with a model: what may be missed, and what to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.operations.session import need_code, need_round
from toolkit.operations.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.operations.review.audit import Audit
    from toolkit.operations.review.families import FamilyUses
    from toolkit.operations.review.missed import Missed

MOST = 100
"""Passages that are listed unless more are asked for."""
OUTLIERS = 20
"""Codings far from the others of their code that are listed unless more are asked for."""


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

        if code_id is not None:
            need_code(self._session, code_id)
        return missed(
            self._session,
            coder=coder,
            round_id=round_id,
            code_id=code_id,
            source_ids=sources,
            model=model,
            most=most,
        )

    def codings(
        self,
        *,
        coder: str,
        code_id: str | None = None,
        round_id: str | None = None,
        model: str | None = None,
        most: int = OUTLIERS,
        seed: int = 1,
    ) -> Audit:
        """What to look at again among a coder's codings: a list of reasons, and no verdict.

        Codings that resemble another code more than the others of their own (at most `most`),
        codes whose first and last codings differ, codes that are hard to tell apart, and codes
        without definition or example. `seed` is that of the permutation test of drift. A person
        whom a blind round binds may not ask, since a model answers.
        """
        from toolkit.operations.review.audit import audit_codings

        if code_id is not None:
            need_code(self._session, code_id)
        return audit_codings(
            self._session,
            coder=coder,
            code_id=code_id,
            round_id=round_id,
            model=model,
            most=most,
            seed=seed,
        )

    def families(
        self, *, coder: str, round_id: str | None = None, propose: bool = False
    ) -> FamilyUses:
        """How a coder uses the codes of each family together, and families that this suggests.

        Families are proposed where the codebook marks none, or with `propose`. They are sets of
        codes that are given to the same passage less than half as often as by chance, while other
        codes are given beside them (see `toolkit.suggest.co_use`). Nothing is changed: a person
        adds what they want to the codebook file and imports it. A person whom a blind round binds
        may not ask, since what is proposed is a model's answer.
        """
        from toolkit.operations.review.families import family_uses

        if round_id is not None:
            need_round(self._session, round_id)
        return family_uses(self._session, coder=coder, round_id=round_id, propose=propose)
