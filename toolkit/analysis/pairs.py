"""Pairs of codes: in how many turns, sources or segments both are, and whether that is more than
chance.

For codes a and b in `n_a` and `n_b` of `N` units, and both in `n_both`:

    Jaccard = n_both / (n_a + n_b - n_both)      shares n_both / n_a and n_both / n_b
    lift = n_both N / (n_a n_b)                  NPMI = ln(p_both / (p_a p_b)) / -ln p_both

A unit has a code or not, so that Jaccard lies between 0 and 1. The coefficient c of ATLAS.ti
counts pairs of quotations instead: one quotation that overlaps two others is two pairs, and c may
exceed 1.

p is that of a permutation of the turns within each interview: the turns of an interview that have
b are drawn anew among all its turns. How many then have both is hypergeometric in each interview,
and the sum over interviews is counted exactly, not drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from toolkit.analysis.codes_by_codes import Unit, overlaps, units_of, units_with
from toolkit.analysis.counting import Stretches, merge
from toolkit.analysis.records import Records, records_of
from toolkit.analysis.rows import ALL_ROWS, MatrixRows, RowChoice, code_rows
from toolkit.analysis.terms.keyness import adjusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.analysis.case_stretches import Material
    from toolkit.domain.codebook import Codebook
    from toolkit.domain.codings import Coding

UNEVEN = 5.0
"""Ratio of two codes' units from which on Jaccard is small, whatever the rarer code does."""
LEAST_UNITS = 5
"""Units that each code needs for a p."""
Meetings: TypeAlias = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes that are together at least once."""

    a: str
    b: str
    n_a: int
    n_b: int
    n_both: int
    jaccard: float
    share_of_a: float
    """Of the units of a, the share that has b too."""
    share_of_b: float
    expected: float | None
    """`n_both` if the codes were independent of each other; None for segments."""
    lift: float | None
    npmi: float | None
    """None where every unit has both, and for segments."""
    c: float | None
    """c as ATLAS.ti has it; None where its denominator is not positive."""
    pairs: int
    """Pairs of overlapping quotations, which c counts."""
    uneven: bool
    p: float | None = None
    """One-sided: the chance to meet as often as this or more often. None without a test."""
    q: float | None = None


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of codes that are together somewhere, those most together first."""

    unit: Unit
    units: int | None
    """N; None for segments, since text that nobody coded has none."""
    labels: dict[str, str]
    pairs: tuple[Pair, ...]
    compared: int
    """Pairs of codes in use that may be together, whether they are or not."""
    tested: int
    """Of these, pairs with a p, those that never meet among them."""
    of_branch: int
    """Pairs of codes in use that are left out since one stands above the other."""
    of_family: int
    """Pairs that are left out since both are of one exclusive family."""


def code_pairs(
    codings: Records | Sequence[Coding],
    codebook: Codebook,
    material: Material,
    *,
    unit: Unit | str = Unit.TURN,
    rows: RowChoice = ALL_ROWS,
    language: str = "en",
) -> Pairs:
    """All pairs of codes that are together in a unit, with the codes that `rows` shows."""
    unit = Unit(unit)
    records = records_of(codings)
    shown = code_rows(codebook, records.used_labels(), rows, language)
    uses = Stretches(records.label, records.source, records.start, records.end)
    by_rows = uses.by_rows(shown.lists(records.labels))
    n_sources = max(len(records.sources), 1)
    segments = merge(by_rows, n_sources)
    sizes: dict[int, int] = {}
    both: Meetings
    by_source: list[_InSource] = []
    total = None
    if unit is Unit.SEGMENT:
        sizes = _tally(segments.row.tolist())
        both = matched(segments)
    else:
        frames = units_of(records, material, unit)
        total = len(frames.start)
        by_source = _by_source(units_with(segments, frames), frames.source.tolist())
        both = {}
        for each in by_source:
            for row, units in each.has.items():
                sizes[row] = sizes.get(row, 0) + len(units)
            for key, count in each.both.items():
                both[key] = both.get(key, 0) + count
    quotations, meetings = _quotations(by_rows)
    of_branch, of_family, allowed = _allowed(shown, codebook, sorted(sizes))
    tests = unit is Unit.TURN
    made = []
    for a, b in allowed:
        if (a, b) in both:
            pair = _pair(shown, (a, b), (sizes[a], sizes[b], both[a, b]), total)
            n_pairs = meetings.get((a, b), 0)
            below = quotations[a] + quotations[b] - n_pairs
            pair = replace(pair, pairs=n_pairs, c=n_pairs / below if below > 0 else None)
            if tests and _is_testable(sizes, a, b):
                pair = replace(pair, p=permuted_p([each.of(a, b) for each in by_source]))
            made.append(pair)
    apart = sum(tests and (a, b) not in both and _is_testable(sizes, a, b) for a, b in allowed)
    made = _corrected(made, apart)
    made.sort(key=lambda pair: -pair.n_both)
    return Pairs(
        unit,
        total,
        dict(zip(shown.ids, shown.labels, strict=True)),
        tuple(made),
        len(allowed),
        apart + sum(pair.p is not None for pair in made),
        of_branch,
        of_family,
    )


def permuted_p(sources: Iterable[tuple[int, int, int, int]]) -> float:
    """The chance that as many turns or more have both codes, where the turns of one code are drawn
    anew within each source; from (turns, with a, with b, with both) of each source.

    >>> round(permuted_p([(8, 4, 4, 3)]), 4)  # Fisher (1935), one-sided
    0.2429
    """
    import numpy as np

    chances = np.ones(1)
    least = observed = 0
    for turns, a, b, n_both in sources:
        low, high = max(0, a + b - turns), min(a, b)
        observed += n_both
        least += low
        if low == high:
            continue
        every = math.comb(turns, b)
        of_source = [math.comb(a, k) * math.comb(turns - a, b - k) / every
                     for k in range(low, high + 1)]  # fmt: skip
        chances = np.convolve(chances, of_source)
    return float(min(1.0, chances[observed - least :].sum()))


def matched(segments: Stretches) -> Meetings:
    """How many segments of each two rows can be paired, each with one that it overlaps.

    The segments of a row do not overlap one another, so that taking overlaps in the order of the
    text, each segment once, gives the most pairs.
    """
    import numpy as np

    found: Meetings = {}
    for one, other in overlaps(segments):
        rows = np.stack([segments.row[one], segments.row[other]])
        kept = np.not_equal(rows[0], rows[1])
        one, other, rows = one[kept], other[kept], rows[:, kept]
        swapped = rows[0] > rows[1]
        a, b = np.where(swapped, other, one), np.where(swapped, one, other)
        rows.sort(axis=0)
        # In the order of where the overlap ends, which is that of the text for any two rows.
        ends = np.minimum(segments.end[a], segments.end[b])
        order = np.lexsort((ends, segments.place[a], rows[1], rows[0]))
        used: set[int] = set()
        last = (-1, -1)
        for x, y, low, high in zip(
            *(part[order].tolist() for part in (a, b, rows[0], rows[1])), strict=True
        ):
            if (low, high) != last:
                used, last = set(), (low, high)
            if x not in used and y not in used:
                used |= {x, y}
                found[last] = found.get(last, 0) + 1
    return found


@dataclass(frozen=True, slots=True)
class _InSource:
    """The turns of a source that have each row, and how many have both of two rows."""

    units: int
    has: dict[int, set[int]]
    both: Meetings

    def of(self, a: int, b: int) -> tuple[int, int, int, int]:
        """Turns, with a, with b, and with both."""
        n_a, n_b = len(self.has.get(a, ())), len(self.has.get(b, ()))
        return self.units, n_a, n_b, self.both.get((a, b), 0)


def _by_source(pairs: Iterable[tuple[int, int]], source_of: Sequence[int]) -> list[_InSource]:
    """From (row, unit) and the source of each unit."""
    found = {source: _InSource(count, {}, {}) for source, count in _tally(source_of).items()}
    rows_of: dict[int, list[int]] = {}
    for row, unit in sorted(pairs):
        found[source_of[unit]].has.setdefault(row, set()).add(unit)
        rows_of.setdefault(unit, []).append(row)
    for unit, rows in rows_of.items():
        both = found[source_of[unit]].both
        for at, a in enumerate(rows):
            for b in rows[at + 1 :]:
                both[a, b] = both.get((a, b), 0) + 1
    return list(found.values())


def _tally(values: Iterable[int]) -> dict[int, int]:
    from collections import Counter

    return dict(Counter(values))


def _quotations(by_rows: Stretches) -> tuple[dict[int, int], Meetings]:
    """The quotations of each row, and the overlapping pairs of two rows, as ATLAS.ti counts."""
    import numpy as np

    table = np.stack([by_rows.row, by_rows.place, by_rows.start, by_rows.end])
    distinct = Stretches(*np.unique(table, axis=1)) if table.size else by_rows
    found: Meetings = {}
    for one, other in overlaps(distinct):
        rows = np.sort(np.stack([distinct.row[one], distinct.row[other]]), axis=0)
        keys, counts = np.unique(rows, axis=1, return_counts=True)
        for (a, b), count in zip(keys.T.tolist(), counts.tolist(), strict=True):
            found[a, b] = found.get((a, b), 0) + count
    return _tally(distinct.row.tolist()), found


def _allowed(
    shown: MatrixRows, codebook: Codebook, used: Sequence[int]
) -> tuple[int, int, list[tuple[int, int]]]:
    """Pairs left out as one is above the other, and as of one exclusive family; and the rest."""
    above = [
        {step.id for step in codebook.path(name)} if name in codebook else {name}
        for name in shown.ids
    ]
    families = [codebook.family_of(name) if name in codebook else None for name in shown.ids]
    of_branch = of_family = 0
    allowed = []
    for at, a in enumerate(used):
        for b in used[at + 1 :]:
            family = families[a]
            if shown.ids[a] in above[b] or shown.ids[b] in above[a]:
                of_branch += 1
            elif family is not None and family.exclusive and family == families[b]:
                of_family += 1
            else:
                allowed.append((a, b))
    return of_branch, of_family, allowed


def _is_testable(sizes: dict[int, int], a: int, b: int) -> bool:
    return min(sizes[a], sizes[b]) >= LEAST_UNITS


def _pair(
    shown: MatrixRows, at: tuple[int, int], counts: tuple[int, int, int], total: int | None
) -> Pair:
    n_a, n_b, n_both = counts
    expected = n_a * n_b / total if total else None
    has_npmi = expected and total and n_both < total
    return Pair(
        a=shown.ids[at[0]],
        b=shown.ids[at[1]],
        n_a=n_a,
        n_b=n_b,
        n_both=n_both,
        jaccard=n_both / (n_a + n_b - n_both),
        share_of_a=n_both / n_a,
        share_of_b=n_both / n_b,
        expected=expected,
        lift=n_both / expected if expected else None,
        npmi=math.log(n_both / expected) / -math.log(n_both / total)
        if has_npmi and expected and total
        else None,
        c=None,
        pairs=0,
        uneven=max(n_a, n_b) > UNEVEN * min(n_a, n_b),
    )


def _corrected(pairs: list[Pair], apart: int) -> list[Pair]:
    """With q: p corrected for all pairs tested; the p of those that never meet is 1."""
    tested = [at for at, pair in enumerate(pairs) if pair.p is not None]
    values = adjusted([*(pairs[at].p or 0.0 for at in tested), *([1.0] * apart)])
    made = list(pairs)
    for at, q in zip(tested, values, strict=False):
        made[at] = replace(made[at], q=q)
    return made
