"""Krippendorff's alpha_U of 1995, for each code by itself.

Krippendorff (1995), Sociological Methodology 25; (2004), Content Analysis, 2nd ed.,
p. 251 ff. It is kept because older studies report it; the family of 2016 in
:mod:`toolkit.agreement.unitizing.alpha_2016` superseded it. Its value depends on how
finely the text is counted. Sources are laid end to end, and no unit crosses from a
source into the next.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.coefficient import Coefficient, CoefficientBuilder
from toolkit.agreement.unitizing.layers import Layer, build_layer
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.agreement.ratings import Floats, Ints
    from toolkit.agreement.spans import CodedSpan, SourceFrame

EVERYONE = _("only sources that every coder worked on")
NO_SOURCE = _("no source was worked on by every coder")
NO_UNIT = _("no coder used the code")


@dataclass(frozen=True, slots=True)
class UnitDisagreement:
    """Observed and expected disagreement on a code, in squared shares of the text."""

    code: str
    observed: float
    """Do."""
    expected: float
    """De; 0 where the code was not used."""
    length: int
    """How many characters were compared."""


def unit_disagreement(
    frames: Sequence[SourceFrame], spans: Iterable[CodedSpan], coders: Sequence[str], code: str
) -> UnitDisagreement:
    """Return Do and De of a code.

    Parameters
    ----------
    frames, spans, coders
        As in :func:`toolkit.agreement.table.cover.cover_tables`; sources that some coder
        did not work on are left out.

    Raises
    ------
    ValueError
        There are fewer than two coders, or an error of
        :func:`toolkit.agreement.spans.place`.

    Examples
    --------
    Krippendorff (1995), p. 57, example A: Do .03125.

    >>> from toolkit.agreement import CodedSpan, SourceFrame
    >>> frame = SourceFrame("s", 24, coverage={"o1", "o2"})
    >>> places = {"o1": [(2, 10), (14, 20)], "o2": [(4, 8), (15, 17)]}
    >>> spans = [CodedSpan("s", who, "A", *at) for who, all in places.items() for at in all]
    >>> unit_disagreement([frame], spans, ["o1", "o2"], "A").observed
    0.03125
    """
    if len(coders) < 2:
        raise ValueError(f"agreement needs two or more coders, got {len(coders)}")
    shared = [frame for frame in frames if frame.coverage >= set(coders)]
    names = {frame.source_id for frame in shared}
    absent = {frame.source_id for frame in frames} - names
    kept = [span for span in spans if span.source_id not in absent]
    layer = build_layer(shared, kept, coders, [code])
    length = int(layer.lengths.sum())
    if not len(layer.start) or not length:
        return UnitDisagreement(code, 0.0, 0.0, length)
    return UnitDisagreement(code, _observed(layer), _expected(layer), length)


def alpha_u(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
) -> Coefficient:
    """Return alpha_U of a code, or of several codes by their mean disagreements.

    Parameters
    ----------
    frames, spans, coders
        As in :func:`toolkit.agreement.table.cover.cover_tables`.
    codes
        The default is the codes that occur. With several codes the coefficient is
        1 - mean(Do) / mean(De).

    Raises
    ------
    ValueError
        An error of :func:`unit_disagreement`.

    Examples
    --------
    Krippendorff (2004), p. 254: .7286 for code c, 1 for k, .8591 overall.

    >>> from toolkit.agreement import CodedSpan, SourceFrame
    >>> frame = SourceFrame("text", 450, [(150, 450)], {"i", "j"})
    >>> units = {"i": [(225, 295), (370, 400)], "j": [(220, 300), (355, 375), (400, 420)]}
    >>> spans = [CodedSpan("text", who, "c", *unit) for who in units for unit in units[who]]
    >>> round(alpha_u([frame], spans, ["i", "j"]).value, 4)
    0.7286
    """
    by_code: dict[str, list[CodedSpan]] = defaultdict(list)
    for span in spans:
        by_code[span.code].append(span)
    chosen = sorted(by_code) if codes is None else list(codes)
    parts = [unit_disagreement(frames, by_code[code], coders, code) for code in chosen]
    length = parts[0].length if parts else 0
    builder = CoefficientBuilder(
        "alpha_u_1995", length, "character", EVERYONE, {"codes": tuple(chosen)}
    )
    if parts and not length:
        return builder.undefined(NO_SOURCE)
    used = [part for part in parts if part.expected > 0]
    if not used:
        return builder.undefined(NO_UNIT)
    observed, expected = (sum(p.observed for p in used), sum(p.expected for p in used))
    return builder.value(1.0 - observed / expected)


def _observed(layer: Layer) -> float:
    """Return Do: squared differences of unit boundaries, and of units that meet only gaps."""
    m, length = len(layer.coders), float(layer.lengths.sum())
    units = [layer.units(coder)[1:] for coder in range(m)]
    total = sum(
        _squared_difference(units[first], units[second])
        for first in range(m)
        for second in range(m)
        if first != second
    )
    return total / (m * (m - 1.0) * length**2)


def _squared_difference(units: tuple[Ints, Ints], other_units: tuple[Ints, Ints]) -> float:
    """Return the squared differences of a coder's units to those of another coder.

    Over both orders of two coders, units that meet are counted twice and a unit that lies
    in a gap once, so a unit in a gap is weighted by two.
    """
    (start, end), (left, right) = units, other_units
    first = np.searchsorted(right, start, side="right")
    last = np.searchsorted(left, end, side="left")
    meets = last - first
    in_gap = meets == 0
    unit = np.repeat(np.arange(len(start)), meets)
    other = np.arange(meets.sum()) - np.repeat(np.cumsum(meets) - meets, meets) + first[unit]
    boundaries = (start[unit] - left[other]) ** 2 + (end[unit] - right[other]) ** 2
    return float(boundaries.sum() + 2.0 * ((end - start)[in_gap] ** 2).sum())


def _expected(layer: Layer) -> float:
    """Return De: the same differences where units and gaps are combined at random."""
    m, length = len(layer.coders), float(layer.lengths.sum())
    size = (layer.end - layer.start).astype(np.float64)
    gaps = np.sort(_gaps(layer))
    # The sum of (g - l + 1) over the gaps g >= l, from running sums of the sorted gaps.
    tail = np.concatenate([np.cumsum(gaps[::-1])[::-1], [0.0]])
    first = np.searchsorted(gaps, size, side="left")
    room = tail[first] - (len(gaps) - first) * (size - 1.0)
    meeting = (len(size) - 1.0) / 3.0 * (2.0 * size**3 - 3.0 * size**2 + size)
    total = float((meeting + size**2 * room).sum())
    places = m * length * (m * length - 1.0) - float((size * (size - 1.0)).sum())
    return 2.0 / length * total / places


def _gaps(layer: Layer) -> Floats:
    """Return the lengths of the gaps of all coders, shape (gaps,)."""
    length = int(layer.lengths.sum())
    by_coder = []
    for coder in range(len(layer.coders)):
        _code, start, end = layer.units(coder)
        by_coder.append(np.append(start, length) - np.concatenate([[0], end]))
    gaps = np.concatenate(by_coder).astype(np.float64)
    return np.asarray(gaps[gaps > 0], dtype=np.float64)
