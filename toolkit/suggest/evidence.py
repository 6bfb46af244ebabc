"""Evidence for a code: passages that people coded, shared terms, and a near miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.domain.evidence import CodedPassage, Evidence
from toolkit.suggest.terms import FlatRows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.domain.spans import Span
    from toolkit.suggest.examples import CodeSet, TrainingExample, TrainingSet
    from toolkit.suggest.passage import Passage

NEAREST = 2
SHARED = 3


def evidence(
    passage: Passage,
    code_id: str,
    codes: CodeSet,
    training_set: TrainingSet,
    vocabulary: tuple[str, ...],
) -> Evidence:
    """The passages and terms that speak for a code; its verdict is not part of it yet.

    `vocabulary` has the terms by column, from the index that the rows were made with.
    """
    usable = training_set.apart_from(passage.source_id, passage.span)
    similarity = np.einsum("ij,j->i", training_set.vectors, passage.vector).astype(np.float64)
    own = passages(training_set, usable, code_id)
    return Evidence(
        examples=nearest(training_set, usable, similarity, code_id, passage.source_id),
        near_miss=near_miss(training_set, usable, similarity, own),
        terms=shared_terms(passage, code_id, codes, training_set, usable, vocabulary),
    )


def coded_passage(example: TrainingExample, cosine: float) -> CodedPassage:
    """A training example as evidence, with its cosine to the passage."""
    return CodedPassage(
        example.source_id, example.span, example.code_id, example.coder_id, round(cosine, 4)
    )


def passages(
    training_set: TrainingSet, usable: NDArray[np.bool_], code_id: str
) -> dict[str, list[Span]]:
    """The spans of a code in the usable examples, by source."""
    spans: dict[str, list[Span]] = {}
    for row in training_set.rows_of(code_id).tolist():
        if usable[row]:
            example = training_set.examples[row]
            spans.setdefault(example.source_id, []).append(example.span)
    return spans


def by_similarity(similarity: NDArray[np.float64]) -> list[int]:
    """Rows by similarity, highest first; equal rows keep the order of the examples."""
    rounded = np.round(similarity, 6)
    return [int(row) for row in np.lexsort((np.arange(len(rounded)), -rounded))]


def nearest(
    training_set: TrainingSet,
    usable: NDArray[np.bool_],
    similarity: NDArray[np.float64],
    code_id: str,
    source_id: str,
) -> tuple[CodedPassage, ...]:
    """The examples of a code most similar to the passage, at most one a source.

    Those of other interviews come first: what the same person said may be alike for other reasons.
    """
    taken: dict[str, CodedPassage] = {}
    rows = training_set.rows_of(code_id)
    rows = rows[usable[rows]]
    for row in rows[by_similarity(similarity[rows])].tolist():
        example = training_set.examples[row]
        if example.source_id not in taken:
            taken[example.source_id] = coded_passage(example, float(similarity[row]))
            if len(taken) > NEAREST:
                break
    others_first = sorted(taken.values(), key=lambda passage: passage.source_id == source_id)
    return tuple(others_first[:NEAREST])


def near_miss(
    training_set: TrainingSet,
    usable: NDArray[np.bool_],
    similarity: NDArray[np.float64],
    own: dict[str, list[Span]],
) -> CodedPassage | None:
    """The most similar example away from all passages with the code (`own`, by source)."""
    for row in by_similarity(similarity):
        example = training_set.examples[row]
        coded = any(span.overlaps(example.span) for span in own.get(example.source_id, ()))
        if usable[row] and not coded:
            return coded_passage(example, float(similarity[row]))
    return None


def shared_terms(
    passage: Passage,
    code_id: str,
    codes: CodeSet,
    training_set: TrainingSet,
    usable: NDArray[np.bool_],
    vocabulary: tuple[str, ...],
) -> tuple[str, ...]:
    """Terms of the passage that the code's examples and definition use, weightiest first."""
    own = (training_set.terms[row] for row in training_set.rows_of(code_id).tolist() if usable[row])
    meaning = codes.position.get(code_id)
    rows = FlatRows.of([*own, *([codes.terms[meaning]] if meaning is not None else [])])
    single_group = np.zeros(len(rows.lengths), dtype=np.intp)
    centroid = rows.sums(single_group, np.ones(len(single_group)), (1, len(vocabulary)))[0]
    columns, values = passage.terms
    shares = centroid[columns] * values
    order = np.lexsort((columns, -shares))
    return tuple(vocabulary[columns[at]] for at in order[:SHARED].tolist() if shares[at] > 0)
