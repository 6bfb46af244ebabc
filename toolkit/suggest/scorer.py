"""The shrunk-prototype scorer: which codes fit a passage, given few examples of each.

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

import numpy as np
from numpy.typing import NDArray

from toolkit.domain.evidence import ScoreParts
from toolkit.domain.spans import Span
from toolkit.suggest.examples import CodeSet, ExampleSet
from toolkit.suggest.terms import FlatRows, SparseRow

PRIOR_EXAMPLES = 3.0
SOURCE_CAP = 3.0
LEXICAL = 0.3
RECENCY = 0.5
RECENCY_DECAY = 0.6
EXCLUSION = 0.2
DECIMALS = 6
"""Scores are rounded, so that equal ones tie and the codebook's order decides."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is to be coded."""

    source_id: str
    span: Span
    vector: NDArray[np.float32]
    terms: SparseRow


@dataclass(frozen=True, slots=True)
class Scored:
    code_id: str
    rank: int
    """1 is the best."""
    score: float
    similarity: float
    """Cosine to the code's prototype."""
    parts: ScoreParts
    examples: int
    """Passages of the code that were learnt from."""
    sources: int
    """Sources they come from."""


def score(
    passage: Passage,
    codes: CodeSet,
    learnt: ExampleSet,
    *,
    recency: bool = True,
) -> tuple[Scored, ...]:
    """Every code, best first. Examples that overlap the passage teach nothing about it."""
    if not codes.ids:
        return ()
    usable = learnt.apart_from(passage.source_id, passage.span)
    groups, weights, rows = training(codes, learnt, usable)
    similarity = cosines(passage.vector, prototypes(codes, learnt, groups, weights, rows))
    lexical = lexical_cosines(passage.terms, codes, learnt, groups, weights, rows)
    barred = cosines(passage.vector, codes.exclusions)
    recent = recency_of(passage, codes, learnt, usable) if recency else np.zeros(len(codes.ids))
    z_proto, z_lexical, z_barred = (
        standardised(similarity),
        standardised(lexical),
        zeros_off(barred, codes.exclusions),
    )
    total = np.round(
        z_proto + LEXICAL * z_lexical + RECENCY * recent - EXCLUSION * z_barred, DECIMALS
    )
    counts, sources = support(codes, learnt, groups, rows)
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
    codes: CodeSet, learnt: ExampleSet, usable: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.intp]]:
    """Code position, capped weight and row of each passage that may be learnt from."""
    pairs = learnt.distinct(codes)
    groups, rows = pairs[usable[pairs[:, 1]]].T
    weights = learnt.weights[rows]
    owner = groups * (learnt.sources.max(initial=0) + 1) + learnt.sources[rows]
    sums = np.bincount(owner, weights)[owner] if len(rows) else weights
    return groups, weights * np.minimum(1.0, SOURCE_CAP / np.maximum(sums, 1e-9)), rows


def prototypes(
    codes: CodeSet,
    learnt: ExampleSet,
    groups: NDArray[np.intp],
    weights: NDArray[np.float64],
    rows: NDArray[np.intp],
) -> NDArray[np.float64]:
    """One unit vector a code, shape (codes, dim)."""
    sums = PRIOR_EXAMPLES * codes.meanings.astype(np.float64)
    if len(rows):
        order = np.argsort(groups, kind="stable")
        weighted = learnt.vectors[rows[order]] * weights[order, None].astype(np.float32)
        present, starts = np.unique(groups[order], return_index=True)
        sums[present] += np.add.reduceat(weighted, starts, axis=0)
    return unit(sums)


def lexical_cosines(
    row: SparseRow,
    codes: CodeSet,
    learnt: ExampleSet,
    groups: NDArray[np.intp],
    weights: NDArray[np.float64],
    rows: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Cosine of the passage's terms to each code's lexical prototype."""
    count = len(codes.ids)
    width = 1 + max(
        learnt.flat_terms.last, FlatRows.of(codes.terms).last, int(row[0].max(initial=-1))
    )
    every = np.zeros(len(learnt.examples))
    every[rows] = weights
    place = np.zeros(len(learnt.examples), dtype=np.intp)
    place[rows] = groups
    # A row stands for one code here; passages with several codes have a row for each.
    centroids = learnt.flat_terms.sums(place, every, (count, width))
    centroids += FlatRows.of(codes.terms).sums(
        np.arange(count, dtype=np.intp), np.full(count, PRIOR_EXAMPLES), (count, width)
    )
    dense = np.zeros(width)
    dense[row[0]] = row[1]
    return cosines(dense, centroids)


def recency_of(
    passage: Passage, codes: CodeSet, learnt: ExampleSet, usable: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """.6^d for each use of a code d passages before this one in the same source (d = 1 is next
    to it)."""
    before: dict[Span, set[int]] = {}
    for row, example in enumerate(learnt.examples):
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
    codes: CodeSet, learnt: ExampleSet, groups: NDArray[np.intp], rows: NDArray[np.intp]
) -> tuple[list[int], list[int]]:
    """Passages and sources each code was learnt from."""
    count = len(codes.ids)
    pairs = np.unique(np.stack([groups, learnt.sources[rows]]), axis=1)
    return (
        np.bincount(groups, minlength=count).tolist(),
        np.bincount(pairs[0], minlength=count).tolist(),
    )


def cosines(vector: NDArray[np.floating], matrix: NDArray[np.floating]) -> NDArray[np.float64]:
    """Cosine of a vector to each row; 0 where either has no length."""
    matrix = matrix.astype(np.float64)
    lengths = np.linalg.norm(matrix, axis=1) * float(np.linalg.norm(vector))
    products = matrix @ vector.astype(np.float64)
    result: NDArray[np.float64] = np.zeros(len(matrix))
    np.divide(products, lengths, out=result, where=lengths > 1e-12)
    return result


def unit(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    result: NDArray[np.float64] = np.zeros_like(matrix)
    np.divide(matrix, lengths, out=result, where=lengths > 1e-12)
    return result


def standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean 0 and standard deviation 1 over the codes; zeros when all are alike."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def zeros_off(values: NDArray[np.float64], matrix: NDArray[np.floating]) -> NDArray[np.float64]:
    """Standardised over the codes that have exclude lines; 0 for the others."""
    there = np.linalg.norm(matrix, axis=1) > 0
    result = np.zeros_like(values)
    if there.any():
        result[there] = standardised(values[there])
    return result
