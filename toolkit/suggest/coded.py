"""Coded passages as arrays: what the models of families learn from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.terms import sparse_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scipy.sparse import csr_matrix  # noqa: TC004 - a name in a field alone, not worth a load

    from toolkit.suggest.examples import CodeSet, TrainingSet
    from toolkit.suggest.quoted import Quoted  # noqa: TC004 - as above

RECENCY_DECAY = 0.6
"""Weight of the passage before; the one before that has the square of it, and so on."""
RECENT = 12
"""Earlier passages that are looked at; the weight of others is below .002."""


@dataclass(frozen=True)
class Coded:
    """A row for each passage with a code, in the order of sources, starts and ends."""

    sources: NDArray[np.intp]
    """Number of the source of each passage, shape (passages,)."""
    interviews: NDArray[np.intp]
    """Number of the interview of each passage, shape (passages,).

    The renderings of an interview, such as a translation, have one number.
    """
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    """Half-open in code points, shape (passages,)."""
    vectors: NDArray[np.float32]
    """Unit rows, shape (passages, dim)."""
    terms: csr_matrix
    """Unit TF-IDF rows, shape (passages, terms)."""
    weights: NDArray[np.float64]
    """The weight of each code for each passage, 0 where it was not given; (passages, codes)."""
    quoted: Quoted | None = None
    """What the codebook quotes to show what codes mean; None where nothing is learned from it."""

    def __len__(self) -> int:
        return len(self.sources)

    def recent(self, rows: NDArray[np.intp], start: int) -> NDArray[np.float64]:
        """.6^d for each use of a code d passages before a place, shape (codes,).

        `rows` are the passages of the same interview; those that end after `start` do not count.
        """
        before = rows[self.ends[rows] <= start][::-1][:RECENT]
        decay = np.power(RECENCY_DECAY, np.arange(1, len(before) + 1, dtype=np.float64))
        result: NDArray[np.float64] = decay @ (self.weights[before] > 0).astype(np.float64)
        return result

    def digest(self, rows: NDArray[np.bool_]) -> str:
        """Hash of the places and codes of some passages; `rows` has shape (passages,)."""
        content = hashlib.sha256()
        for part in (self.sources, self.interviews, self.starts, self.ends, self.weights):
            content.update(np.ascontiguousarray(part[rows]).tobytes())
        return content.hexdigest()

    @cached_property
    def recency(self) -> NDArray[np.float64]:
        """.6^d for each use of a code d passages earlier in the same interview, (passages, codes).

        Passages that overlap the passage itself do not count.
        """
        result = np.zeros_like(self.weights)
        for source in np.unique(self.sources).tolist():
            rows = np.flatnonzero(self.sources == source)
            for at, row in enumerate(rows.tolist()):
                result[row] = self.recent(rows[:at], int(self.starts[row]))
        return result


def coded_passages(
    codes: CodeSet,
    training_set: TrainingSet,
    width: int,
    interviews: Mapping[str, int] | None = None,
) -> Coded:
    """The passages of a training set, each with all codes that people gave it.

    `width` is the number of terms of the index that made the TF-IDF rows, and `interviews` has the
    number of the interview of each source; without it every source is an interview.

    Several coders of one passage count once, with the highest weight of each code.
    """
    places: dict[tuple[int, int, int], list[int]] = {}
    for row, example in enumerate(training_set.examples):
        if example.code_id in codes.position:
            place = (int(training_set.sources[row]), example.span.start, example.span.end)
            places.setdefault(place, []).append(row)
    ordered = sorted(places)
    weights = np.zeros((len(ordered), len(codes.ids)))
    for at, place in enumerate(ordered):
        for row in places[place]:
            example = training_set.examples[row]
            column = codes.position[example.code_id]
            weights[at, column] = max(weights[at, column], example.weight)
    first = [places[place][0] for place in ordered]
    columns = np.array(ordered, dtype=np.intp).reshape(-1, 3)
    number = np.arange(len(training_set.number_of_source), dtype=np.intp)
    if interviews is not None:
        number = np.array([interviews[name] for name in training_set.number_of_source], np.intp)
    return Coded(
        sources=columns[:, 0],
        interviews=number[columns[:, 0]],
        starts=columns[:, 1],
        ends=columns[:, 2],
        vectors=training_set.vectors[first],
        terms=sparse_rows([training_set.terms[row] for row in first], width),
        weights=weights,
    )
