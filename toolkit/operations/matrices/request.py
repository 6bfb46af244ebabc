"""What a person asks to see in a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

KINDS = ("codes-by-cases", "directions-by-cases", "codes-by-directions")


class MatrixQuestion(TypedDict, total=False):
    """Keyword arguments of every matrix."""

    measure: str
    coder: str | None
    round_id: str | None
    sources: Sequence[str]


class CaseMatrixQuestion(MatrixQuestion, total=False):
    """Keyword arguments of a matrix whose columns are cases: the fields of `MatrixRequest`."""

    by: str | None


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """The data of a matrix, and what its cells measure."""

    measure: str = "counts"
    """counts, present or words."""
    coder: str | None = None
    """None: every coder."""
    round_id: str | None = None
    """None: every round."""
    sources: Sequence[str] = ()
    """Empty: all but those that render another source in a second language, since they would
    count the same interview twice."""
    by: str | None = None
    """A case attribute: columns are then its values instead of the cases."""
