"""What a replay predicts and what a method answered, as arrays.

The codings of a family of codes are replayed in the order of the interviews: a method learns from
earlier interviews only and ranks the codes of the family for every passage of the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csr_matrix  # noqa: TC004 - a name in a field alone, not worth a load

STRONG, POSSIBLE, SILENT, NO_VERDICT = 2, 1, 0, -1
"""The numbers of verdicts in `Outcomes.verdicts`."""
UNRANKED = int(np.iinfo(np.int32).max)
"""The rank of a code that is no candidate at all: no hit at any k, and a reciprocal of about 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """What is to be predicted: a row for each passage with at least one human code of a family.

    Raises
    ------
    ValueError
        The arrays do not fit together, a row has no code, or the rows are not in the order of
        their interviews and positions.
    """

    sources: NDArray[np.intp]
    """Number of the interview of each item, shape (items,)."""
    starts: NDArray[np.intp]
    """Where the passage begins in its interview, in code points, shape (items,)."""
    vectors: NDArray[np.float32]
    """Unit vectors of the passages, shape (items, dim)."""
    terms: csr_matrix
    """Unit TF-IDF rows of the passages, shape (items, terms)."""
    labels: NDArray[np.bool_]
    """Human codes of the family, shape (items, codes)."""
    names: NDArray[np.float32]
    """Unit vectors of the names and definitions of the codes, shape (codes, dim)."""
    languages: tuple[str, ...]
    """Language of each item."""

    def __post_init__(self) -> None:
        count, codes = self.labels.shape
        fits = (
            self.sources.shape == self.starts.shape == (count,)
            and self.vectors.shape == (count, self.vectors.shape[-1])
            and self.terms.shape[0] == len(self.languages) == count
            and self.names.shape == (codes, self.vectors.shape[-1])
        )
        if not fits:
            raise ValueError("the arrays of the items do not have the same number of rows")
        if not self.labels.any(axis=1).all():
            raise ValueError("an item has no code of the family")
        order = np.lexsort((self.starts, self.sources))
        if (np.diff(order) < 0).any():
            raise ValueError("the items are not sorted by interview and position")

    def __len__(self) -> int:
        return len(self.sources)


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What a method answered for one order of the interviews.

    Figures of ranks and hits are over the passages with a code of the family, figures of
    probabilities and verdicts over all answers: a candidate for a passage without a code of the
    family is wrong.

    Raises
    ------
    ValueError
        The arrays do not fit together.
    """

    method: str
    items: NDArray[np.intp]
    """Number of the passage of each answer among all coded passages, shape (answers,)."""
    sources: NDArray[np.intp]
    """Number of the interview of each answer, shape (answers,)."""
    ranks: NDArray[np.intp]
    """Rank from 1 of each code, shape (answers, codes); equal scores are ranked in code order."""
    labels: NDArray[np.bool_]
    """Human codes of the family, shape (answers, codes)."""
    confidence: NDArray[np.float64]
    """Probability that the first candidate is right, shape (answers,). NaN: the method has none."""
    verdicts: NDArray[np.int8]
    """2 strong, 1 possible, 0 silent, -1 none given, shape (answers,)."""
    novel: NDArray[np.bool_]
    """Whether the passage has codes of which none was seen earlier, shape (answers,)."""

    def __post_init__(self) -> None:
        count = len(self.items)
        rows = (self.items, self.sources, self.confidence, self.verdicts, self.novel)
        fits = self.ranks.shape == self.labels.shape and len(self.labels) == count
        if not fits or any(row.shape != (count,) for row in rows):
            raise ValueError("the arrays of the outcomes do not have the same number of rows")

    def __len__(self) -> int:
        return len(self.items)

    @property
    def applies(self) -> NDArray[np.bool_]:
        """Whether the passage of each answer has a code of the family, shape (answers,)."""
        result: NDArray[np.bool_] = self.labels.sum(axis=1) > 0
        return result

    def own(self) -> Outcomes:
        """The answers for passages with a code of the family."""
        return self.at(self.applies)

    @property
    def best_rank(self) -> NDArray[np.intp]:
        """The smallest rank of any true code, shape (answers,)."""
        ranks: NDArray[np.intp] = np.where(self.labels, self.ranks, UNRANKED).min(
            axis=1, initial=UNRANKED
        )
        return ranks

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the first candidate is a true code, shape (answers,)."""
        return self.hit(1)

    def hit(self, k: int) -> NDArray[np.bool_]:
        """Whether a true code is among the first `k` candidates, shape (answers,)."""
        hits: NDArray[np.bool_] = self.best_rank <= k
        return hits

    def at(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Outcomes:
        """The answers in these rows, given by numbers or by a mask."""
        return Outcomes(
            self.method,
            self.items[rows],
            self.sources[rows],
            self.ranks[rows],
            self.labels[rows],
            self.confidence[rows],
            self.verdicts[rows],
            self.novel[rows],
        )


def ranks_of(scores: NDArray[np.floating]) -> NDArray[np.intp]:
    """The rank from 1 of each code by its score, shape (items, codes) as the scores have.

    Equal scores are ranked in code order. A score of -inf says that the code is no candidate:
    its rank is `UNRANKED`.
    """
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks: NDArray[np.intp] = np.empty(scores.shape, dtype=np.intp)
    np.put_along_axis(ranks, order, np.arange(1, scores.shape[1] + 1, dtype=np.intp)[None], 1)
    ranks[np.isneginf(scores)] = UNRANKED
    return ranks


def pooled(outcomes: Sequence[Outcomes]) -> Outcomes:
    """The answers of a method for several orders of interviews, one after the other.

    Raises
    ------
    ValueError
        There are none, or they are of several methods.
    """
    if len({part.method for part in outcomes}) != 1:
        raise ValueError("only answers of a single method can be pooled")
    return Outcomes(
        outcomes[0].method,
        *(
            np.concatenate([getattr(part, name) for part in outcomes])
            for name in ("items", "sources", "ranks", "labels", "confidence", "verdicts", "novel")
        ),
    )
