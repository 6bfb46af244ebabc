"""Coefficients of a code against its absence, for all codes, pairs and resamples at once.

With two categories every nominal coefficient is a function of a few sums that add over
sources: the lengths that a coder coded, and that two coders coded. They are collected
once for each source; a total, a resample of sources or a single source is a weighted
sum. Undefined values are NaN inside this package and None in its results.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.ratings import Floats

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from toolkit.agreement.table.cover import CoverTables

PAIR_NAMES = (
    "percent",
    "cohen_kappa",
    "scott_pi",
    "brennan_prediger",
    "gwet_ac1",
    "krippendorff_alpha",
)
GROUP_NAMES = (
    "percent",
    "conger_kappa",
    "fleiss_kappa",
    "brennan_prediger",
    "gwet_ac1",
    "krippendorff_alpha",
)


@dataclass(frozen=True)
class PairSums:
    """Fourfold tables of coder pairs; 0 in sources that one coder of the pair did not cover."""

    pairs: tuple[tuple[int, int], ...]
    """Indices of the two coders."""
    cells: Floats
    """Shape (sources, codes, pairs, 4): units coded by both, first only, second only, neither."""


@dataclass(frozen=True)
class GroupSums:
    """The sums that the coefficients of all coders need, by source and code."""

    paired: Floats
    """Shape (sources,): units of the sources that two or more coders covered."""
    agreeing: Floats
    """Shape (sources, codes): sum over those units of the share of agreeing pairs."""
    rated: Floats
    """Shape (sources,): units of the sources that any coder covered."""
    share: Floats
    """Shape (sources, codes): sum over those units of the share of coders who coded."""
    coder_rated: Floats
    """Shape (sources, coders): units that the coder worked on."""
    coder_coded: Floats
    """Shape (sources, codes, coders): units that the coder coded."""
    values: Floats
    """Shape (sources,): n, the number of pairable values."""
    ones: Floats
    """Shape (sources, codes): n_1, the number of pairable values that are the code."""
    mixed: Floats
    """Shape (sources, codes): o_01, coincidences of the code with its absence."""
    squares: Floats
    """Shape (sources, codes): sum of the squared lengths of coded stretches, for u-alpha."""


def pair_sums(tables: CoverTables) -> PairSums:
    """Return the fourfold tables of all coder pairs."""
    pairs = tuple(combinations(range(len(tables.coders)), 2))
    joint = tables.joint
    cells = np.zeros((*joint.shape[:2], len(pairs), 4))
    for at, (first, second) in enumerate(pairs):
        both = joint[:, :, first, second]
        first_only = joint[:, :, first, first] - both
        second_only = joint[:, :, second, second] - both
        neither = tables.lengths[:, None] - both - first_only - second_only
        present = tables.covered[:, first] & tables.covered[:, second]
        table = np.stack([both, first_only, second_only, neither], axis=-1)
        cells[:, :, at, :] = table * present[:, None, None]
    return PairSums(pairs, cells)


def group_sums(tables: CoverTables) -> GroupSums:
    """Return the sums of all coders, where m coders covered a source."""
    present = tables.covered.astype(np.float64)
    m = present.sum(axis=1)
    length = tables.lengths.astype(np.float64)
    coded = np.einsum("skcc->skc", tables.joint)
    once = coded.sum(axis=2)
    squared = tables.joint.sum(axis=(2, 3))
    paired = np.where(m >= 2, length, 0.0)
    pairs = np.where(m >= 2, m * (m - 1.0), 1.0)
    # Ordered pairs of coders with unequal decisions on the same unit.
    unequal = np.where(m[:, None] >= 2, m[:, None] * once - squared, 0.0)
    return GroupSums(
        paired=paired,
        agreeing=paired[:, None] - 2.0 * unequal / pairs[:, None],
        rated=np.where(m >= 1, length, 0.0),
        share=once / np.maximum(m, 1.0)[:, None],
        coder_rated=length[:, None] * present,
        coder_coded=coded,
        values=m * paired,
        ones=np.where(m[:, None] >= 2, once, 0.0),
        mixed=unequal / np.where(m >= 2, m - 1.0, 1.0)[:, None],
        squares=np.where(m[:, None] >= 2, tables.squares.sum(axis=2), 0.0),
    )


def pair_values(cells: Floats, names: Collection[str] = PAIR_NAMES) -> dict[str, Floats]:
    """Return coefficients of fourfold tables; see :mod:`toolkit.agreement.nominal`.

    Parameters
    ----------
    cells : shape (..., 4)
        Units coded by both coders, the first only, the second only, neither.
    names
        Which coefficients are computed, by default all.

    Returns
    -------
    dict
        Name to shape (...); NaN where undefined.
    """
    both, first_only, second_only, neither = np.moveaxis(cells, -1, 0)
    unequal = first_only + second_only
    n = both + unequal + neither
    first, second = _ratio(both + first_only, n), _ratio(both + second_only, n)
    percent = _ratio(both + neither, n)
    pi = (first + second) / 2.0
    varied = (both + unequal > 0) & (unequal + neither > 0)

    def alpha() -> Floats:
        coded = 2.0 * both + unequal
        expected = 2.0 * coded * (2.0 * n - coded)
        return 1.0 - _ratio(2.0 * unequal * (2.0 * n - 1.0), expected)

    corrected: dict[str, Callable[[], Floats]] = {
        "cohen_kappa": lambda: _corrected(percent, first * second + (1.0 - first) * (1.0 - second)),
        "scott_pi": lambda: _corrected(percent, pi**2 + (1.0 - pi) ** 2),
        "brennan_prediger": lambda: 2.0 * percent - 1.0,
        "gwet_ac1": lambda: _corrected(percent, 2.0 * pi * (1.0 - pi)),
        "krippendorff_alpha": alpha,
    }
    values = {"percent": percent} if "percent" in names else {}
    return values | {
        name: np.where(varied, formula(), np.nan)
        for name, formula in corrected.items()
        if name in names
    }


def add_sources(sums: GroupSums, weights: Floats) -> GroupSums:
    """Add up the sources with weights of shape (draws, sources); draws become the first axis."""
    added = {
        part.name: np.tensordot(weights, getattr(sums, part.name), axes=(1, 0))
        for part in fields(sums)
    }
    return GroupSums(**added)


def pool_codes(sums: GroupSums) -> GroupSums:
    """Pool all codes into a single one: each unit is then decided once for each code."""
    codes = sums.share.shape[1]
    return GroupSums(
        paired=sums.paired * codes,
        agreeing=sums.agreeing.sum(axis=1, keepdims=True),
        rated=sums.rated * codes,
        share=sums.share.sum(axis=1, keepdims=True),
        coder_rated=sums.coder_rated * codes,
        coder_coded=sums.coder_coded.sum(axis=1, keepdims=True),
        values=sums.values * codes,
        ones=sums.ones.sum(axis=1, keepdims=True),
        mixed=sums.mixed.sum(axis=1, keepdims=True),
        squares=sums.squares.sum(axis=1, keepdims=True),
    )


def group_ratios(total: GroupSums) -> dict[str, Floats]:
    """Return every coefficient of sums that were added over sources, shape (draws, codes)."""
    percent = _ratio(total.agreeing, total.paired[:, None])
    pi = _ratio(total.share, total.rated[:, None])
    n, ones = total.values[:, None], total.ones
    expected = 2.0 * ones * (n - ones)
    # What a coder decided alone is no variation of what was compared.
    varied = (ones > 0) & (ones < n)
    corrected = {
        "conger_kappa": _corrected(percent, _conger_chance(total)),
        "fleiss_kappa": _corrected(percent, pi**2 + (1.0 - pi) ** 2),
        "brennan_prediger": 2.0 * percent - 1.0,
        "gwet_ac1": _corrected(percent, 2.0 * pi * (1.0 - pi)),
        "krippendorff_alpha": 1.0 - _ratio(2.0 * total.mixed * (n - 1.0), expected),
    }
    return {"percent": percent} | {k: np.where(varied, v, np.nan) for k, v in corrected.items()}


def _conger_chance(total: GroupSums) -> Floats:
    """Return the mean over ordered coder pairs of their chance agreement (Conger 1980)."""
    active = (total.coder_rated > 0)[:, None, :]
    coded = np.where(active, _ratio(total.coder_coded, total.coder_rated[:, None, :]), 0.0)
    idle = np.where(active, 1.0 - coded, 0.0)
    r = active.sum(axis=2).astype(np.float64)
    cross = coded.sum(2) ** 2 - (coded**2).sum(2) + idle.sum(2) ** 2 - (idle**2).sum(2)
    return _ratio(cross, r * (r - 1.0))


def _ratio(top: Floats, bottom: Floats) -> Floats:
    """Return top / bottom, NaN where bottom is 0."""
    defined = np.broadcast_to(bottom != 0, np.broadcast_shapes(top.shape, bottom.shape))
    ratio = np.full(defined.shape, np.nan)
    np.divide(top, bottom, out=ratio, where=defined)
    return ratio


def _corrected(observed: Floats, expected: Floats) -> Floats:
    return _ratio(observed - expected, 1.0 - expected)
