"""Coded spans and the text they are compared on, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

import numpy as np

from toolkit.agreement.ratings import Bools, Ints

LEVELS = ("character", "token", "sentence", "turn", "segment", "source")

Stretches = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SourceFrame:
    """A source, the part of it that counts, and who worked on it."""

    source_id: str
    length: int
    """Code points of the whole text."""
    frame: Stretches | None = None
    """Half-open stretches that count, for example expert turns; None for all text."""
    coverage: AbstractSet[str] = frozenset()
    """Coders who worked on the source. Everyone else is missing there, which is not a no."""
    units: Stretches | None = None
    """Half-open tokens, sentences, turns or segments, for levels above the character."""


@dataclass(frozen=True, slots=True)
class CodedSpan:
    """A code applied by a coder to `[start, end)`, in code points of the source."""

    source_id: str
    coder: str
    code: str
    start: int
    end: int


@dataclass(frozen=True)
class Placed:
    """Spans as arrays, in coordinates that run through the frames of all sources."""

    sources: tuple[str, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    covered: Bools
    """Shape (sources, coders)."""
    lengths: Ints
    """Shape (sources,): units in the frame."""
    source: Ints
    coder: Ints
    code: Ints
    start: Ints
    end: Ints
    unit: str

    @property
    def offsets(self) -> Ints:
        """Where each source begins, and the end of the last, shape (sources + 1,)."""
        return np.concatenate([[0], np.cumsum(self.lengths)])


def place(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
    level: str = "character",
) -> Placed:
    """Check spans and cut them to the frames.

    Spans of other coders and other codes are left out; so is what lies outside
    the frames. At a level above the character a unit counts as coded when the
    span covers any part of it.

    Raises
    ------
    ValueError
        Names that occur twice, an unknown source or level, a stretch or span
        outside its text, or a span of a coder on a source that the coverage
        says that coder did not work on.
    """
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}; choose from {', '.join(LEVELS)}")
    sources = _unique("source", [frame.source_id for frame in frames])
    people = _unique("coder", coders)
    rows = list(spans)
    if codes is None:
        codes = sorted({span.code for span in rows if span.coder in people})
    names = _unique("code", codes)
    covered = np.array([[name in f.coverage for name in people] for f in frames], dtype=bool)
    covered = covered.reshape(len(sources), len(people))
    source, coder, code, start, end = _columns(rows, sources, people, names)
    _check_spans(frames, tuple(people), covered, (source, coder, start, end))
    mapping = _Frame(frames)
    start, end = mapping.at(source, start), mapping.at(source, end)
    lengths = mapping.lengths
    inside = start < end
    if level != "character":
        grid = _Units(frames, mapping, level)
        start, end, lengths = *grid.at(start, end), grid.lengths
        # What lies outside the frame codes no unit, even where a unit reaches over the gap.
        inside &= start < end
    return Placed(
        tuple(sources),
        tuple(people),
        tuple(names),
        covered,
        lengths,
        source[inside],
        coder[inside],
        code[inside],
        start[inside],
        end[inside],
        level,
    )


def _unique(noun: str, names: Sequence[str]) -> dict[str, int]:
    index = {name: at for at, name in enumerate(names)}
    if len(index) != len(names):
        twice = sorted({name for name in names if list(names).count(name) > 1})
        raise ValueError(f"{noun} named twice: {', '.join(twice)}")
    return index


def _columns(
    rows: list[CodedSpan], sources: dict[str, int], coders: dict[str, int], codes: dict[str, int]
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    if not rows:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, empty, empty, empty
    fields = attrgetter("source_id", "coder", "code", "start", "end")
    source_ids, names, labels, starts, ends = zip(*map(fields, rows), strict=True)
    unknown = set(source_ids) - sources.keys()
    if unknown:
        raise ValueError(f"spans in sources that have no frame: {', '.join(sorted(unknown))}")
    source = np.array([sources[name] for name in source_ids], dtype=np.int64)
    coder = np.array([coders.get(name, -1) for name in names], dtype=np.int64)
    code = np.array([codes.get(label, -1) for label in labels], dtype=np.int64)
    keep = (coder >= 0) & (code >= 0)
    start = np.array(starts, dtype=np.int64)
    end = np.array(ends, dtype=np.int64)
    return source[keep], coder[keep], code[keep], start[keep], end[keep]


def _check_spans(
    frames: Sequence[SourceFrame],
    coders: tuple[str, ...],
    covered: Bools,
    columns: tuple[Ints, Ints, Ints, Ints],
) -> None:
    source, coder, start, end = columns
    lengths = np.array([frame.length for frame in frames], dtype=np.int64)
    outside = (start < 0) | (end <= start)
    if len(source):
        outside |= end > lengths[source]
    if outside.any():
        at = int(np.flatnonzero(outside)[0])
        where = frames[source[at]]
        raise ValueError(
            f"span [{start[at]}, {end[at]}) of {coders[coder[at]]} is empty or outside "
            f"{where.source_id}, which has {where.length} characters"
        )
    if not len(source):
        return
    absent = ~covered[source, coder]
    if absent.any():
        at = int(np.flatnonzero(absent)[0])
        raise ValueError(
            f"{coders[coder[at]]} has spans in {frames[source[at]].source_id} but is not in its "
            "coverage: add the coder there, or leave those spans out"
        )


class _Frame:
    """Maps offsets of a source to offsets in the frames laid end to end."""

    def __init__(self, frames: Sequence[SourceFrame]) -> None:
        stretches = [_merged(frame) for frame in frames]
        self._base = np.cumsum([0, *(frame.length for frame in frames)])[:-1]
        flat = [
            (base + start, end - start)
            for base, parts in zip(self._base.tolist(), stretches, strict=True)
            for start, end in parts
        ]
        table = np.array(flat, dtype=np.int64).reshape(-1, 2)
        self._starts, self._sizes = table[:, 0], table[:, 1]
        self._before = np.cumsum(self._sizes) - self._sizes
        self.lengths: Ints = np.array(
            [sum(end - start for start, end in parts) for parts in stretches], dtype=np.int64
        )

    def at(self, source: Ints, offset: Ints) -> Ints:
        if not len(self._starts):
            return np.zeros(len(offset), dtype=np.int64)
        position = self._base[source] + offset
        stretch = np.searchsorted(self._starts, position, side="right") - 1
        into = np.minimum(position - self._starts[stretch], self._sizes[stretch])
        return np.asarray(np.where(stretch < 0, 0, self._before[stretch] + into), dtype=np.int64)


def _merged(frame: SourceFrame) -> list[tuple[int, int]]:
    """Return the frame's stretches in order, overlapping and touching ones as one."""
    if frame.frame is None:
        return [(0, frame.length)] if frame.length else []
    merged: list[tuple[int, int]] = []
    for start, end in sorted(frame.frame):
        if not 0 <= start <= end <= frame.length:
            raise ValueError(f"stretch [{start}, {end}) is outside {frame.source_id}")
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


class _Units:
    """Numbers the units of all sources and maps spans onto them."""

    def __init__(self, frames: Sequence[SourceFrame], mapping: _Frame, level: str) -> None:
        starts, ends, lengths = [], [], []
        for at, frame in enumerate(frames):
            table = _unit_table(frame, level)
            source = np.full(len(table), at, dtype=np.int64)
            start, end = mapping.at(source, table[:, 0]), mapping.at(source, table[:, 1])
            inside = start < end
            starts.append(start[inside])
            ends.append(end[inside])
            lengths.append(int(inside.sum()))
        none = np.zeros(0, dtype=np.int64)
        self._starts = np.concatenate([none, *starts])
        self._ends = np.concatenate([none, *ends])
        self.lengths: Ints = np.array(lengths, dtype=np.int64)

    def at(self, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        first = np.searchsorted(self._ends, start, side="right")
        last = np.searchsorted(self._starts, end, side="left")
        return first.astype(np.int64), last.astype(np.int64)


def _unit_table(frame: SourceFrame, level: str) -> Ints:
    if level == "source":
        units: Stretches = [(0, frame.length)]
    elif frame.units is None:
        raise ValueError(f"{frame.source_id} has no units: level {level!r} needs their boundaries")
    else:
        units = sorted(frame.units)
    for (_, end), (start, _) in pairwise(units):
        if start < end:
            raise ValueError(f"units overlap at {start} in {frame.source_id}")
    for start, end in units:
        if not 0 <= start <= end <= frame.length:
            raise ValueError(f"unit [{start}, {end}) is outside {frame.source_id}")
    return np.array(units, dtype=np.int64).reshape(-1, 2)
