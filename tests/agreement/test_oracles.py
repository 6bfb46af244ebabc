"""Other implementations, where they are installed (`make oracles`); none is needed to run.

irrCAC pins old libraries and declares no licence, so its values are frozen beside this file.
"""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import toolkit.agreement
from toolkit.agreement import (
    CodedSpan,
    SourceFrame,
    agreement_table,
    boundary_kappa,
    boundary_pi,
    boundary_similarity,
    brennan_prediger,
    cohen_interval,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gamma_agreement,
    gwet_interval,
    krippendorff_alpha,
    krippendorff_alpha_of_category,
    light_kappa,
    scott_pi,
    weighted_kappa_interval,
)
from toolkit.agreement.alpha import METRICS
from toolkit.agreement.table.unit_ratings import unit_ratings

if TYPE_CHECKING:
    from types import ModuleType

CATEGORIES = [1, 2, 3, 4, 5]
FROZEN = json.loads((Path(__file__).parent / "irrcac_0_4_4.json").read_text("utf-8"))
OF_IRRCAC = {
    "Fleiss' kappa": "fleiss_kappa",
    "AC1": "gwet_ac2",
    "AC2": "gwet_ac2",
    "Brennan-Prediger": "brennan_prediger",
    "Conger's kappa": "conger_kappa",
}
OF_METRICS = {"identity": "nominal", "quadratic": "interval", "ratio": "ratio"}


def oracle(name: str) -> Any:
    """The module, or the test is skipped and says what would be needed."""
    module: ModuleType = pytest.importorskip(
        name, reason=f"{name} is not installed; `make oracles` compares with it"
    )
    return module


def ratings(seed: int, missing: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    true = rng.integers(1, 6, 80)
    table = np.stack(
        [np.where(rng.random(80) < 0.3, rng.integers(1, 6, 80), true) for _ in range(4)], axis=1
    ).astype(float)
    table[rng.random(table.shape) < missing] = np.nan
    return table


@pytest.mark.parametrize("case", FROZEN["cases"], ids=["complete", "gaps", "more gaps"])
def test_irrcac(case: dict[str, Any]) -> None:
    """Weighted coefficients, their standard errors and their intervals equal those of irrCAC."""
    complete = all(None not in row for row in case["ratings"])
    compared = 0
    for weights, name, value, error, low, high in case["values"]:
        options: dict[str, Any] = {"categories": CATEGORIES}
        if name in OF_IRRCAC:
            name = OF_IRRCAC[name]
            options |= {"weights": weights, "positions": "values"}
        elif weights in OF_METRICS:
            name = "krippendorff_alpha"
            options |= {"metric": OF_METRICS[weights]}
        else:
            # Gwet's ordinal and linear weights for alpha correspond to no metric of Krippendorff.
            continue
        ours = getattr(toolkit.agreement, name)(case["ratings"], **options)
        assert ours.value == pytest.approx(value, abs=1e-8), (weights, name)
        interval = gwet_interval(name, case["ratings"], **options)
        # With gaps irrCAC uses a corrected agreement for alpha, and the linearisation a plain one.
        exact = complete or name != "krippendorff_alpha"
        tolerance = 1e-8 if exact else 2e-5
        assert interval.standard_error == pytest.approx(error, abs=tolerance), (weights, name)
        assert (interval.low, interval.high) == pytest.approx((low, high), abs=4 * tolerance)
        compared += 1
    assert compared == 27


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_scikit_learn(seed: int, weights: str | None) -> None:
    metrics = oracle("sklearn.metrics")
    table = ratings(seed)
    values = []
    for first, second in combinations(range(4), 2):
        pair = table[:, [first, second]]
        expected = metrics.cohen_kappa_score(pair[:, 0], pair[:, 1], weights=weights)
        ours = cohen_kappa(pair, CATEGORIES, weights or "identity").value
        assert ours == pytest.approx(expected)
        values.append(expected)
    value = light_kappa(table, CATEGORIES, weights or "identity").value
    assert value == pytest.approx(np.mean(values))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("metric", METRICS)
def test_krippendorff(seed: int, metric: str) -> None:
    other = oracle("krippendorff")
    table = ratings(seed, missing=0.2)
    expected = other.alpha(reliability_data=table.T, level_of_measurement=metric)
    assert krippendorff_alpha(table, metric=metric).value == pytest.approx(expected)
    if metric == "nominal":
        for category in CATEGORIES:
            folded = np.where(np.isnan(table), np.nan, table == category)
            expected = other.alpha(reliability_data=folded.T, level_of_measurement="nominal")
            ours = krippendorff_alpha_of_category(table, category).value
            assert ours == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(5))
def test_statsmodels(seed: int) -> None:
    other = oracle("statsmodels.stats.inter_rater")
    table = ratings(seed)
    counts, _ = other.aggregate_raters(table)
    assert fleiss_kappa(table).value == pytest.approx(other.fleiss_kappa(counts))
    free = other.fleiss_kappa(counts, method="randolph")
    assert brennan_prediger(table, CATEGORIES).value == pytest.approx(free)
    pair = table[:, :2].astype(int)
    square = np.zeros((5, 5))
    np.add.at(square, (pair[:, 0] - 1, pair[:, 1] - 1), 1)
    expected = other.cohens_kappa(square)
    interval = cohen_interval(pair)
    assert cohen_kappa(pair).value == pytest.approx(expected.kappa)
    assert interval.standard_error == pytest.approx(expected.std_kappa)
    assert (interval.low, interval.high) == pytest.approx((expected.kappa_low, expected.kappa_upp))
    for wt in ("linear", "quadratic"):
        weighted = other.cohens_kappa(square, wt=wt)
        assert cohen_kappa(pair, CATEGORIES, wt).value == pytest.approx(weighted.kappa)
        interval = weighted_kappa_interval(pair, CATEGORIES, wt)
        assert interval.standard_error == pytest.approx(weighted.std_kappa)


@pytest.mark.parametrize("seed", range(3))
def test_nltk(seed: int) -> None:
    """Kappa and pi of NLTK do not accept missing values; its alpha does."""
    oracle("nltk")
    from nltk.metrics.agreement import AnnotationTask

    def task(table: np.ndarray) -> Any:
        return AnnotationTask(
            data=[
                (f"c{coder}", f"u{unit}", int(value))
                for unit, row in enumerate(table)
                for coder, value in enumerate(row)
                if not np.isnan(value)
            ]
        )

    gaps = ratings(seed, missing=0.1)
    assert krippendorff_alpha(gaps).value == pytest.approx(task(gaps).alpha())
    table = ratings(seed)
    expected = task(table)
    assert light_kappa(table).value == pytest.approx(expected.kappa())
    assert conger_kappa(table).value == pytest.approx(expected.multi_kappa())
    pair = table[:, :2]
    assert scott_pi(pair).value == pytest.approx(task(pair).pi())
    assert brennan_prediger(pair).value == pytest.approx(task(pair).S())


@pytest.mark.parametrize("seed", range(20))
def test_segeval(seed: int) -> None:
    other = oracle("segeval")
    rng = np.random.default_rng(seed)
    cuts = [np.sort(rng.choice(np.arange(1, 30), rng.integers(1, 9), False)) for _ in range(3)]
    masses = [tuple(np.diff([0, *cut, 30]).tolist()) for cut in cuts]
    for n_t in (2, 3):
        for first, second in combinations(masses, 2):
            expected = float(other.boundary_similarity(first, second, n_t=n_t))
            assert boundary_similarity(first, second, n_t).value == pytest.approx(expected)
    coders = {f"c{at}": mass for at, mass in enumerate(masses)}
    expected = float(other.fleiss_kappa_linear({"item": coders}))
    assert boundary_kappa({"item": coders}).value == pytest.approx(expected)
    expected = float(other.fleiss_pi_linear({"item": coders}))
    assert boundary_kappa({"item": coders}, chance="pi").value == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(5))
def test_pi_of_boundaries(seed: int) -> None:
    other = oracle("statsmodels.stats.inter_rater")
    rng = np.random.default_rng(seed)
    cuts = [np.sort(rng.choice(np.arange(1, 30), rng.integers(1, 9), False)) for _ in range(3)]
    masses = {f"c{at}": np.diff([0, *cut, 30]).tolist() for at, cut in enumerate(cuts)}
    table = np.zeros((29, 3), dtype=int)
    for coder, cut in enumerate(cuts):
        table[cut - 1, coder] = 1
    expected = other.fleiss_kappa(other.aggregate_raters(table)[0])
    assert boundary_pi({"item": masses}).value == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(3))
def test_pygamma(seed: int) -> None:
    """The disorder is equal; gamma is only close, since it depends on random draws."""
    oracle("pygamma_agreement")
    from pyannote.core import Segment
    from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

    rng = np.random.default_rng(seed)
    spans = []
    for coder in ("ann", "ben"):
        for at in range(12):
            start = 40 * at + int(rng.integers(0, 25))
            code = "abc"[int(rng.integers(0, 3)) if rng.random() < 0.3 else at % 3]
            spans.append(CodedSpan("s", coder, code, start, start + int(rng.integers(5, 20))))
    continuum = Continuum()
    for span in spans:
        continuum.add(span.coder, Segment(span.start, span.end), span.code)
    cost = CombinedCategoricalDissimilarity(alpha=3, beta=1, delta_empty=1)
    np.random.seed(seed)
    expected = continuum.compute_gamma(cost, n_samples=100)
    ours = gamma_agreement(spans, ("ann", "ben"), samples=200, seed=seed, rule="pygamma-0.5.9")
    assert ours.observed == pytest.approx(expected.observed_disorder, abs=1e-4)
    assert ours.gamma.value == pytest.approx(expected.gamma, abs=0.05)
    assert ours.gamma_cat.value == pytest.approx(expected.gamma_cat, abs=0.07)


def test_pygamma_of_two_units_without_a_partner() -> None:
    """On its own random texts, disagreement on categories equals that of pygamma-agreement.

    The issue's example: .118 with 200 random texts, where the article has 1.
    """
    oracle("pygamma_agreement")
    from pyannote.core import Segment
    from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

    from toolkit.agreement.gamma.alignment import Alignment, Dissimilarity, PlacedUnits
    from toolkit.agreement.gamma.categories import PYGAMMA, CategoryMeasure

    def placed(alignment: Any) -> tuple[Alignment, list[PlacedUnits]]:
        tuples = [[unit for _, unit in part.n_tuple] for part in alignment]
        units: list[list[Any]] = [[], []]
        rows = []
        for row in tuples:
            rows.append([-1 if unit is None else len(units[at]) for at, unit in enumerate(row)])
            for at, unit in enumerate(row):
                units[at] += [] if unit is None else [unit]
        arrays = [
            PlacedUnits(
                np.array([unit.segment.start for unit in of_coder]),
                np.array([unit.segment.end for unit in of_coder]),
                np.array(["ab".index(unit.annotation) for unit in of_coder], dtype=np.int64),
            )
            for of_coder in units
        ]
        return Alignment(np.array(rows, dtype=np.int64), 0.0), arrays

    continuum = Continuum()
    first = [("a", 1, 5), ("b", 6, 10), ("a", 20, 24), ("b", 30, 34)]
    for coder, units in (("ann", first), ("ben", [("a", 2, 6), ("b", 31, 35)])):
        for code, start, end in units:
            continuum.add(coder, Segment(start, end), code)
    np.random.seed(1)
    cost = CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
    expected = continuum.compute_gamma(cost, n_samples=200)
    assert expected.gamma_cat == pytest.approx(0.118, abs=0.05)
    measure = CategoryMeasure(Dissimilarity(1, 1, 1), 2, PYGAMMA)
    observed = measure.disorder(*placed(expected.best_alignment))
    chance = np.array(
        [measure.chance_disorder(*placed(each)) for each in expected.chance_alignments]
    ).mean(axis=0)
    values = 1.0 - observed / chance
    assert values[-1] == pytest.approx(expected.gamma_cat, abs=1e-5)
    for at, code in enumerate("ab"):
        assert values[at] == pytest.approx(expected.gamma_k(code), abs=1e-5)


@pytest.mark.parametrize("level", ["character", "turn"])
def test_written_ratings(level: str) -> None:
    """Alpha of the ratings that `qct agree --ratings` writes, as `krippendorff` computes it."""
    other = oracle("krippendorff")
    rng = np.random.default_rng(7)
    coders = ("ann", "ben", "cec")
    turns = [(at, at + 10) for at in range(0, 200, 10)]
    frames = [
        SourceFrame("s", 200, None, frozenset(coders), turns),
        SourceFrame("t", 200, [(0, 90)], frozenset(coders[:2]), turns),
    ]
    spans = [
        CodedSpan(frame.source_id, coder, "xyz"[int(rng.integers(0, 3))], start, start + 7)
        for frame in frames
        for coder in coders
        for start, _ in turns
        if coder in frame.coverage and rng.random() < 0.6
    ]
    codes = ("x", "y", "z")
    units = unit_ratings(frames, spans, coders, codes, level)
    table = agreement_table(frames, spans, coders, codes, level=level)
    alphas = {row.code: row.krippendorff_alpha for row in table if len(row.coders) == 3}
    for code in codes:
        answers = units.of_code(code).astype(float)
        answers[answers < 0] = np.nan
        data = np.repeat(answers, units.times, axis=0).T
        expected = other.alpha(reliability_data=data, level_of_measurement="nominal")
        assert alphas[code] == pytest.approx(expected)
    answers = units.exclusive().astype(float)
    answers[answers < 0] = np.nan
    data = np.repeat(answers, units.times, axis=0).T
    expected = other.alpha(reliability_data=data, level_of_measurement="nominal")
    assert krippendorff_alpha(units.family_ratings("none")).value == pytest.approx(expected)
