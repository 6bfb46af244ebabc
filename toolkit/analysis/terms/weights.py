"""c-TF-IDF: how much a term is typical of a group of passages, beside the other groups."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

T = TypeVar("T", bound="Hashable")
DIGITS = 4
"""Digits of a weight after the point."""


def class_weights(counts: Mapping[str, Mapping[T, int]]) -> dict[str, dict[T, float]]:
    """The weight of each term in each group: tf × ln(1 + A / f).

    `counts` has by group how often each term occurs in it. tf is that number, f how often the
    term occurs in all groups together, and A the mean number of occurrences of terms in a group.
    Grootendorst (2022), BERTopic: Neural topic modeling with a class-based TF-IDF procedure,
    arXiv:2203.05794, section 3.3. His program divides tf by the size of the group as well, which
    changes no order within a group. Where groups share passages, f counts them in each group.
    """
    total: Counter[T] = Counter()
    for of_group in counts.values():
        total.update(of_group)
    if not counts:
        return {}
    mean = sum(total.values()) / len(counts)
    return {
        group: {
            term: round(count * math.log(1 + mean / total[term]), DIGITS)
            for term, count in of_group.items()
            if count
        }
        for group, of_group in counts.items()
    }
