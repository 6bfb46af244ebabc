"""Who covered what: the length that each subset of coders gave each code in each source.

Agreement on characters needs nothing else. The boundaries of all spans are sorted
once and swept with one bit for each coder, so the cost grows with the number of
spans and not with the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from toolkit.agreement.ratings import MISSING, Bools, Floats, Ints, Ratings
from toolkit.agreement.spans import CodedSpan, Placed, SourceFrame, place

MOST_CODERS = 62

__all__ = ["CodedSpan", "CoverTables", "SourceFrame", "cover_tables"]


@dataclass(frozen=True)
class CoverTables:
    """Lengths by source, code and subset of coders, in units of `unit`."""

    sources: tuple[str, ...]
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    lengths: Ints
    """Shape (sources,): units in the frame."""
    covered: Bools
    """Shape (sources, coders): whether the coder worked on the source."""
    run_source: Ints
    """Shape (runs,): one run for each source, code and subset that occurs."""
    run_code: Ints
    run_mask: Ints
    """Bit c is set when coder c covered the run; never 0, the rest is the frame's remainder."""
    run_length: Ints
    uses: Ints
    """Shape (sources, codes, coders): stretches coded, overlapping ones as one."""
    squares: Floats
    """Shape (sources, codes, coders): sum of the squared lengths of those stretches."""
    unit: str = "character"

    @cached_property
    def joint(self) -> Floats:
        """Length that both coders coded, shape (sources, codes, coders, coders).

        On the diagonal what each coder coded. Every nominal coefficient of code
        against no code follows from these and the frame's lengths.
        """
        r = len(self.coders)
        cell = self.run_source * len(self.codes) + self.run_code
        cells = len(self.sources) * len(self.codes)
        bits = self._bits(self.run_mask)
        out = np.zeros((cells, r, r))
        for first in range(r):
            for second in range(first, r):
                both = bits[:, first] & bits[:, second]
                total = np.bincount(cell[both], self.run_length[both], cells)
                out[:, first, second] = out[:, second, first] = total
        return out.reshape(len(self.sources), len(self.codes), r, r)

    def subsets(self, source: str, code: str) -> dict[frozenset[str], int]:
        """Return the length coded by exactly each subset of coders, the empty one included."""
        s, k = self.sources.index(source), self.codes.index(code)
        here = (self.run_source == s) & (self.run_code == k)
        out = {frozenset[str](): int(self.lengths[s] - self.run_length[here].sum())}
        for bits, length in zip(
            self._bits(self.run_mask[here]), self.run_length[here].tolist(), strict=True
        ):
            out[frozenset(np.array(self.coders)[bits].tolist())] = length
        return out

    def ratings(
        self, codes: Sequence[str] | None = None, coders: Sequence[str] | None = None
    ) -> Ratings:
        """Return code against no code as ratings, one row for each run of characters.

        Several codes are pooled: each character is then decided once for each code.
        A coder who did not cover a source is missing there.
        """
        chosen = [self.codes.index(code) for code in (self.codes if codes is None else codes)]
        columns = [self.coders.index(name) for name in (self.coders if coders is None else coders)]
        keep = np.isin(self.run_code, chosen)
        coded = np.zeros((len(self.sources), len(self.codes)), dtype=np.int64)
        np.add.at(coded, (self.run_source, self.run_code), self.run_length)
        rest = (self.lengths[:, None] - coded)[:, chosen]
        rest_source = np.repeat(np.arange(len(self.sources)), len(chosen))
        source = np.concatenate([self.run_source[keep], rest_source])
        mask = np.concatenate([self.run_mask[keep], np.zeros(rest.size, dtype=np.int64)])
        times = np.concatenate([self.run_length[keep], rest.ravel()])
        values = np.where(self.covered[source], self._bits(mask), MISSING).astype(np.int64)
        some = times > 0
        return Ratings(values[some][:, columns], (False, True), times[some], self.unit).rated()

    def _bits(self, mask: Ints) -> Bools:
        """Return the mask by coder, shape (runs, coders)."""
        shifts = np.arange(len(self.coders), dtype=np.int64)
        return np.asarray((mask[:, None] >> shifts) & 1, dtype=np.bool_)


def cover_tables(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str] | None = None,
    level: str = "character",
) -> CoverTables:
    """Measure who covered what.

    Parameters
    ----------
    frames
        The sources, what counts in them and who worked on them.
    spans
        Half-open spans in code points; those of other coders or codes are left out.
    coders, codes
        Their order is the order of the tables; codes default to those used, sorted.
    level
        character, token, sentence, turn, segment or source. Above the character
        a unit counts as coded when any part of it is.

    Raises
    ------
    ValueError
        As :func:`toolkit.agreement.spans.place`; or more than 62 coders.

    Examples
    --------
    NVivo's help: of 1,000 characters 50 are coded by both, 150 by one.

    >>> frame = SourceFrame("s", 1000, coverage={"A", "B"})
    >>> spans = [CodedSpan("s", "A", "n", 0, 200), CodedSpan("s", "B", "n", 0, 50)]
    >>> tables = cover_tables([frame], spans, ["A", "B"])
    >>> sorted((sorted(who), length) for who, length in tables.subsets("s", "n").items())
    [([], 800), (['A'], 150), (['A', 'B'], 50)]
    """
    if len(coders) > MOST_CODERS:
        raise ValueError(f"{len(coders)} coders; at most {MOST_CODERS} can be compared at once")
    placed = place(frames, spans, coders, codes, level)
    shape = (len(placed.sources), len(placed.codes), len(placed.coders))
    # One axis for everything: code after code, and inside a code source after source.
    total = int(placed.lengths.sum())
    begin, finish = placed.code * total + placed.start, placed.code * total + placed.end
    starts, ends, bits = [], [], []
    uses = np.zeros(shape, dtype=np.int64)
    squares = np.zeros(shape)
    for coder in range(shape[2]):
        own = placed.coder == coder
        start, end, first = stretches(begin[own], finish[own])
        source, code = placed.source[own][first], placed.code[own][first]
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
    """Merge overlapping spans of one coder; spans that only touch stay apart.

    Returns the starts, the ends, and for each the index of a span it came from.
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
    """Sweep all boundaries; return source, code, mask and length of each subset's runs."""
    none = np.zeros(0, dtype=np.int64)
    at = np.concatenate([none, *starts, *ends])
    change = np.concatenate([none, *bits, *(-bit for bit in bits)])
    if not len(at):
        return none, none, none, none
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
