"""Whether groups of experts differ in how many of them name a code.

A group has `n` experts whose interviews are finished, and `m` of them named the code at least
once. The test is exact and conditional on how many named it in all: Fisher's for two groups, and
that of Freeman and Halton (1951, Biometrika 38:141-149) for more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import comb, prod
from typing import TYPE_CHECKING

from toolkit.analysis.terms.keyness import adjusted

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_IN_A_GROUP = 5
"""Experts that every group needs for a test."""
LEAST_FOR_PERCENT = 30
"""Experts from which on a share says more than a count."""
BEYOND_CHANCE = 0.05
"""Largest corrected p that is called beyond chance."""
MOST_TABLES = 500_000
"""Most tables that an exact test counts; beyond it p is withheld."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """How many experts of each group named a code."""

    named: tuple[int, ...]
    of: tuple[int, ...]
    p: float | None = None
    """None where the groups are not tested."""
    q: float | None = None
    """`p` corrected for all codes that are tested, by Benjamini and Hochberg."""

    @property
    def beyond_chance(self) -> bool | None:
        """Whether the difference is larger than chance explains; None without a test."""
        return None if self.q is None else self.q <= BEYOND_CHANCE


def exact_p(named: Sequence[int], of: Sequence[int]) -> float | None:
    """The two-sided exact p of the groups: the chance of all tables, with the same margins, that
    are at most as likely as this one. None where there are too many tables to count.

    >>> round(exact_p([3, 1], [4, 4]), 4)  # Fisher (1935), the lady who tasted tea
    0.4857
    """
    groups = sorted((n, m) for m, n in zip(named, of, strict=True) if n)
    sizes = tuple(n for n, _m in groups)
    # The larger of those who named it and those who did not gives the same tables.
    count = sum(m for _n, m in groups)
    if len(sizes) < 2 or count in (0, sum(sizes)):
        return 1.0
    ways = _ways(sizes, count)
    if ways is None:
        return None
    own = prod(comb(n, m) for n, m in groups)
    # Whole numbers: two tables that are equally likely are so without rounding.
    return sum(number * times for number, times in ways if number <= own) / comb(sum(sizes), count)


@lru_cache(maxsize=4096)
def _ways(sizes: tuple[int, ...], count: int) -> tuple[tuple[int, int], ...] | None:
    """In how many ways each table of the margins comes about, and how many tables share this."""
    partial: dict[tuple[int, int], int] = {(0, 1): 1}
    left = sum(sizes)
    for size in sizes:
        left -= size
        grown: dict[tuple[int, int], int] = {}
        for (used, number), times in partial.items():
            for more in range(max(0, count - used - left), min(size, count - used) + 1):
                key = used + more, number * comb(size, more)
                grown[key] = grown.get(key, 0) + times
        if len(grown) > MOST_TABLES:
            return None
        partial = grown
    return tuple((number, times) for (_used, number), times in partial.items())


def contrasts(named: Sequence[Sequence[int]], of: Sequence[int]) -> list[Contrast]:
    """The contrast of each code, by how many named it in each group and the size of the groups.

    Codes that nobody or everybody named cannot differ between groups: they have no p, and are not
    among those for which p is corrected. No code has a p where a group is smaller than
    `LEAST_IN_A_GROUP`, or where there are fewer than two groups.
    """
    testable = is_testable(of)
    made = [
        Contrast(
            tuple(row),
            tuple(of),
            exact_p(row, of) if testable and 0 < sum(row) < sum(of) else None,
        )
        for row in named
    ]
    tested = [at for at, each in enumerate(made) if each.p is not None]
    corrected = adjusted([made[at].p or 0.0 for at in tested])
    for at, q in zip(tested, corrected, strict=True):
        made[at] = replace(made[at], q=q)
    return made


def is_testable(of: Sequence[int]) -> bool:
    """Whether there are groups to compare, each large enough."""
    return len(of) > 1 and min(of) >= LEAST_IN_A_GROUP


def top_share(segments: Sequence[int]) -> float | None:
    """The share of the expert with the most segments, by the segments of each expert.

    None where there is no segment.
    """
    return max(segments) / sum(segments) if any(segments) else None
