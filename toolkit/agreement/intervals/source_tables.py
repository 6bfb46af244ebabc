"""Fourfold tables by source, for coders of the agreement table and for unitizing layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.intervals.clusters import Estimate, SourceTables
from toolkit.agreement.table.code_sums import group_sums
from toolkit.agreement.unitizing.unit_sums import fold

if TYPE_CHECKING:
    from toolkit.agreement.ratings import Floats
    from toolkit.agreement.table.code_sums import PairSums
    from toolkit.agreement.table.cover import CoverTables
    from toolkit.agreement.unitizing.unit_sums import UnitSums


def source_tables(tables: CoverTables, pairs: PairSums, members: tuple[int, ...]) -> SourceTables:
    """Return the tables of each code in the sources that the coders share.

    Parameters
    ----------
    tables, pairs
        The cover tables, and the sums of their pairs of coders.
    members
        Indices of two coders, or of all of three or more. These have the table of their mean
        pair, in units of the text.
    """
    covered = tables.covered[:, members].sum(axis=1)
    shared = covered >= 2
    uses = tables.uses[shared][:, :, list(members)].astype(np.float64)
    if len(members) == 2:
        return SourceTables(pairs.cells[shared][:, :, pairs.pairs.index(members)], uses)
    sums = group_sums(tables)
    coders = covered[shared].astype(np.float64)[:, None]
    mixed, ones = sums.mixed[shared], sums.ones[shared]
    uses *= tables.covered[shared][:, None, :]
    return SourceTables(
        _symmetric(ones - mixed, mixed, sums.values[shared][:, None]) / coders[..., None], uses
    )


def layer_tables(
    sums: UnitSums, coefficient: str, value: Floats, code: int | None
) -> tuple[SourceTables, Estimate]:
    """Return the table of a layer, and what a unitizing coefficient is estimated from.

    The disagreement of u-alpha and |u-alpha is taken as proportional to that of alpha, and
    that of cu-alpha and (k)u-alpha to the share of what is marked with different codes.

    Parameters
    ----------
    sums
        The sums of the layer, sources first.
    coefficient
        u_alpha, u_alpha_binary, cu_alpha or ku_alpha.
    value : shape (1,)
        The coefficient, NaN where it is undefined.
    code
        The index of the code that ku_alpha is about.

    Raises
    ------
    ValueError
        The units of the layer were not counted.
    """
    if sums.uses is None:
        raise ValueError("the units of the layer were not counted, so it has no interval")
    folded = fold(sums) if coefficient == "u_alpha_binary" else sums
    observed, uses = folded.observed, sums.uses
    shared = sums.lengths > 0
    whole = observed.sum(axis=(1, 2))
    per_coder = np.divide(sums.lengths, whole, out=np.zeros_like(whole), where=whole > 0)
    observed = observed * per_coder[:, None, None]
    if coefficient in ("u_alpha", "u_alpha_binary"):
        neither = observed[:, 0, 0]
        both = np.einsum("scc->s", observed) - neither
        mixed = (observed.sum(axis=(1, 2)) - both - neither) / 2.0
        cells = np.stack([both, mixed, mixed, neither], axis=-1)
        base, ratio, used = "krippendorff_alpha", np.ones(1), None
    else:
        rows = observed[:, 1:, 1:] if code is None else observed[:, 1 + code : 2 + code, 1:]
        of_code = slice(None) if code is None else slice(code, code + 1)
        uses = uses[:, of_code]
        both = np.einsum("scc->s", observed[:, 1:, 1:]) if code is None else rows[:, 0, code]
        mixed = (rows.sum(axis=(1, 2)) - both) / 2.0
        cells = np.stack([both, mixed, mixed, np.zeros_like(both)], axis=-1)
        used = observed[:, 1:][:, of_code].sum(axis=(1, 2))[shared][:, None]
        base = "percent"
        shares = np.einsum("scc->c", observed[:, 1:, 1:])
        shares = shares / max(float(shares.sum()), 1.0)
        chance = float((shares**2).sum() if code is None else shares[code])
        ratio = np.array([1.0 / max(1.0 - chance, 1e-9)])
    uses = uses.sum(axis=1, keepdims=True)[shared]
    tables = SourceTables(cells[shared][:, None], uses, used)
    return tables, Estimate(value, base, ratio)


def _symmetric(both: Floats, mixed: Floats, values: Floats) -> Floats:
    """Return fourfold tables of the mean pair, shape (sources, codes, 4), in values."""
    return np.stack([both, mixed, mixed, values - both - 2.0 * mixed], axis=-1)
