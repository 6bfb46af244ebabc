"""Worked examples with ratings of units by coders: an entry for each coefficient."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from toolkit.agreement.alpha import (
    alpha_terms,
    krippendorff_alpha,
    krippendorff_alpha_of_category,
)
from toolkit.agreement.intervals.analytic import cohen_interval, gwet_interval
from toolkit.agreement.intervals.bootstrap import bootstrap_units, hayes_krippendorff
from toolkit.agreement.nominal.gwet import gwet_ac1, gwet_ac2
from toolkit.agreement.nominal.kappa import (
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    light_kappa,
    percent_agreement,
    scott_pi,
)
from toolkit.agreement.nominal.paradox import cohen_kappa_max
from toolkit.agreement.nominal.weighted_error import weighted_kappa_interval
from toolkit.agreement.ratings import Ratings, as_ratings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.agreement.coefficient import Coefficient
    from toolkit.agreement.intervals.interval import Interval
    from toolkit.agreement.verification.values import Compute, Params, Value


def read_ratings(data: Mapping[str, Any]) -> Ratings:
    """Return the ratings of an example, with its categories in their order."""
    return as_ratings(data["units_by_coders"], data.get("categories"))


def _of(coefficient: Callable[[Ratings], Coefficient]) -> Compute:
    return lambda ratings, params: coefficient(ratings).value


def _weighting(ratings: Ratings, params: Params) -> dict[str, Any]:
    """Return weights and positions; Gwet places numeric categories at their values."""
    words = any(isinstance(category, str) for category in ratings.categories)
    stated = params.get("positions")
    if stated is None:
        positions = "ranks" if words else "values"
    else:
        positions = "values" if stated == "category values" else "ranks"
    return {"weights": params.get("weights", "identity"), "positions": positions}


def _weighted(coefficient: Callable[..., Coefficient], ratings: Ratings, params: Params) -> Value:
    return coefficient(ratings, None, **_weighting(ratings, params)).value


def _percent(ratings: Ratings, params: Params) -> Value:
    return percent_agreement(ratings, None, _weighting(ratings, params)["weights"]).value


def _alpha(ratings: Ratings, params: Params) -> Value:
    return krippendorff_alpha(
        ratings, metric=params.get("metric", "nominal"), distances=params.get("distances")
    ).value


def _alpha_part(part: str, ratings: Ratings, params: Params) -> Value:
    terms = alpha_terms(ratings, params.get("metric", "nominal"), params.get("distances"))
    return float(getattr(terms, part))


def _alpha_of_category(ratings: Ratings, params: Params) -> Value:
    return krippendorff_alpha_of_category(ratings, params["category"]).value


def _kappa_weighting(params: Params) -> dict[str, Any]:
    positions = "values" if params.get("positions") == "category values" else "ranks"
    return {"weights": params["weights"], "positions": positions}


def _weighted_kappa(ratings: Ratings, params: Params) -> Value:
    return cohen_kappa(ratings, None, **_kappa_weighting(params)).value


def _weighted_kappa_interval(ratings: Ratings, params: Params) -> Interval:
    return weighted_kappa_interval(ratings, None, **_kappa_weighting(params))


def _ac2(ratings: Ratings, params: Params) -> Value:
    return gwet_ac2(ratings, None, **_weighting(ratings, _with_weights(params))).value


def _with_weights(params: Params) -> Params:
    """Return the parameters, which must state the weights of AC2."""
    return {**params, "weights": params["weights"]}


def _ac1(ratings: Ratings, params: Params) -> Value:
    rule = "pairable" if "pairable" in params.get("missing", "") else "rated"
    return gwet_ac1(ratings, missing=rule).value


def _per_category(
    coefficient: Callable[[Ratings], Coefficient], ratings: Ratings, params: Params
) -> Value:
    return coefficient(ratings.against_rest(params["category"])).value


def _free_marginal(ratings: Ratings, params: Params) -> Value:
    stated = params.get("categories")
    if isinstance(stated, int) and stated != len(ratings.categories):
        table = [[None if at < 0 else at for at in row] for row in ratings.values.tolist()]
        return brennan_prediger(table, stated).value
    return _weighted(brennan_prediger, ratings, params)


def _gwet(name: str, ratings: Ratings, params: Params) -> Interval:
    weighting = _weighting(ratings, _with_weights(params) if name == "gwet_ac2" else params)
    return gwet_interval(name, ratings, None, metric=params.get("metric", "nominal"), **weighting)


def _error(name: str, ratings: Ratings, params: Params) -> Value:
    return _gwet(name, ratings, params).standard_error


def _limits(name: str, ratings: Ratings, params: Params) -> Value:
    return _both(_gwet(name, ratings, params))


def _both(interval: Interval) -> Value:
    if interval.low is None or interval.high is None:
        return None
    return interval.low, interval.high


def _unit_bootstrap(ratings: Ratings, params: Params) -> Value:
    alpha = partial(krippendorff_alpha, metric=params.get("metric", "nominal"))
    return _both(bootstrap_units(ratings, alpha, resamples=params.get("resamples", 2000))[0])


def _kalpha(ratings: Ratings, params: Params) -> Interval:
    return hayes_krippendorff(
        ratings,
        metric=params.get("metric", "nominal"),
        resamples=params.get("resamples", 20_000),
        thresholds=tuple(params.get("thresholds", ())),
    )


_WITH_ERROR = (
    "percent_agreement",
    "scott_pi",
    "fleiss_kappa",
    "conger_kappa",
    "brennan_prediger",
    "gwet_ac1",
    "gwet_ac2",
)
CODING: dict[str, Compute] = {
    "percent_agreement": _percent,
    "cohen_kappa": _of(cohen_kappa),
    "cohen_kappa_max": _of(cohen_kappa_max),
    "cohen_kappa_weighted": _weighted_kappa,
    "cohen_kappa_per_category": partial(_per_category, cohen_kappa),
    "cohen_kappa_se": lambda ratings, params: cohen_interval(ratings).standard_error,
    "cohen_kappa_ci95": lambda ratings, params: _both(cohen_interval(ratings)),
    "cohen_kappa_weighted_se": lambda ratings, params: (
        _weighted_kappa_interval(ratings, params).standard_error
    ),
    "cohen_kappa_weighted_ci95": lambda ratings, params: _both(
        _weighted_kappa_interval(ratings, params)
    ),
    "scott_pi": partial(_weighted, scott_pi),
    "fleiss_kappa": partial(_weighted, fleiss_kappa),
    "fleiss_kappa_per_category": partial(_per_category, fleiss_kappa),
    "conger_kappa": partial(_weighted, conger_kappa),
    "light_kappa": _of(light_kappa),
    "brennan_prediger": _free_marginal,
    "randolph_kappa": _free_marginal,
    "gwet_ac1": _ac1,
    "gwet_ac2": _ac2,
    "krippendorff_alpha": _alpha,
    "krippendorff_alpha_Do": partial(_alpha_part, "observed"),
    "krippendorff_alpha_De": partial(_alpha_part, "expected"),
    "krippendorff_alpha_per_category": _alpha_of_category,
    "krippendorff_alpha_se_gwet": partial(_error, "krippendorff_alpha"),
    "krippendorff_alpha_ci95_gwet": partial(_limits, "krippendorff_alpha"),
    **{f"{name}_se": partial(_error, name) for name in _WITH_ERROR},
    **{f"{name}_ci95": partial(_limits, name) for name in _WITH_ERROR},
}
"""The coefficients of examples of the kind `coding`, by name."""
CODING_INTERVALS: dict[str, Compute] = {
    "krippendorff_alpha_ci95_unit_bootstrap": _unit_bootstrap,
    "krippendorff_alpha_ci95_hayes_krippendorff_bootstrap": lambda ratings, params: _both(
        _kalpha(ratings, params)
    ),
    "prob_alpha_below": lambda ratings, params: tuple(
        share for _, share in _kalpha(ratings, params).below
    ),
}
"""The coefficients of examples of the kind `coding_ci`, by name."""
