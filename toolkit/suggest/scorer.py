"""The shrunk-prototype scorer: the fit of each code to a passage, from few examples.

    proto_k = normalise(sum of w_i x_i over the examples of k  +  lambda e_k)
    lex_k   = the same over TF-IDF rows
    rec_k   = sum over earlier passages of the same source of .6^distance where k was used
    score_k = z(cos(x, proto_k)) + .3 z(cos(x, lex_k)) + .5 rec_k - .2 z(cos(x, exclude_k))

z standardises over the codes within the passage. e_k is the mean of the code's name,
definition and include lines, so that a code without examples is scored by its meaning.
lambda = 3 pseudo-examples; the weights of one source's examples of a code sum to at
most 3, so that one expert cannot own a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.domain.evidence import ScoreParts
from toolkit.domain.spans import Span
from toolkit.suggest.terms import FlatRows, SparseRow

if TYPE_CHECKING:
    from toolkit.suggest.examples import CodeSet, TrainingSet

PRIOR_EXAMPLES = 3.0
SOURCE_CAP = 3.0
LEXICAL = 0.3
RECENCY = 0.5
RECENCY_DECAY = 0.6
EXCLUSION = 0.2
DECIMALS = 6
"""Decimals of scores, so that equal scores tie and the order of the codebook decides."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The passage that needs a code."""

    source_id: str
    span: Span
    vector: NDArray[np.float32]
    terms: SparseRow


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of a code for a passage."""

    code_id: str
    rank: int
    """Rank from 1, the best."""
    score: float
    similarity: float
    """Cosine to the prototype of the code."""
    parts: ScoreParts
    examples: int
    """Number of passages of the code in the training set."""
    sources: int
    """Number of sources of these passages."""


def score(
    passage: Passage,
    codes: CodeSet,
    training_set: TrainingSet,
    *,
    recency: bool = True,
) -> tuple[Scored, ...]:
    """The scores of all codes, best first. Examples that overlap the passage are left out."""
    if not codes.ids:
        return ()
    usable = training_set.apart_from(passage.source_id, passage.span)
    groups, weights, rows = training(codes, training_set, usable)
    similarity = cosines(passage.vector, prototypes(codes, training_set, groups, weights, rows))
    lexical = lexical_cosines(passage.terms, codes, training_set, groups, weights, rows)
    barred = cosines(passage.vector, codes.exclusions)
    recent = (
        recency_of(passage, codes, training_set, usable) if recency else np.zeros(len(codes.ids))
    )
    z_proto, z_lexical, z_barred = (
        standardised(similarity),
        standardised(lexical),
        zeros_off(barred, codes.exclusions),
    )
    total = np.round(
        z_proto + LEXICAL * z_lexical + RECENCY * recent - EXCLUSION * z_barred, DECIMALS
    )
    counts, sources = support(codes, training_set, groups, rows)
    order = np.lexsort((np.arange(len(codes.ids)), -total))
    return tuple(
        Scored(
            code_id=codes.ids[k],
            rank=rank,
            score=float(total[k]),
            similarity=round(float(similarity[k]), DECIMALS),
            parts=ScoreParts(
                prototype=round(float(z_proto[k]), DECIMALS),
                lexical=round(float(z_lexical[k]), DECIMALS),
                recency=round(float(recent[k]), DECIMALS),
                exclusion=round(float(z_barred[k]), DECIMALS),
            ),
            examples=counts[k],
            sources=sources[k],
        )
        for rank, k in enumerate(order.tolist(), start=1)
    )


def training(
    codes: CodeSet, training_set: TrainingSet, usable: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.intp]]:
    """The code position, capped weight and row of each usable passage, as three arrays."""
    pairs = training_set.distinct(codes)
    groups, rows = pairs[usable[pairs[:, 1]]].T
    weights = training_set.weights[rows]
    owner = groups * (training_set.sources.max(initial=0) + 1) + training_set.sources[rows]
    sums = np.bincount(owner, weights)[owner] if len(rows) else weights
    return groups, weights * np.minimum(1.0, SOURCE_CAP / np.maximum(sums, 1e-9)), rows


def prototypes(
    codes: CodeSet,
    training_set: TrainingSet,
    groups: NDArray[np.intp],
    weights: NDArray[np.float64],
    rows: NDArray[np.intp],
) -> NDArray[np.float64]:
    """The prototype of each code as a unit vector, shape (codes, dim)."""
    sums = PRIOR_EXAMPLES * codes.meanings.astype(np.float64)
    if len(rows):
        order = np.argsort(groups, kind="stable")
        weighted = training_set.vectors[rows[order]] * weights[order, None].astype(np.float32)
        present, starts = np.unique(groups[order], return_index=True)
        sums[present] += np.add.reduceat(weighted, starts, axis=0)
    return unit(sums)


def lexical_cosines(
    row: SparseRow,
    codes: CodeSet,
    training_set: TrainingSet,
    groups: NDArray[np.intp],
    weights: NDArray[np.float64],
    rows: NDArray[np.intp],
) -> NDArray[np.float64]:
    """The cosine of the terms of the passage to the lexical prototype of each code."""
    count = len(codes.ids)
    width = 1 + max(
        training_set.flat_terms.last, FlatRows.of(codes.terms).last, int(row[0].max(initial=-1))
    )
    row_weights = np.zeros(len(training_set.examples))
    row_weights[rows] = weights
    group_of_row = np.zeros(len(training_set.examples), dtype=np.intp)
    group_of_row[rows] = groups
    # Each row belongs to a single code; a passage with several codes has a row for each.
    centroids = training_set.flat_terms.sums(group_of_row, row_weights, (count, width))
    centroids += FlatRows.of(codes.terms).sums(
        np.arange(count, dtype=np.intp), np.full(count, PRIOR_EXAMPLES), (count, width)
    )
    dense = np.zeros(width)
    dense[row[0]] = row[1]
    return cosines(dense, centroids)


def recency_of(
    passage: Passage, codes: CodeSet, training_set: TrainingSet, usable: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """.6^d for each use of a code d passages before this one in the same source (d = 1 is next
    to it)."""
    before: dict[Span, set[int]] = {}
    for row, example in enumerate(training_set.examples):
        if example.source_id != passage.source_id or not usable[row]:
            continue
        if example.span.start < passage.span.start and example.code_id in codes.position:
            before.setdefault(example.span, set()).add(codes.position[example.code_id])
    result = np.zeros(len(codes.ids))
    for distance, span in enumerate(sorted(before, reverse=True), start=1):
        for at in before[span]:
            result[at] += RECENCY_DECAY**distance
    return result


def support(
    codes: CodeSet, training_set: TrainingSet, groups: NDArray[np.intp], rows: NDArray[np.intp]
) -> tuple[list[int], list[int]]:
    """The numbers of passages and of sources in the training set, for each code."""
    count = len(codes.ids)
    pairs = np.unique(np.stack([groups, training_set.sources[rows]]), axis=1)
    return (
        np.bincount(groups, minlength=count).tolist(),
        np.bincount(pairs[0], minlength=count).tolist(),
    )


def cosines(vector: NDArray[np.floating], matrix: NDArray[np.floating]) -> NDArray[np.float64]:
    """The cosine of a vector to each row; 0 where either has no length."""
    matrix = matrix.astype(np.float64)
    lengths = np.linalg.norm(matrix, axis=1) * float(np.linalg.norm(vector))
    products = matrix @ vector.astype(np.float64)
    result: NDArray[np.float64] = np.zeros(len(matrix))
    np.divide(products, lengths, out=result, where=lengths > 1e-12)
    return result


def unit(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rows scaled to length 1; rows of zeros stay zero."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    result: NDArray[np.float64] = np.zeros_like(matrix)
    np.divide(matrix, lengths, out=result, where=lengths > 1e-12)
    return result


def standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values with mean 0 and standard deviation 1 over the codes; zeros where all are equal."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def zeros_off(values: NDArray[np.float64], matrix: NDArray[np.floating]) -> NDArray[np.float64]:
    """The values standardised over the codes with exclude lines; 0 for all others."""
    has_lines = np.linalg.norm(matrix, axis=1) > 0
    result = np.zeros_like(values)
    if has_lines.any():
        result[has_lines] = standardised(values[has_lines])
    return result
