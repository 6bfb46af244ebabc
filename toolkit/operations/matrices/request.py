"""What a person asks to see in a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from toolkit.operations.answers.rule import refuse_both

CODES_BY_CASES = "codes-by-cases"
CODES_BY_ATTRIBUTE = "codes-by-attribute"
DIRECTIONS_BY_CASES = "directions-by-cases"
CODES_BY_DIRECTIONS = "codes-by-directions"
DIRECTIONS_BY_STANCE = "directions-by-stance"
CODES_BY_CODES = "codes-by-codes"
CODE_BY_CODER = "code-by-coder"
KINDS = (
    CODES_BY_CASES,
    CODES_BY_ATTRIBUTE,
    DIRECTIONS_BY_CASES,
    CODES_BY_DIRECTIONS,
    DIRECTIONS_BY_STANCE,
    CODES_BY_CODES,
    CODE_BY_CODER,
)
OF_CASES = (CODES_BY_CASES, CODES_BY_ATTRIBUTE, DIRECTIONS_BY_CASES)
"""Kinds whose columns are cases, or groups of them."""
OF_MAPPINGS = (DIRECTIONS_BY_CASES, DIRECTIONS_BY_STANCE)
"""Kinds that count mappings and no codings."""
READ_MAPPINGS = (*OF_MAPPINGS, CODES_BY_DIRECTIONS)
QUOTES = "quotes"
"""The measure whose cells are the passages themselves."""
SHARES_OF = ("row", "column", "total")
"""What a cell can be a share of."""


class MatrixQuestion(TypedDict, total=False):
    """Keyword arguments of every matrix."""

    measure: str
    answers: str | None
    coder: str | None
    round_id: str | None
    sources: Sequence[str]
    shared_with: str


class CaseMatrixQuestion(MatrixQuestion, total=False):
    """Keyword arguments of a matrix: the fields of `MatrixRequest`."""

    by: str | None
    bins: Sequence[str]
    where: Sequence[str]
    codes: Sequence[str]
    family: str | None
    level: str
    stance: Sequence[str]
    since: str | None
    until: str | None
    unit: str
    share: str | None
    per_1000_words: bool
    totals: bool
    language: str | None


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """The data of a matrix, and what its cells measure."""

    measure: str = "counts"
    """counts, present, words, characters or quotes."""
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
    """A case attribute: columns are then its values instead of the cases. Several, as in
    `sector,field`, give a column for each combination of values."""
    bins: Sequence[str] = ()
    """Attributes whose numbers are put into ranges, as in `years=5,10`: below 5, from 5 to below
    10, and 10 or more."""
    where: Sequence[str] = ()
    """Only cases with these values, as in `sector=government|academia`."""
    codes: Sequence[str] = ()
    """Only these codes and those below them have a row."""
    family: str | None = None
    """Only codes of this family have a row."""
    level: str = "all"
    """Which codes have a row, as `toolkit.analysis.rows.RowChoice` says."""
    stance: Sequence[str] = ()
    """Only mappings with one of these stances; of codings those that such a mapping belongs to."""
    since: str | None = None
    """Only answers given on this day or later, as in 2026-03-01."""
    until: str | None = None
    """Only answers given on this day or earlier."""
    shared_with: str = "coding"
    """In codes-by-directions, of what a mapping must share half to belong to a coding: of the
    `coding`, or of the `shorter` of the two."""
    unit: str = "segment"
    """In codes-by-codes, where two codes have to be together: segment, turn or source."""
    share: str | None = None
    """Cells as shares of the total of their `row` or `column`, or of the `total`."""
    per_1000_words: bool = False
    """Cells per 1,000 words that were said in what was worked on."""
    totals: bool = False
    """Whether the table has a row and a column of totals."""
    language: str | None = None
    """The language of names. None: the project's."""

    @property
    def rule(self) -> str | None:
        """The rule that `answers` or `coder` names. Raises `UsageError` where both are given."""
        refuse_both(self.coder, self.answers)
        return self.answers if self.coder is None else self.coder
