"""Keyness: which terms two groups of words use unequally, and how unequally.

`a` and `b` are how often a term occurs in the two groups, `words_a` and `words_b` their sizes in
running words.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTEAD_OF_ZERO = 0.5
"""What Log Ratio takes for a term that one group never uses."""


def log_likelihood(a: int, b: int, words_a: int, words_b: int) -> float:
    """The log-likelihood statistic G2, with the sign left out.

    G2 = 2 (a ln(a / E1) + b ln(b / E2)), where E1 and E2 are the occurrences to expect from the
    sizes alone. Rayson and Garside (2000), Comparing corpora using frequency profiling, ACL
    workshop on comparing corpora, 1-6.
    """
    share = (a + b) / (words_a + words_b)
    parts = ((a, words_a * share), (b, words_b * share))
    return max(0.0, 2 * sum(seen * math.log(seen / due) for seen, due in parts if seen))


def p_value(g2: float) -> float:
    """The chance of a G2 at least as large where both groups use the term alike.

    It is the upper tail of chi-squared with one degree of freedom.
    """
    return math.erfc(math.sqrt(g2 / 2))


def log_ratio(a: int, b: int, words_a: int, words_b: int) -> float:
    """The binary logarithm of the ratio of the two relative frequencies.

    1 means twice as frequent in the first group, 2 four times, -1 half as frequent. For a term
    that one group never uses .5 is taken in the place of 0. Hardie (2014), Log Ratio: an informal
    introduction, ESRC Centre for Corpus Approaches to Social Science, Lancaster.
    """
    return math.log2(((a or INSTEAD_OF_ZERO) / words_a) / ((b or INSTEAD_OF_ZERO) / words_b))


def percent_difference(a: int, b: int, words_a: int, words_b: int) -> float | None:
    """%DIFF: by how much of the second relative frequency the first is larger, in percent.

    Gabrielatos and Marchi (2011), Keyness: matching metrics to definitions, Corpus Linguistics in
    the South. None where the second group never uses the term: there is nothing to divide by.
    """
    if not b:
        return None
    first, second = a / words_a, b / words_b
    return (first - second) * 100 / second


def adjusted(p_values: Sequence[float]) -> list[float]:
    """P values adjusted for their number by the procedure of Benjamini and Hochberg.

    Rejecting all that are at most q keeps the expected share of false rejections at q or below,
    for independent tests. Benjamini and Hochberg (1995), Journal of the Royal Statistical Society
    B 57(1), 289-300.
    """
    order = sorted(range(len(p_values)), key=lambda at: p_values[at], reverse=True)
    result = [1.0] * len(p_values)
    least = 1.0
    for rank, at in zip(range(len(order), 0, -1), order, strict=True):
        least = min(least, p_values[at] * (len(order) / rank))
        result[at] = least
    return result
