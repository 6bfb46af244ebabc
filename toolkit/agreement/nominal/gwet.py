"""Gwet's AC1 and AC2, whose chance agreement shrinks as the categories grow unequal.

Gwet (2008), British Journal of Mathematical and Statistical Psychology 61; Gwet (2014),
Handbook of Inter-Rater Reliability, 4th ed. The parameters of both are those of
:mod:`toolkit.agreement.nominal`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.agreement.coefficient import GWET_RULE, Coefficient
from toolkit.agreement.nominal import chance
from toolkit.agreement.nominal.family import chance_corrected
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.agreement.ratings import Categories, Data, Floats, Ratings, Weights

PAIRABLE_ONLY = _("units with fewer than two ratings are left out of both terms")


def gwet_ac1(data: Data, categories: Categories = None, *, missing: str = "rated") -> Coefficient:
    """Return Gwet's AC1 (Gwet 2008).

    Parameters
    ----------
    data : shape (units, coders)
    missing
        rated: every rated unit enters the chance term (Gwet). pairable: only units
        that were rated twice or more (DKPro).

    Raises
    ------
    ValueError
        The rule for missing ratings is unknown, or the data are no table of ratings.

    Examples
    --------
    Gwet (2014), the data of Krippendorff (2011): .775.

    >>> from toolkit.agreement.examples import FOUR_OBSERVERS
    >>> round(gwet_ac1(FOUR_OBSERVERS).value, 3)
    0.775
    """
    return _gwet("gwet_ac1", data, categories, "identity", "ranks", missing)


def gwet_ac2(
    data: Data,
    categories: Categories = None,
    weights: Weights = "quadratic",
    *,
    positions: str = "ranks",
    missing: str = "rated",
) -> Coefficient:
    """Return Gwet's AC2, AC1 with weights (Gwet 2014, ch. 3); identity weights give AC1.

    Parameters
    ----------
    data : shape (units, coders)
    missing
        As in :func:`gwet_ac1`.

    Raises
    ------
    ValueError
        The weights or the rule are unknown, or the data are no table of ratings.

    Examples
    --------
    With identity weights on Gwet's skewed example (irrCAC): AC1 .808.

    >>> data = [[1, 1]] * 80 + [[2, 1]] * 8 + [[1, 2]] * 7 + [[2, 2]] * 5
    >>> round(gwet_ac2(data, weights="identity").value, 3)
    0.808
    """
    return _gwet("gwet_ac2", data, categories, weights, positions, missing)


def _gwet(
    name: str, data: Data, categories: Categories, weights: Weights, positions: str, missing: str
) -> Coefficient:
    if missing not in ("rated", "pairable"):
        raise ValueError(f"unknown rule for missing ratings {missing!r}; choose rated or pairable")
    pairable_only = missing == "pairable"

    def model(ratings: Ratings, matrix: Floats) -> chance.ChanceTerms:
        return chance.gwet(ratings, matrix, pairable_only)

    missing_rule = PAIRABLE_ONLY if pairable_only else GWET_RULE
    return chance_corrected(name, model, data, categories, weights, positions, missing_rule)
