"""The kappa family and alpha agree with published values and keep their invariances."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toolkit.agreement import (
    as_ratings,
    bias_index,
    brennan_prediger,
    cohen_kappa,
    cohen_kappa_max,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    holsti,
    krippendorff_alpha,
    krippendorff_alpha_of_category,
    light_kappa,
    pabak,
    percent_agreement,
    prevalence_index,
    scott_pi,
    weight_matrix,
)
from toolkit.agreement.coefficient import NO_PAIR, NO_VARIATION, Coefficient

if TYPE_CHECKING:
    from collections.abc import Callable

PUBLISHED = Path(__file__).parents[1] / "published"

ALL_CODERS = (
    percent_agreement,
    conger_kappa,
    fleiss_kappa,
    brennan_prediger,
    gwet_ac1,
    krippendorff_alpha,
)


def compute(data: dict[str, Any], name: str, params: dict[str, Any]) -> float | None:
    table, categories = data["units_by_coders"], data["categories"]
    if name == "krippendorff_alpha":
        distances = params.get("distances")
        metric = params.get("metric", "nominal")
        return krippendorff_alpha(table, categories, metric=metric, distances=distances).value
    if name == "krippendorff_alpha_per_category":
        return krippendorff_alpha_of_category(table, params["category"], categories).value
    if name == "cohen_kappa_weighted":
        return cohen_kappa(table, categories, params["weights"]).value
    if name == "gwet_ac2":
        return gwet_ac2(table, categories, params["weights"], positions="values").value
    if name == "gwet_ac1" and "missing" in params and "DKPro" in params["missing"]:
        return gwet_ac1(table, categories, missing="pairable").value
    if name.endswith("_per_category"):
        folded = as_ratings(table, categories).against_rest(params["category"])
        return {"cohen": cohen_kappa, "fleiss": fleiss_kappa}[name.split("_")[0]](folded).value
    plain: dict[str, Callable[..., Coefficient]] = {
        "percent_agreement": percent_agreement,
        "cohen_kappa": cohen_kappa,
        "cohen_kappa_max": cohen_kappa_max,
        "scott_pi": scott_pi,
        "fleiss_kappa": fleiss_kappa,
        "conger_kappa": conger_kappa,
        "light_kappa": light_kappa,
        "brennan_prediger": brennan_prediger,
        "randolph_kappa": brennan_prediger,
        "gwet_ac1": gwet_ac1,
    }
    if "weights" in params:
        return plain[name](table, categories, params["weights"]).value
    return plain[name](table, categories).value


def examples() -> list[Any]:
    examples = []
    for path in sorted(PUBLISHED.glob("coding_*.json")):
        fixture = json.loads(path.read_text("utf-8"))
        for at, expect in enumerate(fixture["expect"]):
            name = expect["coefficient"]
            if any(mark in name for mark in ("_se", "_ci95", "_Do", "_De")):
                continue
            label = f"{fixture['id']}-{at}-{name}"
            examples.append(pytest.param(fixture["data"], expect, id=label))
    return examples


@pytest.mark.parametrize(("data", "expect"), examples())
def test_worked_examples(data: dict[str, Any], expect: dict[str, Any]) -> None:
    value = compute(data, expect["coefficient"], expect["params"])
    assert value == pytest.approx(expect["value"], abs=expect["tolerance"])


def test_enough_examples_are_shipped() -> None:
    assert len(examples()) >= 390


tables = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from(["a", "b", "c", None]), min_size=coders, max_size=coders),
        min_size=2,
        max_size=12,
    )
)


@given(tables, st.permutations(["a", "b", "c"]))
@settings(deadline=None)
def test_renaming_categories_changes_nothing(table: list[list[Any]], names: list[str]) -> None:
    rename = dict(zip("abc", names, strict=True)) | {None: None}
    renamed = [[rename[value] for value in row] for row in table]
    for coefficient in ALL_CODERS:
        same(coefficient(table), coefficient(renamed))


@given(tables, st.randoms())
@settings(deadline=None)
def test_coder_and_unit_order_change_nothing(table: list[list[Any]], random: Any) -> None:
    order = list(range(len(table[0])))
    random.shuffle(order)
    shuffled = [[row[at] for at in order] for row in table]
    random.shuffle(shuffled)
    for coefficient in ALL_CODERS:
        same(coefficient(table), coefficient(shuffled))


@given(tables)
@settings(deadline=None)
def test_a_duplicated_coder_agrees_completely(table: list[list[Any]]) -> None:
    twice = [[row[0], row[0]] for row in table]
    for coefficient in (*ALL_CODERS, cohen_kappa, scott_pi, light_kappa):
        result = coefficient(twice)
        assert result.value is None or result.value == pytest.approx(1.0)
        used = {row[0] for row in table} - {None}
        assert result.defined == (
            len(used) > 1 or (bool(used) and coefficient is percent_agreement)
        )


@given(tables)
@settings(deadline=None)
def test_units_nobody_rated_change_nothing(table: list[list[Any]]) -> None:
    padded = [*table, [None] * len(table[0])]
    for coefficient in ALL_CODERS:
        same(coefficient(table), coefficient(padded))


@given(tables)
@settings(deadline=None)
def test_two_coders_reduce_to_cohen_and_scott(table: list[list[Any]]) -> None:
    pair = [row[:2] for row in table if None not in row[:2]]
    assume(pair)
    same(cohen_kappa(pair), conger_kappa(pair))
    same(scott_pi(pair), fleiss_kappa(pair))
    assert light_kappa(pair).value == cohen_kappa(pair).value


@given(tables)
@settings(deadline=None)
def test_identity_weights_are_no_weights(table: list[list[Any]]) -> None:
    same(gwet_ac1(table), gwet_ac2(table, weights="identity"))
    same(
        fleiss_kappa(table), fleiss_kappa(table, weights=np.eye(len(as_ratings(table).categories)))
    )


def test_repeated_rows_weigh_as_many_units() -> None:
    table: list[list[str | None]] = [["a", "b", "a"], ["a", "a", None], ["b", "b", "b"]]
    times = np.array([3, 1, 4])
    ratings = as_ratings(table)
    weighted = type(ratings)(ratings.values, ratings.categories, times)
    long = [row for row, count in zip(table, times, strict=True) for _ in range(count)]
    for coefficient in ALL_CODERS:
        same(coefficient(weighted), coefficient(long))


@pytest.mark.parametrize("density", [0.01, 0.05, 0.3, 0.5, 0.95])
def test_independent_coders_score_about_zero(density: float) -> None:
    rng = np.random.default_rng(7)
    table = rng.random((40_000, 3)) < density
    for coefficient in (conger_kappa, fleiss_kappa, krippendorff_alpha):
        assert coefficient(table).value == pytest.approx(0.0, abs=0.03)


@pytest.mark.parametrize("coefficient", ALL_CODERS[1:])
def test_without_variation_there_is_a_reason_and_no_value(coefficient: Any) -> None:
    result = coefficient([[1, 1], [1, 1]])
    assert (result.value, result.reason) == (None, NO_VARIATION)
    result = coefficient([[1, None], [None, 2]])
    assert (result.value, result.reason) == (None, NO_PAIR)
    # A unit that was rated once differs, so the agreement of the others is not complete.
    result = coefficient([[1, 1], [1, 1], [2, None]])
    assert (result.value, result.reason) == (None, NO_VARIATION)


def test_percent_agreement_without_variation_is_complete() -> None:
    assert percent_agreement([[1, 1], [1, 1]]).value == 1.0


def test_missing_is_not_a_category() -> None:
    table = [["a", "a", None], ["b", "b", None], ["a", "b", None]]
    same(krippendorff_alpha(table), krippendorff_alpha([row[:2] for row in table]))


def test_byrt_indices() -> None:
    """Byrt, Bishop & Carlin (1993) compute kappa from PABAK, PI and BI."""
    cells = [[40, 9], [6, 45]]
    table = [[a, b] for a in range(2) for b in range(2) for _ in range(cells[a][b])]
    adjusted, prevalence = pabak(table).value, prevalence_index(table).value
    bias = bias_index(table).value
    assert adjusted is not None
    assert prevalence is not None
    assert bias is not None
    assert (prevalence, bias) == pytest.approx((0.05, -0.03))
    kappa = (adjusted - prevalence**2 + bias**2) / (1 - prevalence**2 + bias**2)
    assert cohen_kappa(table).value == pytest.approx(kappa)


def test_dataframe_like_missing_values() -> None:
    table = np.array([[1.0, 1.0], [2.0, np.nan], [2.0, 1.0]])
    with_none: list[list[int | None]] = [[1, 1], [2, None], [2, 1]]
    same(krippendorff_alpha(table), krippendorff_alpha(with_none))


def test_weights() -> None:
    assert weight_matrix((1, 2, 4), "linear", "values")[0].tolist() == pytest.approx([1, 2 / 3, 0])
    assert weight_matrix((1, 2, 4), "quadratic")[0].tolist() == [1, 0.75, 0]
    assert weight_matrix((1, 2, 4), "ordinal")[0].tolist() == pytest.approx([1, 2 / 3, 0])
    with pytest.raises(ValueError, match="unknown weights 'cubic'; choose from identity"):
        weight_matrix((1, 2), "cubic")
    with pytest.raises(ValueError, match="need numbers"):
        weight_matrix(("a", "b"), "linear", "values")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cohen_kappa([[1, 2, 3]]), "two coders, got 3"),
        (lambda: scott_pi([[1, 2, 3]]), "use fleiss_kappa"),
        (
            lambda: krippendorff_alpha([[1, 2]], metric="cubic"),
            "unknown metric 'cubic'; choose from",
        ),
        (lambda: krippendorff_alpha([["a", "b"]], metric="interval"), "need numbers"),
        (lambda: percent_agreement([1, 2, 3]), "shape"),
        (lambda: percent_agreement([[1, 3]], [1, 2]), "not among the categories"),
        (lambda: percent_agreement([[1, 3]], missing="drop"), "choose units or ratings"),
        (lambda: gwet_ac1([[1, 3]], 1), "more than the 1 stated"),
        (lambda: pabak([[1, 2], [3, 3]]), "more than the 2 stated"),
        (lambda: holsti(5, 3, 9), "not possible"),
        (lambda: Coefficient("x", float("nan")), "not a value"),
        (lambda: Coefficient("x", None), "a value or a reason"),
    ],
)
def test_bad_input_is_named(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def same(first: Coefficient, second: Coefficient) -> None:
    assert first.reason == second.reason
    if first.value is not None:
        assert second.value == pytest.approx(first.value, abs=1e-9)
