"""Coded spans, the text that they are compared on, and their place in it as arrays."""

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
"""Half-open stretches of a text, in code points."""


@dataclass(frozen=True, slots=True)
class SourceFrame:
    """A source, the part of it that counts, and the coders who worked on it."""

    source_id: str
    length: int
    """How many code points the whole text has."""
    frame: Stretches | None = None
    """The stretches that count, for example the turns of experts; None for all text."""
    coverage: AbstractSet[str] = frozenset()
    """Coders who worked on the source. Everyone else is missing there, which is no answer."""
    units: Stretches | None = None
    """Tokens, sentences, turns or segments, for levels above the character."""


@dataclass(frozen=True, slots=True)
class CodedSpan:
    """A code that a coder applied to `[start, end)`, in code points of the source."""

    source_id: str
    coder: str
    code: str
    start: int
    end: int


@dataclass(frozen=True)
class Placed:
    """Spans as arrays, on an axis that runs through the frames of all sources."""

    sources: tuple[str, ...]
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    covered: Bools
    """Shape (sources, coders): whether the coder worked on the source."""
    lengths: Ints
    """Shape (sources,): how many units are in the frame."""
    source: Ints
    """Shape (spans,), like coder, code, start and end."""
    coder: Ints
    code: Ints
    start: Ints
    end: Ints
    unit: str

    @property
    def offsets(self) -> Ints:
        """Return where each source begins and the last one ends, shape (sources + 1,)."""
        return np.concatenate([[0], np.cumsum(self.lengths)])


def place(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
    level: str = "character",
) -> Placed:
    """Check spans and cut them to the frames.

    Spans of other coders and other codes are left out, and so is text outside the
    frames. At a level above the character a unit counts as coded when the span covers
    any part of it.

    Raises
    ------
    ValueError
        A name occurs twice, a source or the level is unknown, a stretch or span lies
        outside its text, or a coder has a span in a source that the coverage says this
        coder did not work on.
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
    axis = _FrameAxis(frames)
    start, end = axis.at(source, start), axis.at(source, end)
    lengths = axis.lengths
    inside = start < end
    if level != "character":
        grid = _UnitAxis(frames, axis, level)
        start, end, lengths = *grid.at(start, end), grid.lengths
        # A span outside the frame codes no unit, even where a unit spans the gap.
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


def unit_places(frames: Sequence[SourceFrame], level: str) -> tuple[Ints, Ints, Ints]:
    """Return where the units on the axis of :func:`place` lie in their sources.

    At the level of characters these are the stretches of the frames, which hold them.

    Returns
    -------
    source, start, end : shape (units,)
        The index of each unit's source, and its begin and end in code points of that source,
        in the order of the axis. Units without text in the frame are left out.
    """
    if level == "character":
        tables = [np.array(_merged(f), dtype=np.int64).reshape(-1, 2) for f in frames]
    else:
        axis = _FrameAxis(frames)
        tables = []
        for at, frame in enumerate(frames):
            table = _unit_table(frame, level)
            source = np.full(len(table), at, dtype=np.int64)
            tables.append(table[axis.at(source, table[:, 0]) < axis.at(source, table[:, 1])])
    empty = np.zeros((0, 2), dtype=np.int64)
    places = np.concatenate([empty, *tables])
    source = np.repeat(np.arange(len(frames)), [len(table) for table in tables])
    return source.astype(np.int64), places[:, 0], places[:, 1]


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


class _FrameAxis:
    """An axis on which the frames of all sources are laid end to end."""

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
        """Return the place on the axis of offsets in sources, all of shape (offsets,)."""
        if not len(self._starts):
            return np.zeros(len(offset), dtype=np.int64)
        position = self._base[source] + offset
        stretch = np.searchsorted(self._starts, position, side="right") - 1
        into = np.minimum(position - self._starts[stretch], self._sizes[stretch])
        return np.asarray(np.where(stretch < 0, 0, self._before[stretch] + into), dtype=np.int64)


def _merged(frame: SourceFrame) -> list[tuple[int, int]]:
    """Return the stretches of a frame in order, merged where they overlap or touch."""
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


class _UnitAxis:
    """An axis on which the units of all sources are numbered."""

    def __init__(self, frames: Sequence[SourceFrame], axis: _FrameAxis, level: str) -> None:
        starts, ends, lengths = [], [], []
        for at, frame in enumerate(frames):
            table = _unit_table(frame, level)
            source = np.full(len(table), at, dtype=np.int64)
            start, end = axis.at(source, table[:, 0]), axis.at(source, table[:, 1])
            inside = start < end
            starts.append(start[inside])
            ends.append(end[inside])
            lengths.append(int(inside.sum()))
        empty = np.zeros(0, dtype=np.int64)
        self._starts = np.concatenate([empty, *starts])
        self._ends = np.concatenate([empty, *ends])
        self.lengths: Ints = np.array(lengths, dtype=np.int64)

    def at(self, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Return the first unit that each span covers, and the unit after the last."""
        first = np.searchsorted(self._ends, start, side="right")
        last = np.searchsorted(self._starts, end, side="left")
        return first.astype(np.int64), last.astype(np.int64)


def _unit_table(frame: SourceFrame, level: str) -> Ints:
    """Return the units of a source, shape (units, 2), in code points."""
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
