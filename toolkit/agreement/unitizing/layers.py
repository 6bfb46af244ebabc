"""Layers: the text of each coder cut into units, which carry a code, and gaps.

Krippendorff's unitizing coefficients need a layer, in which the codes of a coder do not
overlap. Codes that overlap by design are compared code by code or domain by domain.
Overlaps are listed and never resolved by choosing a code.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.ratings import Bools, Floats, Ints
from toolkit.agreement.spans import CodedSpan, SourceFrame, place
from toolkit.agreement.table.cover import stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two codes that a coder gave the same characters of a source."""

    source_id: str
    coder: str
    first: str
    second: str
    start: int
    end: int


class OverlapError(ValueError):
    """Codes of a coder overlap where a coefficient needs a layer."""

    def __init__(self, overlaps: list[Overlap]) -> None:
        places = "; ".join(
            f"{o.first} and {o.second} by {o.coder} in {o.source_id} [{o.start}, {o.end})"
            for o in overlaps[:5]
        )
        more = f" and {len(overlaps) - 5} more" if len(overlaps) > 5 else ""
        super().__init__(
            f"codes of a coder overlap: {places}{more}. Compare the codes one by one, or name "
            "codes of a domain that exclude each other"
        )
        self.overlaps = overlaps


@dataclass(frozen=True)
class Layer:
    """The units of all coders, on an axis that runs through the frames of all sources."""

    sources: tuple[str, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    covered: Bools
    """Shape (sources, coders): whether the coder worked on the source."""
    lengths: Ints
    """Shape (sources,): how many characters are in the frame."""
    coder: Ints
    """Shape (units,), ascending; the starts ascend inside a coder."""
    code: Ints
    """Shape (units,), like source, start and end."""
    source: Ints
    start: Ints
    end: Ints

    @property
    def offsets(self) -> Ints:
        """Return where each source begins and the last one ends, shape (sources + 1,)."""
        return np.concatenate([[0], np.cumsum(self.lengths)])

    def units(self, coder: int) -> tuple[Ints, Ints, Ints]:
        """Return the codes, starts and ends of the units of a coder."""
        by_coder = self.coder == coder
        return self.code[by_coder], self.start[by_coder], self.end[by_coder]


def find_overlaps(spans: Iterable[CodedSpan], codes: Iterable[str] | None = None) -> list[Overlap]:
    """List where different codes of a coder overlap.

    Parameters
    ----------
    codes
        The codes to look at, for example those of a domain; the default is all.

    Examples
    --------
    >>> find_overlaps([CodedSpan("s", "ann", "law", 0, 9), CodedSpan("s", "ann", "cost", 5, 12)])
    [Overlap(source_id='s', coder='ann', first='law', second='cost', start=5, end=9)]
    """
    chosen = None if codes is None else set(codes)
    by_coder: dict[tuple[str, str], list[CodedSpan]] = defaultdict(list)
    for span in spans:
        if chosen is None or span.code in chosen:
            by_coder[span.source_id, span.coder].append(span)
    overlaps = []
    for (source_id, coder), coded in sorted(by_coder.items()):
        open_spans: list[CodedSpan] = []
        for span in sorted(coded, key=lambda s: (s.start, s.end, s.code)):
            open_spans = [before for before in open_spans if before.end > span.start]
            overlaps += [
                Overlap(
                    source_id, coder, before.code, span.code, span.start, min(before.end, span.end)
                )
                for before in open_spans
                if before.code != span.code
            ]
            open_spans.append(span)
    return overlaps


def build_layer(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
) -> Layer:
    """Cut the text of the coders into units.

    Overlapping spans of a code by the same coder are a single unit; spans that touch are
    two units.

    Raises
    ------
    OverlapError
        Different codes of a coder overlap.
    ValueError
        An error of :func:`toolkit.agreement.spans.place`.
    """
    rows = list(spans)
    placed = place(frames, rows, coders, codes)
    total = int(placed.lengths.sum())
    parts: list[tuple[Ints, Ints, Ints, Ints, Ints]] = []
    for at in range(len(placed.coders)):
        by_coder = placed.coder == at
        shift = placed.code[by_coder] * total
        start, end, first = stretches(placed.start[by_coder] + shift, placed.end[by_coder] + shift)
        code, source = placed.code[by_coder][first], placed.source[by_coder][first]
        start, end = start - code * total, end - code * total
        order = np.argsort(start, kind="stable")
        if (start[order][1:] < end[order][:-1]).any():
            named = [span for span in rows if span.coder in placed.coders]
            raise OverlapError(find_overlaps(named, placed.codes))
        coder = np.full(len(start), at, dtype=np.int64)
        parts.append((coder, code[order], source[order], start[order], end[order]))
    columns = [
        np.concatenate([np.zeros(0, dtype=np.int64), *part]) for part in zip(*parts, strict=True)
    ]
    return Layer(
        placed.sources, placed.coders, placed.codes, placed.covered, placed.lengths, *columns
    )


def labels(layer: Layer) -> tuple[Ints, Ints, Ints]:
    """Cut the text into pieces at every boundary of every coder.

    Returns
    -------
    edges : shape (pieces + 1,)
    source : shape (pieces,)
    label : shape (coders, pieces)
        0 for a gap, else 1 + the index of the code.
    """
    edges = np.unique(np.concatenate([layer.offsets, layer.start, layer.end]))
    left = edges[:-1]
    label = np.zeros((len(layer.coders), len(left)), dtype=np.int64)
    for coder in range(len(layer.coders)):
        code, start, end = layer.units(coder)
        if len(start):
            unit = np.searchsorted(start, left, side="right") - 1
            inside = (unit >= 0) & (left < end[unit])
            label[coder, inside] = code[unit[inside]] + 1
    source = np.searchsorted(layer.offsets, left, side="right") - 1
    return edges, source, label


def running(edges: Ints, piece: Bools) -> Floats:
    """Return the length of the marked pieces before each edge, shape (pieces + 1,)."""
    return np.concatenate([[0.0], np.cumsum(np.diff(edges) * piece)])
