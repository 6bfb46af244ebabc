"""Dispersion: whether a term is spread over the cases or gathered in a few of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DIGITS = 4


def deviation(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """Gries' deviation of proportions (DP) of a term over parts, from 0 (as even as can be) to 1.

    Parameters
    ----------
    counts
        How often the term occurs in each part.
    sizes
        The number of words of each part, in the same order; parts without words count nowhere.

    Notes
    -----
    DP = ½ Σ |v − s|, where s is the share of a part in all words and v its share in all
    occurrences of the term. Gries (2008), Dispersions and adjusted frequencies in corpora,
    International Journal of Corpus Linguistics 13(4), 403-437. None where nothing occurs.
    """
    words, occurring = sum(sizes), sum(counts)
    if not words or not occurring:
        return None
    return (
        sum(
            abs(count / occurring - size / words) for count, size in zip(counts, sizes, strict=True)
        )
        / 2
    )


def normalised_deviation(counts: Sequence[int], sizes: Sequence[int]) -> float | None:
    """DP divided by the greatest value that it can have over these parts, 1 − min(s).

    0 means that a term is spread like the words themselves, and 1 that it occurs in the smallest
    part alone. Lijffijt and Gries (2012), International Journal of Corpus Linguistics 17(1),
    147-149. None where nothing occurs, and with fewer than two parts, which cannot differ.
    """
    plain = deviation(counts, sizes)
    filled = [size for size in sizes if size]
    if plain is None or len(filled) < 2:
        return None
    return round(plain / (1 - min(filled) / sum(filled)), DIGITS)
