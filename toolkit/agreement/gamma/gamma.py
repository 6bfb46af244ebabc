"""Gamma, gamma-cat and gamma-k, for units that are placed freely and may overlap.

Mathet, Widloecher & Metivier (2015), Computational Linguistics 41(3); gamma-cat and
gamma-k: Mathet (2017), Computational Linguistics 43(3). The best alignment is exact;
chance is the mean over random texts, so that the values depend on seed and samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.coefficient import Coefficient, CoefficientBuilder
from toolkit.agreement.gamma.alignment import (
    NOBODY,
    Alignment,
    Dissimilarity,
    PlacedUnits,
    best_alignment,
    pairwise_position,
)
from toolkit.agreement.gamma.random_texts import Draw, shuffle, statistical
from toolkit.agreement.ratings import Floats, Ints
from toolkit.agreement.spans import CodedSpan
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAMPLERS = ("statistical", "shuffle")
UNALIGNED = ("count", "ignore")
MISSING_RULE = _(
    "every coder named worked on the source; a unit that nobody else has is aligned with nothing"
)
NO_UNITS = _("no coder marked a unit")
NO_DISORDER = _("random texts have no disorder either")
NEVER_ALIGNED = _("no two units are aligned with each other")


@dataclass(frozen=True)
class GammaResult:
    """The gamma coefficients of a source, and what they were computed from."""

    gamma: Coefficient
    """Agreement on the position and the category of units."""
    gamma_cat: Coefficient
    """Agreement on the categories of units that are aligned."""
    gamma_k: dict[str, Coefficient]
    """Agreement on each category, by category."""
    observed: float
    """The disorder of the best alignment."""
    expected: float
    """The mean disorder of the best alignments of the random texts."""
    expected_error: float
    """Half the width of the 95 % interval of `expected`, as a share of it."""
    samples: int
    """How many random texts were drawn."""
    sampler: str
    seed: int
    aligned: tuple[tuple[CodedSpan | None, ...], ...]
    """The best alignment: for each tuple the span of each coder, None for no unit."""


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
    """Measure gamma on a source.

    Parameters
    ----------
    spans
        The spans of a single source, in code points; spans of other coders are left out.
    coders
        The coders who worked on the source, whether they marked units or not.
    alpha, beta, delta
        The weight of the position, the weight of the category, and the cost of a unit
        that is aligned with nothing.
    samples
        The number of random texts; more are drawn where `precision` needs them.
    precision
        The largest error of the expected disorder that is accepted, as a share of it.
    sampler
        statistical: units drawn from the means and deviations of the numbers, gaps and
        lengths of units (pygamma-agreement's default). shuffle: a coder's units moved
        along the text by a random distance (Mathet et al. 2015, section 5.2).
    unaligned
        What gamma-cat and gamma-k make of a unit that a coder has no unit for. count: it
        is a full disagreement (pygamma-agreement 0.5.9). ignore: it does not count,
        since only aligned units have categories to compare.
    seed
        The seed of the random texts.

    Raises
    ------
    ValueError
        The spans are of several sources, there are fewer than two coders or no samples,
        the sampler or a rule is unknown, or too many units overlap for an exact solution.

    Examples
    --------
    The test data of pygamma-agreement: the disorder of the best alignment is .0625.

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
    categories = sorted({span.code for of_coder in rows for span in of_coder})
    count = sum(map(len, rows))
    builders = [
        CoefficientBuilder(name, count, "unit", MISSING_RULE, params)
        for name in ("gamma", "gamma_cat")
    ]
    if not count:
        first, second = (builder.undefined(NO_UNITS) for builder in builders)
        return GammaResult(first, second, {}, 0.0, 0.0, 0.0, 0, sampler, seed, ())
    cost = Dissimilarity(alpha, beta, delta)
    units = [_placed(of_coder, categories) for of_coder in rows]
    best = best_alignment(units, cost)
    settings = _CategorySettings(cost, len(categories), unaligned)
    draw = statistical(units) if sampler == "statistical" else shuffle(units)
    chance = _chance(draw, settings, samples, precision, np.random.default_rng(seed))
    expected = float(np.mean(chance.disorders))
    share = _error(chance.disorders)
    value = builders[0].undefined(NO_DISORDER)
    if expected > 0:
        value = builders[0].value(1.0 - best.disorder / expected)
    by_category = _categorical(best, units, settings)
    all_k = [
        _corrected(
            CoefficientBuilder("gamma_k", count, "unit", MISSING_RULE, params | {"category": name}),
            by_category[at],
            chance.categorical[:, at],
        )
        for at, name in enumerate(categories)
    ]
    return GammaResult(
        value,
        _corrected(builders[1], by_category[-1], chance.categorical[:, -1]),
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
class _CategorySettings:
    """How disagreement on categories is measured."""

    cost: Dissimilarity
    categories: int
    """How many categories there are."""
    unaligned: str
    """count or ignore."""


@dataclass(frozen=True)
class _ChanceDisorders:
    """Disorders of the best alignments of random texts."""

    disorders: Floats
    """Shape (samples,)."""
    categorical: Floats
    """Shape (samples, categories + 1): by category, and for all categories in the last place;
    NaN where no units are aligned."""


def _chance(
    draw: Draw,
    settings: _CategorySettings,
    samples: int,
    precision: float | None,
    rng: np.random.Generator,
) -> _ChanceDisorders:
    disorders: list[float] = []
    categorical: list[Floats] = []
    needed = samples
    while len(disorders) < needed:
        units = draw(rng)
        alignment = best_alignment(units, settings.cost)
        disorders.append(alignment.disorder)
        categorical.append(_categorical(alignment, units, settings))
        if precision is not None and len(disorders) == samples:
            # Mathet et al. 2015, section 5.3.
            share = _error(np.array(disorders)) * np.sqrt(samples)
            needed = max(needed, int(np.ceil((share / precision) ** 2)))
    return _ChanceDisorders(np.array(disorders), np.array(categorical))


def _error(disorders: Floats) -> float:
    """Return half the width of the 95 % interval of the mean, as a share of the mean."""
    mean = float(disorders.mean())
    return 1.96 * float(disorders.std()) / mean / np.sqrt(len(disorders)) if mean > 0 else 0.0


def _corrected(builder: CoefficientBuilder, observed: float, chance: Floats) -> Coefficient:
    """Return 1 - observed / mean chance disorder."""
    if np.isnan(observed):
        return builder.undefined(NEVER_ALIGNED)
    known = chance[~np.isnan(chance)]
    if not len(known) or not known.any():
        return builder.value(1.0) if observed == 0 else builder.undefined(NO_DISORDER)
    return builder.value(1.0 - observed / float(known.mean()))


def _categorical(
    alignment: Alignment, units: list[PlacedUnits], settings: _CategorySettings
) -> Floats:
    """Return the mean categorical dissimilarity of aligned pairs (Mathet 2017).

    The shape is (categories + 1,): by category, and for all categories in the last place.
    A pair weighs less the further apart its units are, and the more units its tuple has.
    The value is NaN where no pair has weight.
    """
    cost, size = settings.cost, (alignment.tuples != NOBODY).sum(axis=1)
    tally = _Tally(settings.categories)
    for first, second in combinations(range(len(units)), 2):
        left, right = alignment.tuples[:, first], alignment.tuples[:, second]
        both = (left != NOBODY) & (right != NOBODY)
        aligned = _take(units[first], left[both])
        partners = _take(units[second], right[both])
        position = cost.alpha * pairwise_position(aligned, partners) * cost.delta
        weight = np.maximum(0.0, 1.0 - position) / (size[both] - 1.0)
        tally.add(aligned.category, partners.category, weight, cost.delta)
        if settings.unaligned == "count":
            for column, coder in ((left, first), (right, second)):
                alone = units[coder].category[column[(column != NOBODY) & ~both]]
                nothing = np.full(len(alone), NOBODY, dtype=np.int64)
                tally.add(alone, nothing, np.full(len(alone), cost.delta), cost.delta)
    return tally.means()


class _Tally:
    """Weighted disagreement by category, and of all categories in the last place."""

    def __init__(self, categories: int) -> None:
        self._total = np.zeros(categories + 1)
        self._weight = np.zeros(categories + 1)

    def add(self, first: Ints, second: Ints, weight: Floats, delta: float) -> None:
        """Add pairs of units by their categories, all of shape (pairs,)."""
        dissimilarity = weight * delta * (first != second)
        all_categories = np.full(len(first), len(self._total) - 1)
        differs = (first != second) & (second != NOBODY)
        for category, counted in (
            (first, slice(None)),
            (second, differs),
            (all_categories, slice(None)),
        ):
            np.add.at(self._total, category[counted], dissimilarity[counted])
            np.add.at(self._weight, category[counted], weight[counted])

    def means(self) -> Floats:
        """Return the weighted means, NaN without weight."""
        means = np.full(len(self._total), np.nan)
        np.divide(self._total, self._weight, out=means, where=self._weight > 0)
        return means


def _take(units: PlacedUnits, at: Ints) -> PlacedUnits:
    return PlacedUnits(units.start[at], units.end[at], units.category[at])


def _sorted(spans: Iterable[CodedSpan], coders: Sequence[str]) -> list[list[CodedSpan]]:
    """Return the spans of each coder in the order of the text, after checking them."""
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


def _placed(spans: list[CodedSpan], categories: list[str]) -> PlacedUnits:
    """Return the spans of a coder as arrays, with categories as indices."""
    return PlacedUnits(
        np.array([span.start for span in spans], dtype=np.float64),
        np.array([span.end for span in spans], dtype=np.float64),
        np.array([categories.index(span.code) for span in spans], dtype=np.int64),
    )
