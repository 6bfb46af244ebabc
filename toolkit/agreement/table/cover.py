"""Cover tables: how much of each source each subset of coders gave each code.

Agreement on characters needs nothing else. The boundaries of all spans are sorted once
and swept with a bit for each coder, so the cost grows with the number of spans and not
with the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.ratings import MISSING, Bools, Floats, Ints, Ratings
from toolkit.agreement.spans import CodedSpan, Placed, SourceFrame, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_CODERS = 62
"""A run holds a bit for each coder in an integer of 64 bits."""


@dataclass(frozen=True)
class CoverTables:
    """Lengths by source, code and subset of coders, counted in `unit`."""

    sources: tuple[str, ...]
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    lengths: Ints
    """Shape (sources,): how many units are in the frame."""
    covered: Bools
    """Shape (sources, coders): whether the coder worked on the source."""
    run_source: Ints
    """Shape (runs,): the source of each run, which is a source, code and subset of coders."""
    run_code: Ints
    """Shape (runs,): the code of each run."""
    run_mask: Ints
    """Shape (runs,): bit c is set where coder c covered the run. It is never 0: what no coder
    covered is the remainder of the frame."""
    run_length: Ints
    """Shape (runs,): how many units each run has."""
    uses: Ints
    """Shape (sources, codes, coders): coded stretches; overlapping spans are one stretch."""
    squares: Floats
    """Shape (sources, codes, coders): sum of the squared lengths of those stretches."""
    unit: str = "character"

    @cached_property
    def joint(self) -> Floats:
        """Return the length that two coders both coded, shape (sources, codes, coders, coders).

        The diagonal has the length that each coder coded. Every nominal coefficient of a
        code against its absence follows from these and the lengths of the frames.
        """
        r = len(self.coders)
        cell = self.run_source * len(self.codes) + self.run_code
        cells = len(self.sources) * len(self.codes)
        bits = self._bits(self.run_mask)
        joint = np.zeros((cells, r, r))
        for first in range(r):
            for second in range(first, r):
                both = bits[:, first] & bits[:, second]
                total = np.bincount(cell[both], self.run_length[both], cells)
                joint[:, first, second] = joint[:, second, first] = total
        return joint.reshape(len(self.sources), len(self.codes), r, r)

    def subsets(self, source: str, code: str) -> dict[frozenset[str], int]:
        """Return the length that exactly each subset of coders coded, the empty set included."""
        s, k = self.sources.index(source), self.codes.index(code)
        here = (self.run_source == s) & (self.run_code == k)
        lengths = {frozenset[str](): int(self.lengths[s] - self.run_length[here].sum())}
        for bits, length in zip(
            self._bits(self.run_mask[here]), self.run_length[here].tolist(), strict=True
        ):
            lengths[frozenset(np.array(self.coders)[bits].tolist())] = length
        return lengths

    def ratings(
        self, codes: Sequence[str] | None = None, coders: Sequence[str] | None = None
    ) -> Ratings:
        """Return codes against their absence as ratings, a row for each run of units.

        Several codes are pooled: each unit is then decided once for each code. A coder
        who did not work on a source is missing there.
        """
        chosen = [self.codes.index(code) for code in (self.codes if codes is None else codes)]
        columns = [self.coders.index(name) for name in (self.coders if coders is None else coders)]
        keep = np.isin(self.run_code, chosen)
        coded = np.zeros((len(self.sources), len(self.codes)), dtype=np.int64)
        np.add.at(coded, (self.run_source, self.run_code), self.run_length)
        uncoded = (self.lengths[:, None] - coded)[:, chosen]
        uncoded_source = np.repeat(np.arange(len(self.sources)), len(chosen))
        source = np.concatenate([self.run_source[keep], uncoded_source])
        mask = np.concatenate([self.run_mask[keep], np.zeros(uncoded.size, dtype=np.int64)])
        times = np.concatenate([self.run_length[keep], uncoded.ravel()])
        values = np.where(self.covered[source], self._bits(mask), MISSING).astype(np.int64)
        occurs = times > 0
        return Ratings(values[occurs][:, columns], (False, True), times[occurs], self.unit).rated()

    def _bits(self, mask: Ints) -> Bools:
        """Return whether each coder covered each run, shape (runs, coders)."""
        shifts = np.arange(len(self.coders), dtype=np.int64)
        return np.asarray((mask[:, None] >> shifts) & 1, dtype=np.bool_)


def cover_tables(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
    level: str = "character",
) -> CoverTables:
    """Measure which coders gave which code to how much of each source.

    Parameters
    ----------
    frames
        The sources, which of their text counts, and who worked on them.
    spans
        Half-open spans in code points; spans of other coders or codes are left out.
    coders, codes
        The coders and codes in the order of the tables; the default codes are those
        that the coders used, sorted.
    level
        character, token, sentence, turn, segment or source. Above the character a unit
        counts as coded when any part of it is coded.

    Raises
    ------
    ValueError
        An error of :func:`toolkit.agreement.spans.place`, or there are more than 62 coders.

    Examples
    --------
    The help of NVivo: of 1,000 characters both coders coded 50, and one coder 150 more.

    >>> frame = SourceFrame("s", 1000, coverage={"A", "B"})
    >>> spans = [CodedSpan("s", "A", "n", 0, 200), CodedSpan("s", "B", "n", 0, 50)]
    >>> tables = cover_tables([frame], spans, ["A", "B"])
    >>> sorted((sorted(who), length) for who, length in tables.subsets("s", "n").items())
    [([], 800), (['A'], 150), (['A', 'B'], 50)]
    """
    if len(coders) > MAX_CODERS:
        raise ValueError(f"{len(coders)} coders; at most {MAX_CODERS} can be compared at once")
    placed = place(frames, spans, coders, codes, level)
    shape = (len(placed.sources), len(placed.codes), len(placed.coders))
    # All stretches lie on a single axis: code after code, and inside a code source after source.
    total = int(placed.lengths.sum())
    begin, finish = placed.code * total + placed.start, placed.code * total + placed.end
    starts, ends, bits = [], [], []
    uses = np.zeros(shape, dtype=np.int64)
    squares = np.zeros(shape)
    for coder in range(shape[2]):
        by_coder = placed.coder == coder
        start, end, first = stretches(begin[by_coder], finish[by_coder])
        source, code = placed.source[by_coder][first], placed.code[by_coder][first]
        np.add.at(uses, (source, code, coder), 1)
        np.add.at(squares, (source, code, coder), (end - start).astype(np.float64) ** 2)
        starts.append(start)
        ends.append(end)
        bits.append(np.full(len(start), 1 << coder, dtype=np.int64))
    runs = _runs(placed, total, starts, ends, bits)
    return CoverTables(
        placed.sources,
        placed.codes,
        placed.coders,
        placed.lengths,
        placed.covered,
        *runs,
        uses,
        squares,
        placed.unit,
    )


def stretches(start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """Merge the overlapping spans of a coder; spans that only touch are not merged.

    Returns
    -------
    start, end : shape (stretches,)
    span : shape (stretches,)
        The index of a span that each stretch was made from.
    """
    if not len(start):
        return start, end, np.zeros(0, dtype=np.int64)
    order = np.argsort(start, kind="stable")
    start, reach = start[order], np.maximum.accumulate(end[order])
    opens = np.concatenate([[True], start[1:] >= reach[:-1]])
    last = np.concatenate([opens[1:], [True]])
    return start[opens], reach[last], order[opens]


def _runs(
    placed: Placed, total: int, starts: list[Ints], ends: list[Ints], bits: list[Ints]
) -> tuple[Ints, Ints, Ints, Ints]:
    """Sweep all boundaries and return the source, code, mask and length of each run."""
    empty = np.zeros(0, dtype=np.int64)
    at = np.concatenate([empty, *starts, *ends])
    change = np.concatenate([empty, *bits, *(-bit for bit in bits)])
    if not len(at):
        return empty, empty, empty, empty
    order = np.argsort(at, kind="stable")
    at, mask = at[order], np.cumsum(change[order], dtype=np.int64)
    length = np.diff(at, append=at[-1])
    covered = (length > 0) & (mask != 0)
    at, mask, length = at[covered], mask[covered], length[covered]
    code = at // total
    source = np.searchsorted(placed.offsets, at % total, side="right") - 1
    order = np.lexsort((mask, code, source))
    source, code, mask, length = source[order], code[order], mask[order], length[order]
    new = np.concatenate(
        [[True], (np.diff(source) != 0) | (np.diff(code) != 0) | (np.diff(mask) != 0)]
    )
    firsts = np.flatnonzero(new)
    return source[firsts], code[firsts], mask[firsts], np.add.reduceat(length, firsts)
