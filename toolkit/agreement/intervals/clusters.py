"""Fourfold tables by source, and what sources as clusters leave of their decisions.

The method that uses them is described in :mod:`toolkit.agreement.intervals.clustered`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toolkit.agreement.ratings import Bools, Floats
from toolkit.agreement.table.code_sums import pair_values
from toolkit.i18n import _

PRIOR = 0.5
"""What each cell of a fourfold table has before anything is coded (Jeffreys)."""
WIDENED = 1.25
"""Factor of the design effect, since sources that were not drawn may be less alike."""
WIDENED_SKEWED = 1.5
"""The same for coefficients whose disagreement is rare and lies in few sources."""
STRETCHES = 3.0
"""With so many stretches in a source the t quantile counts for one half."""
LEAST_USES = 5
LEAST_SOURCES = 3
TOO_FEW = _("an interval needs three or more sources that two coders worked on")
FEW_USES = _("an interval needs five or more uses by each of two coders")
FEW_SOURCES = _("an interval needs three or more sources in which the code was used")
_FAMILIES = {
    "cohen_kappa": "krippendorff_alpha",
    "scott_pi": "krippendorff_alpha",
    "percent": "gwet_ac1",
    "brennan_prediger": "gwet_ac1",
}
"""Coefficients that have the design effect, and so the draws, of another one."""


@dataclass(frozen=True)
class SourceTables:
    """Fourfold tables of two coders, or of the mean pair of several, by source."""

    cells: Floats
    """Shape (sources, rows, 4): units coded by both, first only, second only, neither."""
    uses: Floats
    """Shape (sources, rows, coders): coded stretches."""
    used: Floats | None = None
    """Shape (sources, rows): units that a coder coded on average, where the table has only
    some of them."""

    def pooled(self) -> SourceTables:
        """Return all rows summed into a single one."""
        return SourceTables(
            self.cells.sum(axis=1, keepdims=True), self.uses.sum(axis=1, keepdims=True)
        )

    def rows(self, chosen: Bools) -> SourceTables:
        """Return some of the rows; `chosen` has the shape (rows,)."""
        used = None if self.used is None else self.used[:, chosen]
        return SourceTables(self.cells[:, chosen], self.uses[:, chosen], used)

    def withheld(self) -> list[str | None]:
        """Return why a row can have no interval, None where it can."""
        if len(self.cells) < LEAST_SOURCES:
            return [TOO_FEW] * self.cells.shape[1]
        second = np.sort(self.uses.sum(axis=0), axis=-1)[:, -2]
        used_in = (self.uses.sum(axis=-1) > 0).sum(axis=0)
        return [
            FEW_USES if few else FEW_SOURCES if narrow else None
            for few, narrow in zip(
                (second < LEAST_USES).tolist(), (used_in < LEAST_SOURCES).tolist(), strict=True
            )
        ]


@dataclass(frozen=True)
class Estimate:
    """A coefficient of the rows, and the coefficient of their fourfold tables behind it."""

    values: Floats
    """Shape (rows,), NaN where undefined."""
    base: str
    """A coefficient of `pair_values`."""
    ratio: Floats | None = None
    """Shape (rows,): disagreement by that of the base, where the base agrees completely."""

    @property
    def family(self) -> str:
        """Return the coefficient whose design effect and draws stand for the base."""
        return self.base if self.ratio is not None else _FAMILIES.get(self.base, self.base)

    @property
    def skewed(self) -> bool:
        """Return whether disagreement is a small share that lies in few sources.

        The base of a layer is measured on what coders marked, so that it is no small share.
        """
        return self.family != "krippendorff_alpha" and self.ratio is None


@dataclass(frozen=True)
class Draws:
    """How many draws are made, and what is said of them."""

    level: float
    count: int
    seed: int
    thresholds: tuple[float, ...]

    @property
    def tails(self) -> tuple[float, float]:
        """Return the shares of draws below the limits."""
        return 0.5 - self.level / 2.0, 0.5 + self.level / 2.0


class ClusterSample:
    """What sources say of fourfold tables: their shares, decisions, and what varies."""

    def __init__(self, tables: SourceTables) -> None:
        """No row may be without a use, or without a unit."""
        self.sources, coders = len(tables.cells), tables.uses.shape[-1]
        self.total = tables.cells.sum(axis=0)
        self.units = self.total.sum(axis=-1)
        coded = tables.cells[..., :3].sum(axis=-1)
        overall = coded.sum(axis=0)
        agreed = 2.0 * self.total[:, 0] / (overall + self.total[:, 0])
        self.coder_uses = np.sort(tables.uses.sum(axis=0), axis=-1)[:, -2]
        uses = tables.uses.sum(axis=(0, 2))
        if tables.used is None:
            # Where all coders agree the same stretch is a use of each of them.
            stretches = uses * (1.0 - agreed * (coders - 1.0) / coders) / overall
        else:
            stretches = uses / coders / tables.used.sum(axis=0)
        self.per_unit = np.minimum(stretches, 1.0)
        self.stretches = overall * self.per_unit
        """How many stretches a unit is, shape (rows,)."""
        self.smoothed = self.total + PRIOR / self.per_unit[:, None]
        self.left_out = self.smoothed - tables.cells
        self.effective_sources = overall**2 / (coded**2).sum(axis=0)
        """Kish's effective number of sources, shape (rows,)."""

    def values(self) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Return coefficients of the smoothed table, and of it without each source."""
        return pair_values(self.smoothed), pair_values(self.left_out)

    def stretch_variance(self, base: str) -> Floats:
        """Return the variance of a coefficient if stretches were independent, shape (rows,)."""
        size = self.smoothed.sum(axis=-1)
        shares = self.smoothed / size[:, None]
        gradient = np.empty_like(shares)
        for cell in range(shares.shape[1]):
            step = np.zeros_like(shares)
            step[:, cell] = np.minimum(1e-4, shares[:, cell] / 100.0)
            up, down = (
                pair_values((shares + sign * step) * size[:, None], (base,))[base]
                for sign in (1.0, -1.0)
            )
            gradient[:, cell] = (up - down) / (2.0 * step[:, cell])
        mean = (shares * gradient).sum(axis=-1)
        variance = (shares * gradient**2).sum(axis=-1) - mean**2
        decisions = size * self.per_unit
        return np.asarray(np.maximum(variance, 1e-12) / decisions, dtype=np.float64)

    def posterior(self, effect: Floats) -> Floats:
        """Return the parameters of the Dirichlet distribution, shape (rows, 4)."""
        decisions = self.units * self.per_unit / effect
        parameters = decisions[:, None] * self.total / self.units[:, None] + PRIOR
        return np.asarray(parameters, dtype=np.float64)


def design_effect(
    between: Floats,
    within: Floats,
    sources: Floats,
    stretches: Floats,
    draws: Draws,
    *,
    skewed: bool,
) -> Floats:
    """Return the design effect of coefficients, of any shape.

    Parameters
    ----------
    between, within
        The variance over sources, and that of independent stretches.
    sources, stretches
        The effective number of sources, and how many stretches each of them has.
    skewed
        As in :attr:`Estimate.skewed`.
    """
    from scipy.special import ndtri, stdtrit

    high = draws.tails[1]
    few = (stdtrit(np.maximum(sources - 1.0, 1.0), high) / float(ndtri(high))) ** 2
    if not skewed:
        few = few ** (stretches / (stretches + STRETCHES))
    widened = WIDENED_SKEWED if skewed else WIDENED
    return np.asarray(widened * np.maximum(few * between / within, 1.0), dtype=np.float64)


def jackknife(left_out: Floats, value: Floats) -> tuple[Floats, Floats]:
    """Return the variance and the bias over sources, of shape (...) for (sources, ...)."""
    n = len(left_out)
    mean = left_out.mean(axis=0)
    return (n - 1.0) / n * ((left_out - mean) ** 2).sum(axis=0), (n - 1.0) * (mean - value)
