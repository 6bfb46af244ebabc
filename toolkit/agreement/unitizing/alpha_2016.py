"""Krippendorff's unitizing family of 2016: u-alpha, |u-alpha, cu-alpha and (k)u-alpha.

Krippendorff, Mathet, Bouvry & Widloecher (2016), Quality & Quantity 50(6); worked
example in Krippendorff (2019), Content Analysis, 4th ed., fig. 12.11. The codes of a
layer exclude each other inside a coder. The parameter `sums` is a layer measured by
:func:`~toolkit.agreement.unitizing.unit_sums.unit_sums`, whose sources are added up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.coefficient import Coefficient, CoefficientBuilder
from toolkit.agreement.unitizing.unit_sums import SELF_PAIRINGS, UnitSums, fold
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.agreement.ratings import Floats
    from toolkit.agreement.table.code_sums import GroupSums

LAYER_RULE = _(
    "sources that fewer than two coders worked on are left out; "
    "a coder who did not work on a source has no pair there"
)
NOTHING_CODED = _("no source was worked on by two coders, or all of it is one unit or one gap")
NOTHING_SHARED = _("no two coders coded the same characters")
ONE_CODE = _("only one code occurs where two coders coded the same characters")
NOTHING_TO_PAIR = _("by this self-pairing rule every shared unit could only pair with itself")
NO_SHARED_USE = _("no use of the code shares a character with a unit of another coder")


def u_alpha(sums: UnitSums) -> Coefficient:
    """Return u-alpha: do the coders mark the same stretches with the same codes?

    Text that nobody coded counts as agreement, so read it beside cu-alpha.

    Examples
    --------
    Krippendorff (2019), fig. 12.11: .510.

    >>> from toolkit.agreement.examples import three_observers
    >>> round(u_alpha(three_observers()).value, 3)
    0.51
    """
    total = _total(sums)
    builder = _builder("u_alpha", sums)
    if np.count_nonzero(total.observed.sum(axis=1)) < 2:
        return builder.undefined(NOTHING_CODED)
    return builder.value(float(u_values(total)))


def u_alpha_binary(sums: UnitSums) -> Coefficient:
    """Return |u-alpha: do the coders mark the same stretches, whatever the code?

    Units that touch remain two units, as in the published example.

    Examples
    --------
    Krippendorff (2019), fig. 12.11, prints .413.

    >>> from toolkit.agreement.examples import three_observers
    >>> round(u_alpha_binary(three_observers()).value, 4)
    0.4136
    """
    total = _total(sums)
    builder = _builder("u_alpha_binary", sums)
    folded = fold(total)
    if np.count_nonzero(folded.observed.sum(axis=1)) < 2:
        return builder.undefined(NOTHING_CODED)
    return builder.value(float(u_values(folded)))


def cu_alpha(sums: UnitSums, self_pairing: str = "mean") -> Coefficient:
    """Return cu-alpha: where coders mark the same stretches, do they choose the same code?

    It says nothing about text that only one coder marked, so read its coverage with it.

    Parameters
    ----------
    self_pairing
        How much of a unit could pair with itself when three or more coders mark unequal
        parts of it. mean: the mean length that it shares with the other coders, the
        only reading that gives the published .724. pair: the length shared with each
        coder. union: the length shared with any coder. For two coders they are equal.

    Raises
    ------
    ValueError
        The self-pairing is unknown.

    Examples
    --------
    Krippendorff (2019), fig. 12.11: .724.

    >>> from toolkit.agreement.examples import three_observers
    >>> round(cu_alpha(three_observers()).value, 3)
    0.724
    """
    _check(self_pairing)
    total = _total(sums)
    builder = _builder("cu_alpha", sums, self_pairing=self_pairing)
    shared = total.observed[1:, 1:].sum(axis=1)
    if not shared.any():
        return builder.undefined(NOTHING_SHARED)
    if np.count_nonzero(shared) < 2:
        return builder.undefined(ONE_CODE)
    return _finite(builder, float(cu_values(total, self_pairing)))


def cu_alpha_coverage(sums: UnitSums) -> Coefficient:
    """Return the share of all text, coder by coder, that cu-alpha is about: l* / l.

    Examples
    --------
    >>> from toolkit.agreement.examples import three_observers
    >>> round(cu_alpha_coverage(three_observers()).value, 3)
    0.461
    """
    total = _total(sums)
    builder = _builder("cu_alpha_coverage", sums)
    length = float(total.observed.sum())
    if not length:
        return builder.undefined(NOTHING_CODED)
    return builder.value(float(total.observed[1:, 1:].sum()) / length)


def ku_alpha(sums: UnitSums, code: str, self_pairing: str = "mean") -> Coefficient:
    """Return (k)u-alpha: how reliably is this code told from the other codes?

    Parameters
    ----------
    code
        A code of the layer.
    self_pairing
        As in :func:`cu_alpha`.

    Raises
    ------
    ValueError
        The code or the self-pairing is unknown.

    Examples
    --------
    Krippendorff (2019), fig. 12.11: 1 for codes 1, 5 and 6; 0 for 2, 3 and 4.

    >>> from toolkit.agreement.examples import three_observers
    >>> [round(ku_alpha(three_observers(), code).value, 3) for code in "125"]
    [1.0, 0.0, 1.0]
    >>> ku_alpha(three_observers(), "7").reason
    'no use of the code shares a character with a unit of another coder'
    """
    _check(self_pairing)
    at = _index(sums, code)
    total = _total(sums)
    builder = _builder("ku_alpha", sums, code=code, self_pairing=self_pairing)
    shared = total.observed[1:, 1:].sum(axis=1)
    if not shared[at]:
        return builder.undefined(NO_SHARED_USE)
    if np.count_nonzero(shared) < 2:
        return builder.undefined(ONE_CODE)
    return _finite(builder, float(ku_values(total, self_pairing)[at]))


def ku_alpha_coverage(sums: UnitSums, code: str) -> Coefficient:
    """Return the share of the code's length that meets a unit of another coder: l*_k / l_k.

    Parameters
    ----------
    code
        A code of the layer.

    Raises
    ------
    ValueError
        The code is unknown.

    Examples
    --------
    Krippendorff (2019), fig. 12.11: 44 % of code 5.

    >>> from toolkit.agreement.examples import three_observers
    >>> round(ku_alpha_coverage(three_observers(), "5").value, 2)
    0.44
    """
    at = _index(sums, code) + 1
    total = _total(sums)
    builder = _builder("ku_alpha_coverage", sums, code=code)
    length = float(total.observed[at].sum())
    if not length:
        return builder.undefined(_("no coder used the code"))
    return builder.value(float(total.observed[at, 1:].sum()) / length)


def u_alpha_by_code(sums: GroupSums) -> Floats:
    """Return u-alpha of each code against everything else, shape (draws, codes).

    Undefined values are NaN. Codes may overlap each other. The sums are those of the
    nominal coefficients: see :func:`toolkit.agreement.table.code_sums.add_sources`.
    """
    total, coded = sums.values[:, None], sums.ones
    squares = sums.squares + total - coded
    matched = coded**2 + (total - coded) ** 2 - squares
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = total - matched / (total - squares / total)
        value = 1.0 - 2.0 * sums.mixed / expected
    return np.where((coded > 0) & (coded < total), value, np.nan)


def u_values(sums: UnitSums) -> Floats:
    """Return u-alpha of sums over sources, shape (...,); NaN or inf where undefined."""
    return _alpha(sums.observed, sums.squares)


def cu_values(sums: UnitSums, self_pairing: str = "mean") -> Floats:
    """Return cu-alpha of sums over sources, shape (...,); NaN or inf where undefined."""
    return _alpha(sums.observed[..., 1:, 1:], sums.pairable[self_pairing])


def ku_values(sums: UnitSums, self_pairing: str = "mean") -> Floats:
    """Return (k)u-alpha of every code, shape (..., codes); NaN or inf where undefined."""
    observed, squares = sums.observed[..., 1:, 1:], sums.pairable[self_pairing]
    length, matched = observed.sum(axis=-1), np.einsum("...cc->...c", observed)
    total = length.sum(axis=-1, keepdims=True)
    scale = _scale(total, squares.sum(axis=-1, keepdims=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        row, cell = (length * total - squares) / scale, (length**2 - squares) / scale
        value = 1.0 - (row / length) * (length - matched) / (row - cell)
    return np.asarray(np.where((length > 0) & (length < total), value, np.nan), dtype=np.float64)


def _alpha(observed: Floats, squares: Floats) -> Floats:
    """Return 1 - (l - sum l_cc) / (l - sum e_cc), e_cc = (l_c^2 - V_c) / (l - sum V / l)."""
    length = observed.sum(axis=-1)
    total = length.sum(axis=-1)
    matched = np.einsum("...cc->...", observed)
    # With a single label the value is 0 / 0, which rounding could turn into 1.
    varied = np.count_nonzero(length, axis=-1) >= 2
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = (length**2 - squares).sum(axis=-1) / _scale(total, squares.sum(axis=-1))
        value = 1.0 - (total - matched) / (total - chance)
    return np.asarray(np.where(varied, value, np.nan), dtype=np.float64)


def _scale(total: Floats, squares: Floats) -> Floats:
    """Return l - sum V / l; NaN where units could pair with nothing but themselves."""
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = total - squares / total
    return np.where(scale > 1e-9 * total, scale, np.nan)


def _finite(builder: CoefficientBuilder, value: float) -> Coefficient:
    return builder.value(value) if np.isfinite(value) else builder.undefined(NOTHING_TO_PAIR)


def _total(sums: UnitSums) -> UnitSums:
    return sums.over_sources() if sums.observed.ndim == 3 else sums


def _builder(name: str, sums: UnitSums, **params: object) -> CoefficientBuilder:
    return CoefficientBuilder(name, int(np.sum(sums.lengths)), "character", LAYER_RULE, params)


def _check(self_pairing: str) -> None:
    if self_pairing not in SELF_PAIRINGS:
        raise ValueError(
            f"unknown self-pairing {self_pairing!r}; choose from {', '.join(SELF_PAIRINGS)}"
        )


def _index(sums: UnitSums, code: str) -> int:
    if code not in sums.codes:
        raise ValueError(f"no code {code!r} in the layer; it has {', '.join(sums.codes)}")
    return sums.codes.index(code)
