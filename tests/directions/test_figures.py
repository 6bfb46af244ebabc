"""Figures of proposals against labels, and the scale of margins."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.directions.figures import figures, macro_f1
from toolkit.directions.propose import Proposal
from toolkit.directions.scale import Scale, bound_from, calibration_error, fit_scale, softmax


def proposal(direction: str, *ranked: str, chance: float = 0.8) -> Proposal:
    return Proposal(
        0, "t", direction, chance, "", tuple((name, 0.1) for name in ranked), (), chance
    )


def test_figures_of_a_small_table() -> None:
    proposals = [
        proposal("a", "a", "b"),
        proposal("b", "b", "a"),
        proposal("none", "a", "b"),
        proposal("c", "c", "a"),
        proposal("a", "a", "b"),
    ]
    found = figures(proposals, [("a",), ("a", "c"), ("none",), ("unclear",), ()])
    assert (found.texts, found.left_out) == (3, 2)
    assert found.accuracy == pytest.approx(2 / 3)
    assert found.hit_2 == 1.0
    assert found.ece == pytest.approx(abs(0.8 - 2 / 3), abs=1e-4)


def test_macro_f1_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import f1_score

    random = np.random.Generator(np.random.PCG64(1))
    truth = [f"d{n}" for n in random.integers(0, 4, 60)]
    guess = [f"d{n}" for n in random.integers(0, 4, 60)]
    expected = f1_score(truth, guess, average="macro", zero_division=0)
    assert macro_f1(list(zip(guess, truth, strict=True))) == pytest.approx(expected)


def test_nothing_labelled_has_no_figures() -> None:
    found = figures([proposal("a", "a")], [()])
    assert (found.texts, found.accuracy, found.macro_f1, found.hit_2, found.ece) == (
        0, None, None, None, None,
    )  # fmt: skip


def test_the_slope_of_simulated_margins_is_found() -> None:
    random = np.random.Generator(np.random.PCG64(2))
    margins = random.normal(0.2, 0.2, (1_500, 4))
    chances = softmax(margins, 9.0, 0.25)
    labels = np.array([random.choice(5, p=row) for row in chances])
    scale = fit_scale(margins, labels, own_talk=False)
    assert scale.slope == pytest.approx(9.0, rel=0.15)
    assert scale.none_at == pytest.approx(0.25, abs=0.05)
    first = scale.chances(margins)
    error = calibration_error(first.max(axis=1), first.argmax(axis=1) == labels)
    assert error is not None
    assert error < 0.06


def test_a_bound_needs_enough_right_answers() -> None:
    assert bound_from(np.zeros(0), np.zeros(0, dtype=bool)) == np.inf
    assert bound_from(np.full(3, 0.9), np.ones(3, dtype=bool)) == np.inf
    sure = np.linspace(0.99, 0.6, 40)
    assert bound_from(sure, np.ones(40, dtype=bool)) == pytest.approx(0.6)
    assert bound_from(sure, np.zeros(40, dtype=bool)) == np.inf


def test_probabilities_add_up_to_one() -> None:
    scale = Scale(16.0, 0.2, (0.5,) * 3)
    chances = scale.chances(np.array([[0.1, 0.4, 0.9], [-1.0, -1.0, -1.0]]))
    assert np.allclose(chances.sum(axis=1), 1.0)
    assert chances[1].argmax() == 3
