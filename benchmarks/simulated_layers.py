"""Coders who cut texts into units with codes that exclude each other, for the u family.

A text is a row of passages with gaps between them. Each coder marks a passage or misses it,
gives it its code or another one, and places its ends a few characters off. Where sources
vary, the logits of both chances are normal with the standard deviation .6 over sources.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.table.cover import CoverTables, cover_tables
from toolkit.agreement.table.rows import table_rows
from toolkit.agreement.unitizing.alpha_2016 import cu_values, ku_values, u_values
from toolkit.agreement.unitizing.unit_sums import UnitSums, fold, unit_sums

CODERS = ("coder-a", "coder-b", "coder-c")
CODES = ("law", "money", "trust")
SHARES = (0.5, 0.3, 0.2)
RARE = 2
"""The index of the rarest code, of which (k)u-alpha is measured."""
GAP, PASSAGE, SHIFT = 250, 120, 10
SPREAD = 0.6
MANY = 2000
"""Sources from which the coefficients of a population are computed."""


@dataclass(frozen=True, slots=True)
class LayerProcess:
    """How sources are cut into units."""

    sources: int
    marked: float
    """The chance that a coder marks a passage."""
    right: float
    """The chance that a marked passage has its own code."""
    varied: bool
    passages: int = 12
    """Mean number of passages in a source."""
    coders: int = 2

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the coders."""
        return CODERS[: self.coders]


def simulate_layer(process: LayerProcess, seed: int) -> UnitSums:
    """Return the sums of a sample of sources."""
    return unit_sums(*_texts(process, seed), process.names, CODES)


def simulate_codes(process: LayerProcess, seed: int) -> CoverTables:
    """Return the cover tables of a sample of sources, each code against its absence."""
    return cover_tables(*_texts(process, seed), process.names, CODES)


def _texts(process: LayerProcess, seed: int) -> tuple[list[SourceFrame], list[CodedSpan]]:
    rng = np.random.default_rng(seed)
    frames, spans = [], []
    for at in range(process.sources):
        name = f"E{at:04}"
        count = 1 + int(rng.poisson(process.passages - 1))
        shift = SPREAD * rng.standard_normal(2) if process.varied else np.zeros(2)
        marked, right = _moved(process.marked, shift[0]), _moved(process.right, shift[1])
        gaps = rng.geometric(1.0 / GAP, count + 1) + 2 * SHIFT
        lengths = rng.geometric(1.0 / PASSAGE, count) + 2 * SHIFT
        starts = np.cumsum(gaps[:-1]) + np.concatenate([[0], np.cumsum(lengths[:-1])])
        total = int(gaps.sum() + lengths.sum())
        frames.append(SourceFrame(name, total, coverage=frozenset(process.names)))
        code = rng.choice(len(CODES), size=count, p=SHARES)
        for coder in process.names:
            sees = rng.random(count) < marked
            other = (code + rng.integers(1, len(CODES), count)) % len(CODES)
            label = np.where(rng.random(count) < right, code, other)
            begin = starts + rng.integers(-SHIFT, SHIFT + 1, count)
            end = starts + lengths + rng.integers(-SHIFT, SHIFT + 1, count)
            end = np.maximum(end, begin + 1)
            spans += [
                CodedSpan(name, coder, CODES[label[i]], int(begin[i]), int(end[i]))
                for i in np.flatnonzero(sees)
            ]
    return frames, spans


def layer_values(sums: UnitSums) -> dict[str, float]:
    """Return the coefficients of a layer by name; (k)u-alpha is that of the rarest code."""
    total = sums.over_sources()
    return {
        "u_alpha": float(u_values(total)),
        "u_alpha_binary": float(u_values(fold(total))),
        "cu_alpha": float(cu_values(total)),
        "ku_alpha": float(ku_values(total)[RARE]),
    }


@lru_cache(maxsize=32)
def layer_truth(process: LayerProcess) -> dict[str, float]:
    """Return the coefficients of the population, from very many sources."""
    return layer_values(simulate_layer(replace(process, sources=MANY), 1))


@lru_cache(maxsize=32)
def codes_truth(process: LayerProcess) -> dict[tuple[str, str], dict[str, float]]:
    """Return the coefficients of all coders by scope and code, from very many sources."""
    rows = table_rows(simulate_codes(replace(process, sources=MANY), 1), pairs=False)
    return {
        (row.scope, row.code): {
            name: float(getattr(row, name)) for name in ("krippendorff_alpha", "gwet_ac1")
        }
        for row in rows
    }


def _moved(share: float, by: float) -> float:
    logit = np.log(share / (1.0 - share)) + by
    return float(1.0 / (1.0 + np.exp(-logit)))
