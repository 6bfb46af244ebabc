"""Krippendorff's unitizing family of 2016: u, |u, cu and (k)u alpha.

Krippendorff, Mathet, Bouvry & Widloecher (2016), Quality & Quantity 50(6); worked
example in Krippendorff (2019), Content Analysis, 4th ed., fig. 12.11. One layer: the
codes exclude each other inside a coder. All sums add over sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from toolkit.agreement.coefficient import Coefficient, CoefficientBuilder
from toolkit.agreement.ratings import Bools, Floats, Ints
from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.table.code_sums import GroupSums
from toolkit.agreement.unitizing.layers import Layer, build_layer, labels, running

SELF_PAIRINGS = ("mean", "pair", "union")

LAYER_RULE = (
    "sources that fewer than two coders worked on are left out; "
    "a coder who did not work on a source has no pair there"
)
NOTHING_CODED = "no source was worked on by two coders, or all of it is one unit or one gap"
NOTHING_SHARED = "no two coders coded the same characters"
ONE_CODE = "only one code occurs where two coders coded the same characters"
NOTHING_TO_PAIR = "by this self-pairing rule every shared unit could only pair with itself"
NO_SHARED_USE = "no use of the code shares a character with a unit of another coder"


@dataclass(frozen=True)
class UnitSums:
    """Coincident lengths and squared unit lengths, by source; index 0 is the gap."""

    codes: tuple[str, ...]
    observed: Floats
    """l_ck, shape (..., codes + 1, codes + 1): sum over ordered coder pairs of the shared
    length of c and k, divided by the other coders' number m - 1."""
    squares: Floats
    """V_c, shape (..., codes + 1): squared unit lengths; for the gap its length."""
    pairable: dict[str, Floats]
    """V*_c by self-pairing rule, shape (..., codes): squared pairable unit lengths."""
    lengths: Floats
    """Shape (...,): characters of sources that two or more coders worked on."""

    def over_sources(self, weights: Floats | None = None) -> UnitSums:
        """Add up sources, each as often as it counts.

        Parameters
        ----------
        weights : shape (draws, sources), optional
            Without them every source counts once and the source axis is dropped.
        """

        def add(part: Floats) -> Floats:
            if weights is None:
                return np.asarray(part.sum(axis=0), dtype=np.float64)
            return np.tensordot(weights, part, axes=(1, 0))

        pairable = {rule: add(part) for rule, part in self.pairable.items()}
        return UnitSums(
            self.codes, add(self.observed), add(self.squares), pairable, add(self.lengths)
        )


def unit_sums(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
) -> UnitSums:
    """Measure a layer; the first axis of the result is the sources.

    Parameters
    ----------
    frames, spans, coders, codes
        As :func:`toolkit.agreement.tables.cover_tables`; half-open, in code points.

    Raises
    ------
    OverlapError
        When different codes overlap inside a coder; it lists where.
    ValueError
        As :func:`toolkit.agreement.spans.place`.

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
    )


def u_alpha(sums: UnitSums) -> Coefficient:
    """u-alpha: do the coders mark the same stretches with the same codes?

    Text that nobody coded counts as agreement, so read it next to cu-alpha.

    Parameters
    ----------
    sums
        Of a layer, as :func:`unit_sums` measures it; sources are added up.

    Examples
    --------
    Krippendorff (2019), fig. 12.11: .510.

    >>> from toolkit.agreement.examples import three_observers
    >>> round(u_alpha(three_observers()).value, 3)
    0.51
    """
    total = _total(sums)
    result = _draft("u_alpha", sums)
    if np.count_nonzero(total.observed.sum(axis=1)) < 2:
        return result.undefined(NOTHING_CODED)
    return result.value(float(u_values(total)))


def u_alpha_binary(sums: UnitSums) -> Coefficient:
    """|u-alpha: do the coders mark the same stretches, whatever the code?

    Units that touch stay two units, as in the published example.

    Parameters
    ----------
    sums
        Of a layer, as :func:`unit_sums` measures it; sources are added up.

    Examples
    --------
    Krippendorff (2019), fig. 12.11, prints .413.

    >>> from toolkit.agreement.examples import three_observers
    >>> round(u_alpha_binary(three_observers()).value, 4)
    0.4136
    """
    total = _total(sums)
    result = _draft("u_alpha_binary", sums)
    folded = fold(total)
    if np.count_nonzero(folded.observed.sum(axis=1)) < 2:
        return result.undefined(NOTHING_CODED)
    return result.value(float(u_values(folded)))


def cu_alpha(sums: UnitSums, self_pairing: str = "mean") -> Coefficient:
    """cu-alpha: where coders mark the same stretches, do they choose the same code?

    It says nothing of text that only one coder marked: read its coverage with it.

    Parameters
    ----------
    sums
        Of a layer, as :func:`unit_sums` measures it; sources are added up.
    self_pairing
        How much of a unit could pair with itself when three or more coders mark
        unequal parts of it: the mean length shared with the other coders (the only
        reading that gives the published .724), each pair's length on its own (pair),
        or the length shared with any (union). With two coders they are the same.

    Raises
    ------
    ValueError
        Unknown self-pairing.

    Examples
    --------
    Krippendorff (2019), fig. 12.11: .724.

    >>> from toolkit.agreement.examples import three_observers
    >>> round(cu_alpha(three_observers()).value, 3)
    0.724
    """
    _check(self_pairing)
    total = _total(sums)
    result = _draft("cu_alpha", sums, self_pairing=self_pairing)
    shared = total.observed[1:, 1:].sum(axis=1)
    if not shared.any():
        return result.undefined(NOTHING_SHARED)
    if np.count_nonzero(shared) < 2:
        return result.undefined(ONE_CODE)
    return _finite(result, float(cu_values(total, self_pairing)))


def cu_alpha_coverage(sums: UnitSums) -> Coefficient:
    """Share of all text, coder by coder, that cu-alpha speaks of: l* / l.

    Parameters
    ----------
    sums
        Of a layer, as :func:`unit_sums` measures it; sources are added up.

    Examples
    --------
    >>> from toolkit.agreement.examples import three_observers
    >>> round(cu_alpha_coverage(three_observers()).value, 3)
    0.461
    """
    total = _total(sums)
    result = _draft("cu_alpha_coverage", sums)
    length = float(total.observed.sum())
    if not length:
        return result.undefined(NOTHING_CODED)
    return result.value(float(total.observed[1:, 1:].sum()) / length)


def ku_alpha(sums: UnitSums, code: str, self_pairing: str = "mean") -> Coefficient:
    """(k)u-alpha: how reliably is this code told from the other codes?

    Parameters
    ----------
    sums
        Of a layer, as :func:`unit_sums` measures it; sources are added up.
    code
        One of the layer's.
    self_pairing
        As in :func:`cu_alpha`.

    Raises
    ------
    ValueError
        Unknown code or self-pairing.

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
    result = _draft("ku_alpha", sums, code=code, self_pairing=self_pairing)
    shared = total.observed[1:, 1:].sum(axis=1)
    if not shared[at]:
        return result.undefined(NO_SHARED_USE)
    if np.count_nonzero(shared) < 2:
        return result.undefined(ONE_CODE)
    return _finite(result, float(ku_values(total, self_pairing)[at]))


def ku_alpha_coverage(sums: UnitSums, code: str) -> Coefficient:
    """Share of the code's length that meets a unit of another coder: l*_k / l_k.

    Parameters
    ----------
    sums
        Of a layer, as :func:`unit_sums` measures it; sources are added up.
    code
        One of the layer's.

    Raises
    ------
    ValueError
        Unknown code.

    Examples
    --------
    Krippendorff (2019), fig. 12.11: 44 % of code 5.

    >>> from toolkit.agreement.examples import three_observers
    >>> round(ku_alpha_coverage(three_observers(), "5").value, 2)
    0.44
    """
    at = _index(sums, code) + 1
    total = _total(sums)
    result = _draft("ku_alpha_coverage", sums, code=code)
    length = float(total.observed[at].sum())
    if not length:
        return result.undefined("no coder used the code")
    return result.value(float(total.observed[at, 1:].sum()) / length)


def u_alpha_by_code(sums: GroupSums) -> Floats:
    """u-alpha of each code against everything else, shape (draws, codes); NaN where undefined.

    Codes may overlap each other. The sums are those of the nominal coefficients,
    added over sources: see :func:`toolkit.agreement.binary.add_sources`.
    """
    total, coded = sums.values[:, None], sums.ones
    squares = sums.squares + total - coded
    matched = coded**2 + (total - coded) ** 2 - squares
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = total - matched / (total - squares / total)
        value = 1.0 - 2.0 * sums.mixed / expected
    return np.where((coded > 0) & (coded < total), value, np.nan)


def fold(sums: UnitSums) -> UnitSums:
    """Make one code of all: coded against gap."""
    seen = sums.observed
    cells = [
        [seen[..., 0, 0], seen[..., 0, 1:].sum(axis=-1)],
        [seen[..., 1:, 0].sum(axis=-1), seen[..., 1:, 1:].sum(axis=(-2, -1))],
    ]
    table = np.moveaxis(np.array(cells), (0, 1), (-2, -1))
    squares = np.stack([sums.squares[..., 0], sums.squares[..., 1:].sum(axis=-1)], axis=-1)
    return UnitSums(("coded",), table, squares, {}, sums.lengths)


def u_values(sums: UnitSums) -> Floats:
    """u-alpha of sums already added over sources, shape (...,); NaN or inf where undefined."""
    return _alpha(sums.observed, sums.squares)


def cu_values(sums: UnitSums, self_pairing: str = "mean") -> Floats:
    """cu-alpha of sums already added over sources, shape (...,); NaN or inf where undefined."""
    return _alpha(sums.observed[..., 1:, 1:], sums.pairable[self_pairing])


def ku_values(sums: UnitSums, self_pairing: str = "mean") -> Floats:
    """(k)u-alpha of every code, shape (..., codes); NaN or inf where undefined."""
    seen, squares = sums.observed[..., 1:, 1:], sums.pairable[self_pairing]
    own, matched = seen.sum(axis=-1), np.einsum("...cc->...c", seen)
    total = own.sum(axis=-1, keepdims=True)
    scale = _scale(total, squares.sum(axis=-1, keepdims=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        row, cell = (own * total - squares) / scale, (own**2 - squares) / scale
        value = 1.0 - (row / own) * (own - matched) / (row - cell)
    return np.asarray(np.where((own > 0) & (own < total), value, np.nan), dtype=np.float64)


def _alpha(seen: Floats, squares: Floats) -> Floats:
    """1 - (l - sum l_cc) / (l - sum e_cc), e_cc = (l_c^2 - V_c) / (l - sum V / l)."""
    own = seen.sum(axis=-1)
    total = own.sum(axis=-1)
    matched = np.einsum("...cc->...", seen)
    # With one label chance is complete; rounding could make a 1 of what is 0 / 0.
    varied = np.count_nonzero(own, axis=-1) >= 2
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = (own**2 - squares).sum(axis=-1) / _scale(total, squares.sum(axis=-1))
        value = 1.0 - (total - matched) / (total - chance)
    return np.asarray(np.where(varied, value, np.nan), dtype=np.float64)


def _scale(total: Floats, squares: Floats) -> Floats:
    """l - sum V / l; NaN where units could pair with nothing but themselves."""
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = total - squares / total
    return np.where(scale > 1e-9 * total, scale, np.nan)


def _finite(result: CoefficientBuilder, value: float) -> Coefficient:
    return result.value(value) if np.isfinite(value) else result.undefined(NOTHING_TO_PAIR)


def _observed(
    layer: Layer, edges: Ints, source: Ints, label: Ints, counted: Bools, others: Ints
) -> Floats:
    size = len(layer.codes) + 1
    out = np.zeros((len(layer.sources), size, size))
    length = np.diff(edges) / others[source]
    for first, second in combinations(range(len(layer.coders)), 2):
        weight = length * (counted[source, first] & counted[source, second])
        cell = (source * size + label[first]) * size + label[second]
        table = np.bincount(cell, weight, out.size).reshape(out.shape)
        out += table + table.transpose(0, 2, 1)
    return out


def _squares(layer: Layer, edges: Ints, source: Ints, label: Ints, counted: Bools) -> Floats:
    out = np.zeros((len(layer.sources), len(layer.codes) + 1))
    length = np.diff(edges)
    for coder in range(len(layer.coders)):
        gap = length * ((label[coder] == 0) & counted[source, coder])
        out[:, 0] += np.bincount(source, gap, len(layer.sources))
    units = (layer.end - layer.start).astype(np.float64) ** 2
    units *= counted[layer.source, layer.coder]
    np.add.at(out, (layer.source, layer.code + 1), units)
    return out


def _pairable(
    layer: Layer, edges: Ints, label: Ints, counted: Bools, others: Ints
) -> dict[str, Floats]:
    out = {rule: np.zeros((len(layer.sources), len(layer.codes))) for rule in SELF_PAIRINGS}
    coded = label > 0
    before = np.array([running(edges, row) for row in coded]).reshape(len(coded), len(edges))
    for coder in range(len(layer.coders)):
        own = layer.coder == coder
        source, code = layer.source[own], layer.code[own]
        first = np.searchsorted(edges, layer.start[own])
        last = np.searchsorted(edges, layer.end[own])
        rest = np.delete(np.arange(len(coded)), coder)
        shared = before[rest][:, last] - before[rest][:, first]
        anyone = running(edges, np.logical_or.reduce(coded[rest], axis=0))
        m = others[source]
        found = {
            "mean": (shared.sum(axis=0) / m) ** 2,
            "pair": (shared**2).sum(axis=0) / m,
            "union": (anyone[last] - anyone[first]) ** 2,
        }
        for rule, squared in found.items():
            np.add.at(out[rule], (source, code), squared * counted[source, coder])
    return out


def _total(sums: UnitSums) -> UnitSums:
    return sums.over_sources() if sums.observed.ndim == 3 else sums


def _draft(name: str, sums: UnitSums, **params: object) -> CoefficientBuilder:
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
