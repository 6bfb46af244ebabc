"""Gamma, gamma-cat and gamma-k: units placed and labelled freely, overlaps allowed.

Mathet, Widloecher & Metivier (2015), Computational Linguistics 41(3); gamma-cat and
gamma-k: Mathet (2017), Computational Linguistics 43(3). The best alignment is exact;
chance is the mean over random texts, so the value depends on seed and samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from toolkit.agreement.coefficient import Coefficient, CoefficientBuilder
from toolkit.agreement.gamma.alignment import (
    NOBODY,
    Alignment,
    Dissimilarity,
    Units,
    best_alignment,
    pairwise_position,
)
from toolkit.agreement.gamma.random_texts import Draw, shuffle, statistical
from toolkit.agreement.ratings import Floats, Ints
from toolkit.agreement.spans import CodedSpan

SAMPLERS = ("statistical", "shuffle")
UNALIGNED = ("count", "ignore")
RULE = "every coder named worked on the source; a unit that nobody else has is aligned with nothing"
NO_UNITS = "no coder marked a unit"
NO_DISORDER = "random texts have no disorder either"
NEVER_ALIGNED = "no two units are aligned with each other"


@dataclass(frozen=True)
class GammaResult:
    """Gamma of one source."""

    gamma: Coefficient
    gamma_cat: Coefficient
    """Agreement on categories of units that are aligned."""
    gamma_k: dict[str, Coefficient]
    """The same for each category."""
    observed: float
    """Disorder of the best alignment."""
    expected: float
    """Mean disorder of the random texts' best alignments."""
    expected_error: float
    """Half the 95 % interval of `expected`, as a share of it."""
    samples: int
    sampler: str
    seed: int
    aligned: tuple[tuple[CodedSpan | None, ...], ...]
    """The best alignment, by coder."""


def gamma_agreement(
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    *,
    alpha: float = 3.0,
    beta: float = 1.0,
    delta: float = 1.0,
    samples: int = 30,
    precision: float | None = None,
    sampler: str = "statistical",
    unaligned: str = "count",
    seed: int = 0,
) -> GammaResult:
    """Measure gamma on one source.

    Parameters
    ----------
    spans
        Of one source; those of other coders are left out.
    coders
        Who worked on the source, with or without units.
    alpha, beta, delta
        Weight of position, weight of category, cost of an unaligned unit.
    samples
        Random texts; more are drawn when `precision` asks for them.
    precision
        Largest error of the expected disorder that is accepted, as a share of it.
    sampler
        statistical: units drawn from the means and deviations of the numbers, gaps and
        lengths of units (pygamma-agreement's default). shuffle: a coder's units moved
        along the text by a random distance (Mathet et al. 2015, section 5.2).
    unaligned
        What gamma-cat and gamma-k make of a unit beside an empty place. count: a full
        disagreement (pygamma-agreement 0.5.9). ignore: nothing, only aligned units have
        categories to compare.

    Raises
    ------
    ValueError
        Spans of several sources, fewer than two coders, no samples, or too many
        overlapping units for an exact solution.

    Examples
    --------
    pygamma-agreement's test data: the best alignment's disorder is .0625.

    >>> spans = [CodedSpan("s", "A", c, s, s + 4) for c, s in [("a", 1), ("b", 6), ("a", 11)]]
    >>> spans += [CodedSpan("s", "B", c, s, s + 4) for c, s in [("a", 2), ("b", 7), ("a", 12)]]
    >>> result = gamma_agreement(spans, ["A", "B"], alpha=1)
    >>> result.observed, result.gamma_cat.value
    (0.0625, 1.0)
    """
    if sampler not in SAMPLERS:
        raise ValueError(f"unknown sampler {sampler!r}; choose from {', '.join(SAMPLERS)}")
    if unaligned not in UNALIGNED:
        raise ValueError(f"unknown rule {unaligned!r}; choose from {', '.join(UNALIGNED)}")
    if samples < 1:
        raise ValueError(f"gamma needs one random text or more, got {samples}")
    rows = _sorted(spans, coders)
    params: dict[str, object] = {
        "alpha": alpha,
        "beta": beta,
        "delta": delta,
        "sampler": sampler,
        "unaligned": unaligned,
        "seed": seed,
    }
    categories = sorted({span.code for own in rows for span in own})
    count = sum(map(len, rows))
    drafts = [
        CoefficientBuilder(name, count, "unit", RULE, params) for name in ("gamma", "gamma_cat")
    ]
    if not count:
        first, second = (draft.undefined(NO_UNITS) for draft in drafts)
        return GammaResult(first, second, {}, 0.0, 0.0, 0.0, 0, sampler, seed, ())
    cost = Dissimilarity(alpha, beta, delta)
    units = [_units(own, categories) for own in rows]
    best = best_alignment(units, cost)
    terms = _Terms(cost, len(categories), unaligned)
    draw = statistical(units) if sampler == "statistical" else shuffle(units)
    chance = _chance(draw, terms, samples, precision, np.random.default_rng(seed))
    expected = float(np.mean(chance.disorders))
    share = _error(chance.disorders)
    value = drafts[0].undefined(NO_DISORDER)
    if expected > 0:
        value = drafts[0].value(1.0 - best.disorder / expected)
    by_category = _categorical(best, units, terms)
    all_k = [
        _corrected(
            CoefficientBuilder("gamma_k", count, "unit", RULE, params | {"category": name}),
            by_category[at],
            chance.categorical[:, at],
        )
        for at, name in enumerate(categories)
    ]
    return GammaResult(
        value,
        _corrected(drafts[1], by_category[-1], chance.categorical[:, -1]),
        dict(zip(categories, all_k, strict=True)),
        best.disorder,
        expected,
        share,
        len(chance.disorders),
        sampler,
        seed,
        tuple(
            tuple(None if at == NOBODY else rows[c][at] for c, at in enumerate(row))
            for row in best.tuples.tolist()
        ),
    )


@dataclass(frozen=True, slots=True)
class _Terms:
    """What disagreement on categories is measured by."""

    cost: Dissimilarity
    categories: int
    unaligned: str


@dataclass(frozen=True)
class _Chance:
    disorders: Floats
    categorical: Floats
    """Shape (samples, categories + 1); the last for all categories; NaN where none is aligned."""


def _chance(
    draw: Draw,
    terms: _Terms,
    samples: int,
    precision: float | None,
    rng: np.random.Generator,
) -> _Chance:
    disorders: list[float] = []
    categorical: list[Floats] = []
    wanted = samples
    while len(disorders) < wanted:
        units = draw(rng)
        found = best_alignment(units, terms.cost)
        disorders.append(found.disorder)
        categorical.append(_categorical(found, units, terms))
        if precision is not None and len(disorders) == samples:
            # Mathet et al. 2015, section 5.3.
            share = _error(np.array(disorders)) * np.sqrt(samples)
            wanted = max(wanted, int(np.ceil((share / precision) ** 2)))
    return _Chance(np.array(disorders), np.array(categorical))


def _error(disorders: Floats) -> float:
    mean = float(disorders.mean())
    return 1.96 * float(disorders.std()) / mean / np.sqrt(len(disorders)) if mean > 0 else 0.0


def _corrected(draft: CoefficientBuilder, observed: float, chance: Floats) -> Coefficient:
    if np.isnan(observed):
        return draft.undefined(NEVER_ALIGNED)
    known = chance[~np.isnan(chance)]
    if not len(known) or not known.any():
        return draft.value(1.0) if observed == 0 else draft.undefined(NO_DISORDER)
    return draft.value(1.0 - observed / float(known.mean()))


def _categorical(found: Alignment, units: list[Units], terms: _Terms) -> Floats:
    """Mean categorical dissimilarity of aligned pairs, by category and, last, of all.

    A pair weighs less the further apart its units are, and the more units its alignment
    has. NaN where no pair has weight.
    """
    cost, size = terms.cost, (found.tuples != NOBODY).sum(axis=1)
    tally = _Tally(terms.categories)
    for first, second in combinations(range(len(units)), 2):
        left, right = found.tuples[:, first], found.tuples[:, second]
        both = (left != NOBODY) & (right != NOBODY)
        one, other = _take(units[first], left[both]), _take(units[second], right[both])
        position = cost.alpha * pairwise_position(one, other) * cost.delta
        weight = np.maximum(0.0, 1.0 - position) / (size[both] - 1.0)
        tally.add(one.category, other.category, weight, cost.delta)
        if terms.unaligned == "count":
            for own, coder in ((left, first), (right, second)):
                alone = units[coder].category[own[(own != NOBODY) & ~both]]
                nothing = np.full(len(alone), NOBODY, dtype=np.int64)
                tally.add(alone, nothing, np.full(len(alone), cost.delta), cost.delta)
    return tally.means()


class _Tally:
    """Weighted disagreement by category, and of all in the last place."""

    def __init__(self, categories: int) -> None:
        self._total = np.zeros(categories + 1)
        self._weight = np.zeros(categories + 1)

    def add(self, one: Ints, other: Ints, weight: Floats, delta: float) -> None:
        lost = weight * delta * (one != other)
        everything = np.full(len(one), len(self._total) - 1)
        second = (one != other) & (other != NOBODY)
        for category, counted in (
            (one, slice(None)),
            (other, second),
            (everything, slice(None)),
        ):
            np.add.at(self._total, category[counted], lost[counted])
            np.add.at(self._weight, category[counted], weight[counted])

    def means(self) -> Floats:
        out = np.full(len(self._total), np.nan)
        np.divide(self._total, self._weight, out=out, where=self._weight > 0)
        return out


def _take(units: Units, at: Ints) -> Units:
    return Units(units.start[at], units.end[at], units.category[at])


def _sorted(spans: Iterable[CodedSpan], coders: Sequence[str]) -> list[list[CodedSpan]]:
    if len(coders) < 2 or len(set(coders)) != len(coders):
        raise ValueError(f"gamma needs two or more different coders, got {', '.join(coders)}")
    rows = [span for span in spans if span.coder in set(coders)]
    sources = sorted({span.source_id for span in rows})
    if len(sources) > 1:
        raise ValueError(f"gamma is measured on one source, got {', '.join(sources)}")
    if any(span.end <= span.start for span in rows):
        raise ValueError("a unit ends after it starts")
    return [
        sorted((s for s in rows if s.coder == name), key=lambda s: (s.start, s.end, s.code))
        for name in coders
    ]


def _units(own: list[CodedSpan], categories: list[str]) -> Units:
    return Units(
        np.array([span.start for span in own], dtype=np.float64),
        np.array([span.end for span in own], dtype=np.float64),
        np.array([categories.index(span.code) for span in own], dtype=np.int64),
    )
