"""Why a code is offered: passages that people coded, words in common, and a near miss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.domain.spans import Span
from toolkit.suggest.examples import CodeSet, Example, ExampleSet
from toolkit.suggest.scorer import Passage
from toolkit.suggest.terms import FlatRows

NEAREST = 2
SHARED = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """References only: the passages stay in their sources."""

    nearest: tuple[tuple[Example, float], ...]
    """Coded examples with their cosine, nearest first, at most one a source."""
    shared_terms: tuple[str, ...]
    """Terms of the passage that the code's examples and definition use, weightiest first."""
    near_miss: tuple[Example, float] | None
    """The nearest passage that people coded otherwise."""

    def as_plain(self) -> dict[str, object]:
        """For JSON."""
        return {
            "examples": [plain(example, cosine) for example, cosine in self.nearest],
            "terms": list(self.shared_terms),
            "near_miss": plain(*self.near_miss) if self.near_miss else None,
        }


def plain(example: Example, cosine: float) -> dict[str, object]:
    return {
        "source": example.source_id,
        "start": example.span.start,
        "end": example.span.end,
        "code": example.code_id,
        "coder": example.coder_id,
        "similarity": round(cosine, 4),
    }


def evidence(
    passage: Passage,
    code_id: str,
    codes: CodeSet,
    learnt: ExampleSet,
    vocabulary: tuple[str, ...],
) -> Evidence:
    """`vocabulary`: the terms by column, from the index the rows were made with."""
    usable = learnt.apart_from(passage.source_id, passage.span)
    similarity = np.einsum("ij,j->i", learnt.vectors, passage.vector).astype(np.float64)
    own = passages(learnt, usable, code_id)
    return Evidence(
        nearest=nearest(learnt, usable, similarity, code_id),
        shared_terms=shared(passage, code_id, codes, learnt, usable, vocabulary),
        near_miss=near_miss(learnt, usable, similarity, own),
    )


def passages(learnt: ExampleSet, usable: NDArray[np.bool_], code_id: str) -> dict[str, list[Span]]:
    """Where people used a code, by source."""
    found: dict[str, list[Span]] = {}
    for row, example in enumerate(learnt.examples):
        if usable[row] and example.code_id == code_id:
            found.setdefault(example.source_id, []).append(example.span)
    return found


def by_similarity(similarity: NDArray[np.float64]) -> list[int]:
    """Rows, nearest first; equal ones in the examples' order."""
    rounded = np.round(similarity, 6)
    return [int(row) for row in np.lexsort((np.arange(len(rounded)), -rounded))]


def nearest(
    learnt: ExampleSet, usable: NDArray[np.bool_], similarity: NDArray[np.float64], code_id: str
) -> tuple[tuple[Example, float], ...]:
    taken: dict[str, tuple[Example, float]] = {}
    for row in by_similarity(similarity):
        example = learnt.examples[row]
        if usable[row] and example.code_id == code_id and example.source_id not in taken:
            taken[example.source_id] = (example, float(similarity[row]))
            if len(taken) == NEAREST:
                break
    return tuple(taken.values())


def near_miss(
    learnt: ExampleSet,
    usable: NDArray[np.bool_],
    similarity: NDArray[np.float64],
    own: dict[str, list[Span]],
) -> tuple[Example, float] | None:
    for row in by_similarity(similarity):
        example = learnt.examples[row]
        coded = any(span.overlaps(example.span) for span in own.get(example.source_id, ()))
        if usable[row] and not coded:
            return example, float(similarity[row])
    return None


def shared(
    passage: Passage,
    code_id: str,
    codes: CodeSet,
    learnt: ExampleSet,
    usable: NDArray[np.bool_],
    vocabulary: tuple[str, ...],
) -> tuple[str, ...]:
    own = (
        learnt.terms[row]
        for row, example in enumerate(learnt.examples)
        if usable[row] and example.code_id == code_id
    )
    meaning = codes.position.get(code_id)
    rows = FlatRows.of([*own, *([codes.terms[meaning]] if meaning is not None else [])])
    one = np.zeros(len(rows.lengths), dtype=np.intp)
    centroid = rows.sums(one, np.ones(len(one)), (1, len(vocabulary)))[0]
    columns, values = passage.terms
    shares = centroid[columns] * values
    order = np.lexsort((columns, -shares))
    return tuple(vocabulary[columns[at]] for at in order[:SHARED].tolist() if shares[at] > 0)
