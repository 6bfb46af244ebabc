"""Layers: each coder's text cut into units that carry one code, and gaps.

Krippendorff's unitizing coefficients read one layer: inside a coder nothing overlaps.
Codes that overlap by design are compared one by one, or domain by domain; they are
never flattened here, they are listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from toolkit.agreement.ratings import Bools, Floats, Ints
from toolkit.agreement.spans import CodedSpan, SourceFrame, place
from toolkit.agreement.table.cover import stretches


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two codes of one coder on the same characters of a source."""

    source_id: str
    coder: str
    first: str
    second: str
    start: int
    end: int


class OverlapError(ValueError):
    """Codes overlap inside a coder where a coefficient needs one layer."""

    def __init__(self, overlaps: list[Overlap]) -> None:
        shown = "; ".join(
            f"{o.first} and {o.second} by {o.coder} in {o.source_id} [{o.start}, {o.end})"
            for o in overlaps[:5]
        )
        more = f" and {len(overlaps) - 5} more" if len(overlaps) > 5 else ""
        super().__init__(
            f"codes overlap inside a coder: {shown}{more}. Compare codes one by one, or name "
            "the codes of one domain that exclude each other"
        )
        self.overlaps = overlaps


@dataclass(frozen=True)
class Layer:
    """Units of all coders, in coordinates that run through the frames of all sources."""

    sources: tuple[str, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    covered: Bools
    """Shape (sources, coders)."""
    lengths: Ints
    """Shape (sources,)."""
    coder: Ints
    """Shape (units,), ascending; starts ascend inside a coder."""
    code: Ints
    source: Ints
    start: Ints
    end: Ints

    @property
    def offsets(self) -> Ints:
        """Where each source begins, and the end of the last, shape (sources + 1,)."""
        return np.concatenate([[0], np.cumsum(self.lengths)])

    def units(self, coder: int) -> tuple[Ints, Ints, Ints]:
        """Return code, start and end of one coder's units."""
        own = self.coder == coder
        return self.code[own], self.start[own], self.end[own]


def find_overlaps(spans: Iterable[CodedSpan], codes: Iterable[str] | None = None) -> list[Overlap]:
    """List where different codes of one coder overlap.

    Parameters
    ----------
    codes
        Look at these only, for example one domain.

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
    found = []
    for (source_id, coder), own in sorted(by_coder.items()):
        open_spans: list[CodedSpan] = []
        for span in sorted(own, key=lambda s: (s.start, s.end, s.code)):
            open_spans = [before for before in open_spans if before.end > span.start]
            found += [
                Overlap(
                    source_id, coder, before.code, span.code, span.start, min(before.end, span.end)
                )
                for before in open_spans
                if before.code != span.code
            ]
            open_spans.append(span)
    return found


def build_layer(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
) -> Layer:
    """Cut the coders' text into units.

    Overlapping spans of one code by one coder are one unit; spans that touch are two.

    Raises
    ------
    OverlapError
        When different codes overlap inside a coder.
    ValueError
        As :func:`toolkit.agreement.spans.place`.
    """
    rows = list(spans)
    placed = place(frames, rows, coders, codes)
    total = int(placed.lengths.sum())
    parts: list[tuple[Ints, Ints, Ints, Ints, Ints]] = []
    for at in range(len(placed.coders)):
        own = placed.coder == at
        shift = placed.code[own] * total
        start, end, first = stretches(placed.start[own] + shift, placed.end[own] + shift)
        code, source = placed.code[own][first], placed.source[own][first]
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
    """Cut the text at every boundary of every coder.

    Returns
    -------
    edges : shape (pieces + 1,)
    source : shape (pieces,)
    label : shape (coders, pieces)
        0 for a gap, else 1 + the code.
    """
    edges = np.unique(np.concatenate([layer.offsets, layer.start, layer.end]))
    left = edges[:-1]
    found = np.zeros((len(layer.coders), len(left)), dtype=np.int64)
    for coder in range(len(layer.coders)):
        code, start, end = layer.units(coder)
        if len(start):
            unit = np.searchsorted(start, left, side="right") - 1
            inside = (unit >= 0) & (left < end[unit])
            found[coder, inside] = code[unit[inside]] + 1
    source = np.searchsorted(layer.offsets, left, side="right") - 1
    return edges, source, found


def running(edges: Ints, piece: Bools) -> Floats:
    """Return the length of the marked pieces before each edge, shape (pieces + 1,)."""
    return np.concatenate([[0.0], np.cumsum(np.diff(edges) * piece)])
