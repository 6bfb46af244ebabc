"""Code against no code, for all codes, coder pairs and resamples at once.

With two categories every nominal coefficient is a function of a few sums that add
over sources: lengths coded by one coder and by two. They are collected once for each
source; a total, a resample of sources or one source alone is then a weighted sum.
Undefined values are NaN in here and never leave as such.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import combinations

import numpy as np

from toolkit.agreement.ratings import Floats
from toolkit.agreement.tables import CoverTables

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
    """Fourfold tables of coder pairs; sources that one of the two did not cover are 0."""

    pairs: tuple[tuple[int, int], ...]
    """Coder indices."""
    cells: Floats
    """Shape (sources, codes, pairs, 4): both, first only, second only, neither."""


@dataclass(frozen=True)
class GroupSums:
    """What the coefficients of all coders need, by source and code."""

    paired: Floats
    """Shape (sources,): units of sources that two or more coders covered."""
    agreeing: Floats
    """Shape (sources, codes): sum over those units of the share of agreeing pairs."""
    rated: Floats
    """Shape (sources,): units of sources that anyone covered."""
    share: Floats
    """Shape (sources, codes): sum over those units of the share of coders who coded."""
    own_rated: Floats
    """Shape (sources, coders): units that the coder worked on."""
    own_coded: Floats
    """Shape (sources, codes, coders): units that the coder coded."""
    values: Floats
    """Shape (sources,): n, pairable values."""
    ones: Floats
    """Shape (sources, codes): n_1, pairable values that are the code."""
    mixed: Floats
    """Shape (sources, codes): o_01, coincidences of the code with no code."""
    squares: Floats
    """Shape (sources, codes): squared lengths of the stretches coded, for u-alpha."""


def pair_sums(tables: CoverTables) -> PairSums:
    """Collect the fourfold tables of all coder pairs."""
    pairs = tuple(combinations(range(len(tables.coders)), 2))
    joint = tables.joint
    cells = np.zeros((*joint.shape[:2], len(pairs), 4))
    for at, (first, second) in enumerate(pairs):
        both = joint[:, :, first, second]
        one = joint[:, :, first, first] - both
        other = joint[:, :, second, second] - both
        neither = tables.lengths[:, None] - both - one - other
        present = tables.covered[:, first] & tables.covered[:, second]
        table = np.stack([both, one, other, neither], axis=-1)
        cells[:, :, at, :] = table * present[:, None, None]
    return PairSums(pairs, cells)


def group_sums(tables: CoverTables) -> GroupSums:
    """Collect the sums of all coders; m is how many covered the source."""
    present = tables.covered.astype(np.float64)
    m = present.sum(axis=1)
    length = tables.lengths.astype(np.float64)
    own = np.einsum("skcc->skc", tables.joint)
    once = own.sum(axis=2)
    squared = tables.joint.sum(axis=(2, 3))
    paired = np.where(m >= 2, length, 0.0)
    pairs = np.where(m >= 2, m * (m - 1.0), 1.0)
    # Ordered pairs of unequal decisions: one coded, the other did not.
    unequal = np.where(m[:, None] >= 2, m[:, None] * once - squared, 0.0)
    return GroupSums(
        paired=paired,
        agreeing=paired[:, None] - 2.0 * unequal / pairs[:, None],
        rated=np.where(m >= 1, length, 0.0),
        share=once / np.maximum(m, 1.0)[:, None],
        own_rated=length[:, None] * present,
        own_coded=own,
        values=m * paired,
        ones=np.where(m[:, None] >= 2, once, 0.0),
        mixed=unequal / np.where(m >= 2, m - 1.0, 1.0)[:, None],
        squares=np.where(m[:, None] >= 2, tables.squares.sum(axis=2), 0.0),
    )


def pair_values(cells: Floats) -> dict[str, Floats]:
    """Return every coefficient of fourfold tables.

    Parameters
    ----------
    cells : shape (..., 4)
        Both, first only, second only, neither.

    Returns
    -------
    dict
        Name to shape (...); NaN where undefined.
    """
    both, one, other, neither = np.moveaxis(cells, -1, 0)
    n = both + one + other + neither
    first, second = _ratio(both + one, n), _ratio(both + other, n)
    percent = _ratio(both + neither, n)
    pi = (first + second) / 2.0
    varied = (both + one + other > 0) & (one + other + neither > 0)
    coded = 2.0 * both + one + other
    expected = 2.0 * coded * (2.0 * n - coded)
    cohen = first * second + (1.0 - first) * (1.0 - second)
    found = {
        "cohen_kappa": _corrected(percent, cohen),
        "scott_pi": _corrected(percent, pi**2 + (1.0 - pi) ** 2),
        "brennan_prediger": 2.0 * percent - 1.0,
        "gwet_ac1": _corrected(percent, 2.0 * pi * (1.0 - pi)),
        "krippendorff_alpha": 1.0 - _ratio(2.0 * (one + other) * (2.0 * n - 1.0), expected),
    }
    return {"percent": percent} | {k: np.where(varied, v, np.nan) for k, v in found.items()}


def add_sources(sums: GroupSums, weights: Floats) -> GroupSums:
    """Add up sources; the first axis becomes draws."""
    added = {
        part.name: np.tensordot(weights, getattr(sums, part.name), axes=(1, 0))
        for part in fields(sums)
    }
    return GroupSums(**added)


def pool_codes(sums: GroupSums) -> GroupSums:
    """Make one code of all: each unit is decided once for each code."""
    codes = sums.share.shape[1]
    return GroupSums(
        paired=sums.paired * codes,
        agreeing=sums.agreeing.sum(axis=1, keepdims=True),
        rated=sums.rated * codes,
        share=sums.share.sum(axis=1, keepdims=True),
        own_rated=sums.own_rated * codes,
        own_coded=sums.own_coded.sum(axis=1, keepdims=True),
        values=sums.values * codes,
        ones=sums.ones.sum(axis=1, keepdims=True),
        mixed=sums.mixed.sum(axis=1, keepdims=True),
        squares=sums.squares.sum(axis=1, keepdims=True),
    )


def group_ratios(total: GroupSums) -> dict[str, Floats]:
    """Return every coefficient from sums; shapes (draws, codes)."""
    percent = _ratio(total.agreeing, total.paired[:, None])
    pi = _ratio(total.share, total.rated[:, None])
    n, ones = total.values[:, None], total.ones
    expected = 2.0 * ones * (n - ones)
    # Variation where one coder worked alone tells nothing of what was compared.
    varied = (ones > 0) & (ones < n)
    found = {
        "conger_kappa": _corrected(percent, _conger_chance(total)),
        "fleiss_kappa": _corrected(percent, pi**2 + (1.0 - pi) ** 2),
        "brennan_prediger": 2.0 * percent - 1.0,
        "gwet_ac1": _corrected(percent, 2.0 * pi * (1.0 - pi)),
        "krippendorff_alpha": 1.0 - _ratio(2.0 * total.mixed * (n - 1.0), expected),
    }
    return {"percent": percent} | {k: np.where(varied, v, np.nan) for k, v in found.items()}


def _conger_chance(total: GroupSums) -> Floats:
    """Mean over ordered coder pairs of the chance that the two agree."""
    active = (total.own_rated > 0)[:, None, :]
    coded = np.where(active, _ratio(total.own_coded, total.own_rated[:, None, :]), 0.0)
    idle = np.where(active, 1.0 - coded, 0.0)
    r = active.sum(axis=2).astype(np.float64)
    cross = coded.sum(2) ** 2 - (coded**2).sum(2) + idle.sum(2) ** 2 - (idle**2).sum(2)
    return _ratio(cross, r * (r - 1.0))


def _ratio(top: Floats, bottom: Floats) -> Floats:
    fine = np.broadcast_to(bottom != 0, np.broadcast_shapes(top.shape, bottom.shape))
    out = np.full(fine.shape, np.nan)
    np.divide(top, bottom, out=out, where=fine)
    return out


def _corrected(observed: Floats, expected: Floats) -> Floats:
    return _ratio(observed - expected, 1.0 - expected)
