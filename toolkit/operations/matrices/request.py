"""What a person asks to see in a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from toolkit.operations.answers.rule import refuse_both

KINDS = ("codes-by-cases", "directions-by-cases", "codes-by-directions")


class MatrixQuestion(TypedDict, total=False):
    """Keyword arguments of every matrix."""

    measure: str
    answers: str | None
    coder: str | None
    round_id: str | None
    sources: Sequence[str]
    shared_with: str


class CaseMatrixQuestion(MatrixQuestion, total=False):
    """Keyword arguments of a matrix whose columns are cases: the fields of `MatrixRequest`."""

    by: str | None


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """The data of a matrix, and what its cells measure."""

    measure: str = "counts"
    """counts, present or words."""
    answers: str | None = None
    """Whose answers count, as `parse_rule` reads it. None: the consensus where it is finished
    for the source, else the lead coder, else the only coder who has finished it."""
    coder: str | None = None
    """One coder: the same as `answers` with that name."""
    round_id: str | None = None
    """A round, or `all` to put rounds together. None: for each coder and source the round that
    was closed last, else the one that was opened last."""
    sources: Sequence[str] = ()
    """Empty: all but those that render another source in a second language, since they would
    count the same interview twice."""
    by: str | None = None
    """A case attribute: columns are then its values instead of the cases."""
    shared_with: str = "coding"
    """In codes-by-directions, of what a mapping must share half to belong to a coding: of the
    `coding`, or of the `shorter` of the two."""

    @property
    def rule(self) -> str | None:
        """The rule that `answers` or `coder` names. Raises `UsageError` where both are given."""
        refuse_both(self.coder, self.answers)
        return self.answers if self.coder is None else self.coder
