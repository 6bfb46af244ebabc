"""The ratings behind a figure: each unit with what each coder said about it.

Other programs for agreement take a table with a row for each unit and a column for each
coder. The cover tables, which the figures are computed from, have only the lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.ratings import MISSING, Bools, Ints, Ratings
from toolkit.agreement.spans import CodedSpan, SourceFrame, place, unit_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.agreement.spans import Placed


@dataclass(frozen=True)
class UnitRatings:
    """Units in the order of the text, and the codes that each coder gave them."""

    sources: tuple[str, ...]
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    unit: str
    source: Ints
    """Shape (units,), like number, start, end and times: the index of the source."""
    number: Ints
    """The number of the unit in its source, from 1."""
    start: Ints
    """Where the unit begins in its source, in code points."""
    end: Ints
    times: Ints
    """How many units the row stands for: the characters of a run, otherwise 1."""
    worked: Bools
    """Shape (units, coders): whether the coder worked on the source."""
    coded: Bools
    """Shape (units, coders, codes): whether the coder gave the code to any part of the unit."""

    def of_code(self, code: str) -> Ints:
        """Return 1 where a coder gave the code, 0 where not, -1 for no work on the source.

        The shape is (units, coders).
        """
        given = self.coded[:, :, self.codes.index(code)]
        return np.where(self.worked, given, MISSING).astype(np.int64)

    def several(self) -> Bools:
        """Return where a coder gave a unit two codes or more, shape (units, coders)."""
        return np.asarray(self.coded.sum(axis=2) > 1, dtype=np.bool_)

    def exclusive(self) -> Ints:
        """Return the index of the one code that each coder gave, shape (units, coders).

        It is the number of codes where a coder gave none, and -1 where a coder gave several
        or did not work on the source.
        """
        count = self.coded.sum(axis=2)
        chosen = np.where(count == 0, len(self.codes), self.coded.argmax(axis=2))
        return np.where(self.worked & (count < 2), chosen, MISSING).astype(np.int64)

    def family_ratings(self, none: str) -> Ratings:
        """Return the one code of each coder as ratings, with `none` for no code.

        The categories are those that occur, in the order of the codes, `none` last.
        """
        return occurring(
            Ratings(self.exclusive(), (*self.codes, none), self.times, self.unit).rated()
        )


def occurring(ratings: Ratings) -> Ratings:
    """Return ratings without the categories that nobody used."""
    used = np.unique(ratings.values[ratings.values != MISSING])
    position = np.full(len(ratings.categories) + 1, MISSING, dtype=np.int64)
    position[used] = np.arange(len(used))
    # The last place is that of a missing rating, whose index is -1.
    categories = tuple(ratings.categories[at] for at in used.tolist())
    return Ratings(position[ratings.values], categories, ratings.times, ratings.unit)


def unit_ratings(
    frames: Sequence[SourceFrame],
    spans: Iterable[CodedSpan],
    coders: Sequence[str],
    codes: Sequence[str],
    level: str,
) -> UnitRatings:
    """Return what each coder said about each unit, with units nobody worked on left out.

    At the level of characters a unit is a run: the longest stretch in which every coder has
    the same of the codes throughout.

    Parameters
    ----------
    frames, spans, coders, codes, level
        As in :func:`toolkit.agreement.table.cover.cover_tables`.

    Raises
    ------
    ValueError
        An error of :func:`toolkit.agreement.spans.place`.

    Examples
    --------
    >>> frame = SourceFrame("s", 10, coverage={"A", "B"})
    >>> spans = [CodedSpan("s", "A", "n", 0, 6), CodedSpan("s", "B", "n", 4, 8)]
    >>> runs = unit_ratings([frame], spans, ["A", "B"], ["n"], "character")
    >>> runs.start.tolist(), runs.times.tolist(), runs.of_code("n").tolist()
    ([0, 4, 6, 8], [4, 2, 2, 2], [[1, 0], [1, 1], [0, 1], [0, 0]])
    """
    placed = place(frames, spans, coders, codes, level)
    source, start, end = unit_places(frames, level)
    if level == "character":
        source, start, end, cuts = _runs(placed, source, start, end)
        times = end - start
    else:
        cuts = np.arange(len(source) + 1, dtype=np.int64)
        times = np.ones(len(source), dtype=np.int64)
    coded = _coded(placed, cuts)
    worked = placed.covered[source]
    if level == "character":
        keep = _changes(source, start, end, coded)
        times = np.add.reduceat(times, np.flatnonzero(keep)) if len(keep) else times
        source, start, coded, worked = source[keep], start[keep], coded[keep], worked[keep]
        end = start + times
    present = worked.any(axis=1)
    source, start, end, times = source[present], start[present], end[present], times[present]
    first = np.searchsorted(source, source, side="left")
    return UnitRatings(
        placed.sources,
        placed.codes,
        placed.coders,
        level,
        source,
        np.arange(len(source)) - first + 1,
        start,
        end,
        times,
        worked[present],
        coded[present],
    )


def _runs(placed: Placed, source: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Cut the stretches of the frames where a span begins or ends.

    Returns source, start and end of each piece, shape (pieces,), and where the pieces begin on
    the axis, with its end as the last one, shape (pieces + 1,).
    """
    length = end - start
    begin = np.cumsum(length) - length
    total = int(length.sum())
    cuts = np.unique(np.concatenate([begin, placed.start, placed.end, [total]]))
    at = cuts[:-1]
    stretch = np.searchsorted(begin, at, side="right") - 1
    offset = start[stretch] + at - begin[stretch]
    return source[stretch], offset, offset + np.diff(cuts), cuts


def _coded(placed: Placed, cuts: Ints) -> Bools:
    """Return which coder gave which code to which unit, shape (units, coders, codes)."""
    units = len(cuts) - 1
    change = np.zeros((units + 1, len(placed.coders), len(placed.codes)), dtype=np.int32)
    first, last = np.searchsorted(cuts, placed.start), np.searchsorted(cuts, placed.end)
    np.add.at(change, (first, placed.coder, placed.code), 1)
    np.add.at(change, (last, placed.coder, placed.code), -1)
    return np.asarray(np.cumsum(change, axis=0)[:units] > 0, dtype=np.bool_)


def _changes(source: Ints, start: Ints, end: Ints, coded: Bools) -> Bools:
    """Return which pieces differ from the one before, or do not follow it, shape (pieces,)."""
    keep = np.ones(len(source), dtype=np.bool_)
    same = (coded[1:] == coded[:-1]).all(axis=(1, 2))
    keep[1:] = ~same | (source[1:] != source[:-1]) | (start[1:] != end[:-1])
    return keep
