"""Two coders whose agreement is known: the material on which coverage of intervals is measured.

A source is a row of units. In each stretch of units the coders decide once: both code, the
first only, the second only, or neither. A stretch ends after every unit with the probability
1 / `Process.stretch`, so that stretches of 1 are independent units. Where sources vary, the
logit of prevalence is normal with the standard deviation .8 over sources, and agreement in a
source is beta with a + b = 10. Sources are of unequal length: lognormal, sigma .5.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import betaincinv

from toolkit.agreement.intervals.clusters import SourceTables
from toolkit.agreement.ratings import Bools, Floats, Ints
from toolkit.agreement.table.code_sums import pair_values
from toolkit.agreement.table.cover import CoverTables

CODERS = ("coder-a", "coder-b")
SPREAD = 0.8
CONCENTRATION = 10.0
LENGTH_SPREAD = 0.5
MANY = 100_000
"""Sources from which the coefficients of a population are computed."""
SOME = 10_000
"""Sources by which agreement inside sources is set, so that alpha is about the one asked for."""
PACK = 25
"""Runs of independent units that share the lengths of their sources, so that they can be
codes of one table."""


@dataclass(frozen=True, slots=True)
class Process:
    """How sources are coded, and with what agreement in the population."""

    sources: int
    prevalence: float
    alpha: float
    """Krippendorff's alpha of the population, within about .01; `truth` has it exactly."""
    stretch: float
    """Mean length of a stretch in units."""
    varied: bool
    """Whether prevalence and agreement vary over sources."""
    units: int = 300
    """Median length of a source in units."""


@dataclass(frozen=True)
class Simulated:
    """The cells and uses of runs: a run is a sample of sources."""

    cells: Ints
    """Shape (runs, sources, 4)."""
    uses: Ints
    """Shape (runs, sources, 2)."""

    def tables(self) -> SourceTables:
        """Return the runs as rows of tables by source."""
        cells, uses = (np.moveaxis(part, 0, 1) for part in (self.cells, self.uses))
        return SourceTables(cells.astype(np.float64), uses.astype(np.float64))


def simulate(
    process: Process,
    runs: int,
    seed: int,
    lengths: Ints | None = None,
    difficulty: Floats | None = None,
) -> Simulated:
    """Code `runs` samples of sources.

    Parameters
    ----------
    lengths : shape (runs, sources), optional
        The lengths of the sources, where several codes are given to the same.
    difficulty : shape (runs, sources), optional
        A share between 0 and 1 that places the agreement of each source, for the same reason.
    """
    rng = np.random.default_rng(seed)
    if lengths is None:
        lengths = source_lengths(process, runs, rng)
    shares = _shares(process, _agreement(process), rng, lengths.shape, difficulty)
    stretches = np.maximum((lengths / process.stretch).round().astype(np.int64), 1)
    counts = rng.multinomial(stretches, shares)
    if process.stretch == 1.0:
        return Simulated(
            counts, np.stack([counts[..., 0] + counts[..., own] for own in (1, 2)], -1)
        )
    more = rng.negative_binomial(np.maximum(counts, 1), 1.0 / process.stretch)
    uses = []
    for own in (1, 2):
        coded = counts[..., 0] + counts[..., own]
        # Stretches that touch are one use: the number of runs among so many stretches.
        uses.append(rng.hypergeometric(stretches - coded + 1, np.maximum(coded - 1, 0), coded))
    return Simulated(counts + np.where(counts > 0, more, 0), np.stack(uses, axis=-1))


def source_lengths(process: Process, runs: int, rng: np.random.Generator) -> Ints:
    """Return lengths in units, shape (runs, sources), equal for the runs of a pack."""
    shape = (-(-runs // PACK), 1, process.sources)
    drawn = rng.lognormal(np.log(process.units), LENGTH_SPREAD, shape)
    lengths = np.maximum(drawn.round(), 30.0).astype(np.int64).repeat(PACK, axis=1)
    return lengths.reshape(-1, process.sources)[:runs]


@lru_cache(maxsize=256)
def population(process: Process) -> Floats:
    """Return the shares of the four cells over very many sources, shape (4,)."""
    rng = np.random.default_rng(1)
    return np.asarray(
        _shares(process, _agreement(process), rng, (MANY,)).mean(axis=0), dtype=np.float64
    )


def truth(process: Process) -> dict[str, float]:
    """Return the coefficients of the population by name."""
    # So many units that the small-sample term of alpha is nothing.
    return {name: float(value) for name, value in pair_values(population(process) * 1e12).items()}


@lru_cache(maxsize=256)
def _agreement(process: Process) -> float:
    """Return the mean agreement inside sources that gives the population its alpha."""
    low, high = 0.0005, 0.9995
    for _round in range(16):
        middle = (low + high) / 2.0
        shares = _shares(process, middle, np.random.default_rng(1), (SOME,)).mean(axis=0)
        if pair_values(shares * 1e12)["krippendorff_alpha"] < process.alpha:
            low = middle
        else:
            high = middle
    return middle


@lru_cache(maxsize=64)
def _logit(prevalence: float) -> float:
    """Return the mean logit whose shares have the mean `prevalence`."""
    points = SPREAD * np.random.default_rng(3).standard_normal(20_001)
    logit = float(np.log(prevalence / (1.0 - prevalence)))
    for _round in range(40):
        mean = float((1.0 / (1.0 + np.exp(-logit - points))).mean())
        logit -= (mean - prevalence) / (prevalence * (1.0 - prevalence))
    return logit


def _shares(
    process: Process,
    agreement: float,
    rng: np.random.Generator,
    shape: tuple[int, ...],
    difficulty: Floats | None = None,
) -> Floats:
    """Return the probabilities of the four cells in each source, shape (*shape, 4)."""
    coded, agreed = np.full(shape, process.prevalence), np.full(shape, agreement)
    if process.varied:
        logits = _logit(process.prevalence) + SPREAD * rng.standard_normal(shape)
        coded = 1.0 / (1.0 + np.exp(-logits))
        beta = agreement * CONCENTRATION, (1.0 - agreement) * CONCENTRATION
        agreed = rng.beta(*beta, shape) if difficulty is None else betaincinv(*beta, difficulty)
    both = coded**2 + agreed * coded * (1.0 - coded)
    apart = coded * (1.0 - coded) * (1.0 - agreed)
    return np.stack([both, apart, apart, 1.0 - both - 2.0 * apart], axis=-1).clip(0.0, 1.0)


def one_table(simulated: Simulated, pack: int = 0) -> CoverTables:
    """Return a pack of runs of independent units as a table, in which each run is a code."""
    runs = slice(pack * PACK, (pack + 1) * PACK)
    cells, uses = simulated.cells[runs], simulated.uses[runs]
    codes, sources = cells.shape[:2]
    lengths = cells[0].sum(axis=-1)
    assert (cells.sum(axis=-1) == lengths).all(), "sources of these runs are of unequal length"
    source, code, mask = np.meshgrid(
        np.arange(sources), np.arange(codes), np.arange(1, 4), indexing="ij"
    )
    length = cells[code, source, np.array([3, 1, 2, 0])[mask]]
    some = length > 0
    covered: Bools = np.ones((sources, len(CODERS)), dtype=np.bool_)
    return CoverTables(
        tuple(f"E{at:02}" for at in range(sources)),
        tuple(f"c{at:02}" for at in range(codes)),
        CODERS,
        lengths,
        covered,
        source[some],
        code[some],
        mask[some],
        length[some],
        uses.transpose(1, 0, 2),
        np.zeros((sources, codes, len(CODERS))),
    )
