"""The hierarchy of themes: which ones are nearest, by the cosines that a run has stored."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Group = tuple[int, ...]
"""Numbers of themes, in the order in which a tree draws them."""


@dataclass(frozen=True, slots=True)
class Join:
    """Two groups of themes that become one."""

    first: Group
    second: Group
    cosine: float
    """Mean cosine between the themes of the one and those of the other."""


def joins(cosines: Mapping[int, Mapping[int, float]]) -> tuple[Join, ...]:
    """The steps that join all themes into one group, the nearest two groups first.

    Average linkage (UPGMA; Sokal & Michener 1958) on the cosine between each two themes, by
    their numbers. Of groups that are equally near those with the lowest numbers join first.
    The mean cosine of a step is never above that of the step before.
    """
    groups: list[Group] = [(number,) for number in sorted(cosines)]
    near: dict[tuple[Group, Group], float] = {
        (first, second): cosines[first[0]][second[0]] for first, second in combinations(groups, 2)
    }
    steps: list[Join] = []
    while near:
        first, second = min(near, key=lambda pair: (-round(near[pair], 9), pair))
        cosine = near.pop((first, second))
        steps.append(Join(first, second, round(min([cosine, *(s.cosine for s in steps)]), 4)))
        joined = first + second
        groups = [group for group in groups if group not in (first, second)]
        for other in groups:
            to_first = near.pop(_ordered(first, other))
            to_second = near.pop(_ordered(second, other))
            mean = (len(first) * to_first + len(second) * to_second) / len(joined)
            near[_ordered(joined, other)] = mean
        groups.append(joined)
    return tuple(steps)


def _ordered(first: Group, second: Group) -> tuple[Group, Group]:
    return (first, second) if first < second else (second, first)
