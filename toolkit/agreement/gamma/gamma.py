"""Gamma, gamma-cat and gamma-k, for units that are placed freely and may overlap.

Mathet, Widloecher & Metivier (2015), Computational Linguistics 41(3); gamma-cat and
gamma-k: Mathet (2017), Computational Linguistics 43(3), by the rules of
:mod:`toolkit.agreement.gamma.categories`. The best alignment is exact; chance is the mean
over random texts, so that the values depend on seed and samples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.coefficient import Coefficient, CoefficientBuilder
from toolkit.agreement.gamma.alignment import (
    NOBODY,
    Dissimilarity,
    PlacedUnits,
    best_alignment,
)
from toolkit.agreement.gamma.categories import MATHET, RULES, CategoryMeasure
from toolkit.agreement.gamma.random_texts import Draw, shuffle, statistical
from toolkit.agreement.ratings import Floats
from toolkit.agreement.spans import CodedSpan
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAMPLERS = ("statistical", "shuffle")
MISSING_RULE = _(
    "every coder named worked on the source; a unit that nobody else has is aligned with nothing"
)
NO_UNITS = _("no coder marked a unit")
NO_DISORDER = _("random texts have no disorder either")


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
    rule: str = MATHET,
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
        lengths of units (as pygamma-agreement does by default, without the gap of 0 that
        it adds). shuffle: a coder's units moved along the text by a random distance
        (Mathet et al. 2015, section 5.2).
    rule
        How gamma-cat and gamma-k are computed: mathet-2017, gamma-software or
        pygamma-0.5.9, as :data:`toolkit.agreement.gamma.categories.RULES` says. The
        default is the article's. With pre-defined units its gamma-cat behaves as
        Krippendorff's alpha does, also with missing values, and alpha leaves out a unit
        that a single coder rated; a unit without a partner must therefore not count.
    seed
        The seed of the random texts.

    Raises
    ------
    ValueError
        The spans are of several sources, there are fewer than two coders or no samples,
        the sampler or a rule is unknown, or too many units overlap for an exact solution.

    Examples
    --------
    Both pairs that are aligned have the same category, so that gamma-cat is 1. The two
    units that only A marked lower gamma. pygamma-agreement 0.5.9 prints a gamma-cat of .12,
    because it counts both as wrong categories.

    >>> first = [("a", 1, 5), ("b", 6, 10), ("a", 20, 24), ("b", 30, 34)]
    >>> second = [("a", 2, 6), ("b", 31, 35)]
    >>> spans = [CodedSpan("s", who, *unit) for who, units in (("A", first), ("B", second))
    ...          for unit in units]
    >>> result = gamma_agreement(spans, ["A", "B"], alpha=1)
    >>> result.gamma_cat.value, round(result.gamma.value, 1)
    (1.0, 0.6)
    >>> len(result.aligned), result.aligned[0][1].start
    (4, 2)

    The test data of pygamma-agreement: the disorder of the best alignment is .0625.

    >>> spans = [CodedSpan("s", "A", c, s, s + 4) for c, s in [("a", 1), ("b", 6), ("a", 11)]]
    >>> spans += [CodedSpan("s", "B", c, s, s + 4) for c, s in [("a", 2), ("b", 7), ("a", 12)]]
    >>> result = gamma_agreement(spans, ["A", "B"], alpha=1)
    >>> result.observed, result.gamma_cat.value
    (0.0625, 1.0)
    """
    if sampler not in SAMPLERS:
        raise ValueError(f"unknown sampler {sampler!r}; choose from {', '.join(SAMPLERS)}")
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}; choose from {', '.join(RULES)}")
    if samples < 1:
        raise ValueError(f"gamma needs one random text or more, got {samples}")
    rows = _sorted(spans, coders)
    params: dict[str, object] = {
        "alpha": alpha,
        "beta": beta,
        "delta": delta,
        "sampler": sampler,
        "rule": rule,
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
    measure = CategoryMeasure(cost, len(categories), rule)
    draw = statistical(units) if sampler == "statistical" else shuffle(units)
    chance = _chance(draw, measure, samples, precision, np.random.default_rng(seed))
    expected = float(np.mean(chance.disorders))
    share = _error(chance.disorders)
    value = builders[0].undefined(NO_DISORDER)
    if expected > 0:
        value = builders[0].value(1.0 - best.disorder / expected)
    by_category = measure.disorder(best, units)
    all_k = [
        measure.corrected(
            CoefficientBuilder("gamma_k", count, "unit", MISSING_RULE, params | {"category": name}),
            by_category[at],
            chance.categorical[:, at],
        )
        for at, name in enumerate(categories)
    ]
    return GammaResult(
        value,
        measure.corrected(builders[1], by_category[-1], chance.categorical[:, -1]),
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
    measure: CategoryMeasure,
    samples: int,
    precision: float | None,
    rng: np.random.Generator,
) -> _ChanceDisorders:
    disorders: list[float] = []
    categorical: list[Floats] = []
    needed = samples
    while len(disorders) < needed:
        units = draw(rng)
        alignment = best_alignment(units, measure.cost)
        disorders.append(alignment.disorder)
        categorical.append(measure.chance_disorder(alignment, units))
        if precision is not None and len(disorders) == samples:
            # Mathet et al. 2015, section 5.3.
            share = _error(np.array(disorders)) * np.sqrt(samples)
            needed = max(needed, int(np.ceil((share / precision) ** 2)))
    return _ChanceDisorders(np.array(disorders), np.array(categorical))


def _error(disorders: Floats) -> float:
    """Return half the width of the 95 % interval of the mean, as a share of the mean."""
    mean = float(disorders.mean())
    return 1.96 * float(disorders.std()) / mean / np.sqrt(len(disorders)) if mean > 0 else 0.0


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
