"""A layer measured for the unitizing coefficients: coincident and squared lengths.

All sums add over sources, so that a total, a resample of sources or one source alone is
a weighted sum. The formulas that use them are in
:mod:`toolkit.agreement.unitizing.alpha_2016`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.ratings import Bools, Floats, Ints
from toolkit.agreement.unitizing.layers import Layer, build_layer, labels, running

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.agreement.spans import CodedSpan, SourceFrame

SELF_PAIRINGS = ("mean", "pair", "union")
"""How much of a unit could pair with itself; see
:func:`toolkit.agreement.unitizing.alpha_2016.cu_alpha`."""


@dataclass(frozen=True)
class UnitSums:
    """Coincident lengths and squared unit lengths, by source; label 0 is the gap."""

    codes: tuple[str, ...]
    observed: Floats
    """l_ck, shape (..., codes + 1, codes + 1): the sum over ordered coder pairs of the length
    that c and k share, divided by the number m - 1 of the other coders."""
    squares: Floats
    """V_c, shape (..., codes + 1): the sum of squared unit lengths; for the gap its length."""
    pairable: dict[str, Floats]
    """V*_c by self-pairing rule, shape (..., codes): the sum of squared pairable lengths."""
    lengths: Floats
    """Shape (...,): the characters of sources that two or more coders worked on."""
    uses: Floats | None = None
    """Shape (..., codes, coders): how many units each coder has there; None if not counted."""

    def over_sources(self, weights: Floats | None = None) -> UnitSums:
        """Return the sums over all sources, each as often as it counts.

        Parameters
        ----------
        weights : shape (draws, sources), optional
            How often each source counts. Without weights every source counts once and
            the axis of sources is dropped.
        """

        def add(part: Floats) -> Floats:
            if weights is None:
                return np.asarray(part.sum(axis=0), dtype=np.float64)
            return np.tensordot(weights, part, axes=(1, 0))

        pairable = {rule: add(part) for rule, part in self.pairable.items()}
        uses = None if self.uses is None else add(self.uses)
        return UnitSums(
            self.codes, add(self.observed), add(self.squares), pairable, add(self.lengths), uses
        )


def unit_sums(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
) -> UnitSums:
    """Measure a layer; sources are the first axis of the result.

    Parameters
    ----------
    frames, spans, coders, codes
        As in :func:`toolkit.agreement.table.cover.cover_tables`.

    Raises
    ------
    OverlapError
        Different codes of a coder overlap; the error lists where.
    ValueError
        An error of :func:`toolkit.agreement.spans.place`.

    Examples
    --------
    Krippendorff (2019), fig. 12.11: 60 units of length, three observers, seven codes.

    >>> from toolkit.agreement.examples import three_observers_spans
    >>> sums = unit_sums(*three_observers_spans())
    >>> sums.codes, sums.lengths.tolist()
    (('1', '2', '3', '4', '5', '6', '7'), [60.0])
    """
    layer = build_layer(frames, spans, coders, codes)
    edges, source, label = labels(layer)
    counted = layer.covered & (layer.covered.sum(axis=1) >= 2)[:, None]
    others = np.maximum(layer.covered.sum(axis=1) - 1, 1)
    return UnitSums(
        layer.codes,
        _observed(layer, edges, source, label, counted, others),
        _squares(layer, edges, source, label, counted),
        _pairable(layer, edges, label, counted, others),
        np.where(counted.any(axis=1), layer.lengths, 0).astype(np.float64),
        _uses(layer, counted),
    )


def fold(sums: UnitSums) -> UnitSums:
    """Fold all codes into a single one, so that what is coded stands against the gaps."""
    observed = sums.observed
    cells = [
        [observed[..., 0, 0], observed[..., 0, 1:].sum(axis=-1)],
        [observed[..., 1:, 0].sum(axis=-1), observed[..., 1:, 1:].sum(axis=(-2, -1))],
    ]
    table = np.moveaxis(np.array(cells), (0, 1), (-2, -1))
    squares = np.stack([sums.squares[..., 0], sums.squares[..., 1:].sum(axis=-1)], axis=-1)
    uses = None if sums.uses is None else sums.uses.sum(axis=-2, keepdims=True)
    return UnitSums(("coded",), table, squares, {}, sums.lengths, uses)


def _uses(layer: Layer, counted: Bools) -> Floats:
    """Return the number of units, shape (sources, codes, coders)."""
    uses = np.zeros((len(layer.sources), len(layer.codes), len(layer.coders)))
    there = counted[layer.source, layer.coder].astype(np.float64)
    np.add.at(uses, (layer.source, layer.code, layer.coder), there)
    return uses


def _observed(
    layer: Layer, edges: Ints, source: Ints, label: Ints, counted: Bools, others: Ints
) -> Floats:
    """Return the coincident lengths l_ck, shape (sources, codes + 1, codes + 1)."""
    size = len(layer.codes) + 1
    lengths = np.zeros((len(layer.sources), size, size))
    length = np.diff(edges) / others[source]
    for first, second in combinations(range(len(layer.coders)), 2):
        weight = length * (counted[source, first] & counted[source, second])
        cell = (source * size + label[first]) * size + label[second]
        table = np.bincount(cell, weight, lengths.size).reshape(lengths.shape)
        lengths += table + table.transpose(0, 2, 1)
    return lengths


def _squares(layer: Layer, edges: Ints, source: Ints, label: Ints, counted: Bools) -> Floats:
    """Return the squared unit lengths V_c and the length of gaps, shape (sources, codes + 1)."""
    squares = np.zeros((len(layer.sources), len(layer.codes) + 1))
    length = np.diff(edges)
    for coder in range(len(layer.coders)):
        gap = length * ((label[coder] == 0) & counted[source, coder])
        squares[:, 0] += np.bincount(source, gap, len(layer.sources))
    units = (layer.end - layer.start).astype(np.float64) ** 2
    units *= counted[layer.source, layer.coder]
    np.add.at(squares, (layer.source, layer.code + 1), units)
    return squares


def _pairable(
    layer: Layer, edges: Ints, label: Ints, counted: Bools, others: Ints
) -> dict[str, Floats]:
    """Return the squared pairable lengths V*_c by self-pairing rule, shape (sources, codes)."""
    squares = {rule: np.zeros((len(layer.sources), len(layer.codes))) for rule in SELF_PAIRINGS}
    coded = label > 0
    before = np.array([running(edges, row) for row in coded]).reshape(len(coded), len(edges))
    for coder in range(len(layer.coders)):
        by_coder = layer.coder == coder
        source, code = layer.source[by_coder], layer.code[by_coder]
        first = np.searchsorted(edges, layer.start[by_coder])
        last = np.searchsorted(edges, layer.end[by_coder])
        other_coders = np.delete(np.arange(len(coded)), coder)
        shared = before[other_coders][:, last] - before[other_coders][:, first]
        anyone = running(edges, np.logical_or.reduce(coded[other_coders], axis=0))
        m = others[source]
        pairable = {
            "mean": (shared.sum(axis=0) / m) ** 2,
            "pair": (shared**2).sum(axis=0) / m,
            "union": (anyone[last] - anyone[first]) ** 2,
        }
        for rule, squared in pairable.items():
            np.add.at(squares[rule], (source, code), squared * counted[source, coder])
    return squares
