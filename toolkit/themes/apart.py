"""Segments that are set apart before themes are fitted: small talk, and what everyone reads out.

Small talk is what lies nearest to sentences of ordinary talk (careers, families, offices, the
interview itself) by the same embedding model. On 738 segments of 20 interviews the closeness to
their mean tells segments without a code from the others with an area under the curve of .82.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.themes.recipe import Labels, Matrix, rows_by_name, unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SMALL_TALK, RECURRING = -1, -2
"""Stand in place of the number of a theme."""
ABOVE = 1.0
"""Robust standard deviations above the median closeness from which on a segment is small talk."""
OF_USUAL = 0.25
"""Share of the closeness of ordinary talk to its own mean that small talk has at least."""
MOST = 0.25
"""Largest share of the segments of a language that is set apart as small talk."""
FEWEST = 20
"""Fewest segments of a language of which some can be unusual."""
RUN = 6
"""Words of a passage that recurs."""
RECURS = 0.6
"""Share of a segment's words in recurring runs from which on the segment recurs."""
FEWEST_SOURCES = 3
_POWERS = np.array([pow(0x9E3779B97F4A7C15, power, 1 << 64) for power in range(RUN)], np.uint64)
"""Turn the numbers of six words into one number, by products that wrap around."""

Chosen = NDArray[np.bool_]


def small_talk(
    vectors: Matrix, languages: Sequence[str], talk: Mapping[str, Matrix], most: float = MOST
) -> Chosen:
    """Which segments are small talk; `talk` has vectors of ordinary talk by language.

    Within each language those segments are, whose closeness to ordinary talk lies a robust
    standard deviation above the median and is a quarter of what ordinary sentences have
    themselves, at most `most` of them. A language without ordinary talk, or with fewer than 20
    segments, has none.
    """
    chosen: Chosen = np.zeros(len(vectors), dtype=bool)
    names = np.asarray(languages, dtype=str)
    for rows in rows_by_name(languages):
        lines = talk.get(str(names[rows[0]]))
        if lines is None or not len(lines) or len(rows) < FEWEST or most <= 0:
            continue
        own = vectors[rows].astype(np.float64)
        mean = own.mean(axis=0)
        ordinary = unit(lines.astype(np.float64) - mean)
        direction = unit(ordinary.mean(axis=0, keepdims=True))[0]
        usual = float((ordinary @ direction).mean())
        near = np.round(unit(own - mean) @ direction, 6)
        middle = float(np.median(near))
        spread = 1.4826 * float(np.median(np.abs(near - middle)))
        kept = np.argsort(-near, kind="stable")[: int(most * len(rows))]
        least = max(middle + ABOVE * spread, OF_USUAL * usual)
        chosen[rows[kept[near[kept] > least]]] = True
    return chosen


def recurring(texts: Sequence[str], sources: Sequence[str]) -> Chosen:
    """Which segments consist mostly of words that half of the sources have, such as a statement
    that everyone reads out.

    A run of six words recurs where half of the sources, and three or more, have it. Where more
    than a quarter of the segments would recur, none does.
    """
    result: Chosen = np.zeros(len(texts), dtype=bool)
    people = sorted(set(sources))
    needed = max(FEWEST_SOURCES, -(-len(people) // 2))
    if len(people) < FEWEST_SOURCES:
        return result
    numbers: dict[str, int] = {}
    words = [
        [numbers.setdefault(word, len(numbers)) for word in text.casefold().split()]
        for text in texts
    ]
    place = {name: number for number, name in enumerate(people)}
    runs, owners, of_segment, at_word = _runs(words, [place[name] for name in sources])
    if not len(runs):
        return result
    _unique, run_of = np.unique(runs, return_inverse=True)
    pairs = np.unique(run_of.astype(np.int64) * len(people) + owners)
    spread = np.bincount(pairs // len(people))
    covered: dict[int, set[int]] = {}
    for run in np.flatnonzero(spread[run_of] >= needed).tolist():
        first = int(at_word[run])
        covered.setdefault(int(of_segment[run]), set()).update(range(first, first + RUN))
    for segment, inside in covered.items():
        result[segment] = len(inside) >= RECURS * len(words[segment])
    # Where much recurs, these are no statements, but how everyone speaks in this material.
    return result if result.mean() <= MOST else np.zeros_like(result)


def _runs(
    words: Sequence[Sequence[int]], owners: Sequence[int]
) -> tuple[NDArray[np.uint64], Labels, Labels, Labels]:
    """A number for each run of words, with the owner, the segment and the first word of the run."""
    starts = [max(0, len(line) - RUN + 1) for line in words]
    joined = [
        np.lib.stride_tricks.sliding_window_view(np.array(line, dtype=np.uint64), RUN) @ _POWERS
        for line, count in zip(words, starts, strict=True)
        if count
    ]
    return (
        np.concatenate([np.zeros(0, dtype=np.uint64), *joined]),
        np.repeat(np.array(owners, dtype=np.intp), starts),
        np.repeat(np.arange(len(words), dtype=np.intp), starts),
        np.concatenate([np.zeros(0, dtype=np.intp), *(np.arange(count) for count in starts)]),
    )
