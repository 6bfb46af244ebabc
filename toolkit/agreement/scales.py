"""Published scales that give values a name, quoted with their source and never a verdict.

The scales disagree with each other, and none was derived from data. Gwet (2014, ch. 6)
does not read the point value but a probability: the cumulative membership, which says how
likely the coefficient lies in a band or above it, given its standard error. The words of
the scales are quotations and are not translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a scale, from `low`, which belongs to it, to `high`."""

    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale as its authors printed it."""

    name: str
    source: str
    bands: tuple[Band, ...]
    """The bands from the highest to the lowest."""

    def words(self, value: float) -> str:
        """Return the words of the authors for a value.

        Examples
        --------
        >>> LANDIS_KOCH.words(0.743), FLEISS.words(0.743)
        ('substantial', 'fair to good')
        """
        if not -1.0 <= value <= 1.0:
            raise ValueError(f"{value} is not between -1 and 1")
        return next(band.words for band in self.bands if value >= band.low)


@dataclass(frozen=True, slots=True)
class Membership:
    """The probability that a coefficient lies in a band, and that it lies in it or above."""

    band: Band
    probability: float
    cumulative: float


KRIPPENDORFF = Scale(
    "Krippendorff",
    "Krippendorff (2004), Content Analysis, 2nd ed., p. 241",
    (
        Band(0.8, 1.0, "reliable"),
        Band(0.667, 0.8, "tentative conclusions only"),
        Band(-1.0, 0.667, "not reliable enough"),
    ),
)
LANDIS_KOCH = Scale(
    "Landis & Koch",
    "Landis & Koch (1977), Biometrics 33, p. 165",
    (
        Band(0.81, 1.0, "almost perfect"),
        Band(0.61, 0.81, "substantial"),
        Band(0.41, 0.61, "moderate"),
        Band(0.21, 0.41, "fair"),
        Band(0.0, 0.21, "slight"),
        Band(-1.0, 0.0, "poor"),
    ),
)
FLEISS = Scale(
    "Fleiss",
    "Fleiss (1981), Statistical Methods for Rates and Proportions, 2nd ed., p. 218",
    (
        Band(0.75, 1.0, "excellent"),
        Band(0.4, 0.75, "fair to good"),
        Band(-1.0, 0.4, "poor"),
    ),
)
ALTMAN = Scale(
    "Altman",
    "Altman (1991), Practical Statistics for Medical Research, p. 404",
    (
        Band(0.81, 1.0, "very good"),
        Band(0.61, 0.81, "good"),
        Band(0.41, 0.61, "moderate"),
        Band(0.21, 0.41, "fair"),
        Band(-1.0, 0.21, "poor"),
    ),
)
SCALES = (KRIPPENDORFF, LANDIS_KOCH, FLEISS, ALTMAN)


BAND_LIMITS = tuple(
    sorted({band.low for scale in SCALES for band in scale.bands if band.low > -1.0})
)
"""Where bands of the scales begin, besides at -1, in ascending order."""


def memberships_below(below: Mapping[float, float], scale: Scale) -> list[Membership]:
    """Return the membership probabilities from the probability of a value below each limit.

    Parameters
    ----------
    below
        For each limit of `BAND_LIMITS` the probability that the coefficient is below it, as
        :attr:`toolkit.agreement.intervals.interval.Interval.below` gives it.

    Examples
    --------
    >>> rows = memberships_below({0.667: 0.1, 0.8: 0.7}, KRIPPENDORFF)
    >>> [(row.band.words, round(row.cumulative, 2)) for row in rows]
    [('reliable', 0.3), ('tentative conclusions only', 0.9), ('not reliable enough', 1.0)]
    """
    rows, above = [], 0.0
    for band in scale.bands:
        cumulative = 1.0 - below.get(band.low, 0.0)
        rows.append(Membership(band, cumulative - above, cumulative))
        above = cumulative
    return rows


def memberships(value: float, standard_error: float, scale: Scale) -> list[Membership]:
    """Return Gwet's membership probabilities, from the highest band to the lowest.

    Parameters
    ----------
    value, standard_error
        The coefficient and its error, taken as normal and cut at -1 and 1.
    scale
        The scale whose bands are used.

    Raises
    ------
    ValueError
        The standard error is not above 0.

    Examples
    --------
    >>> rows = memberships(0.775, 0.143, LANDIS_KOCH)
    >>> [(row.band.words, round(row.cumulative, 2)) for row in rows[:3]]
    [('almost perfect', 0.37), ('substantial', 0.87), ('moderate', 0.99)]
    """
    from scipy.special import ndtr

    if not standard_error > 0.0:
        raise ValueError(f"memberships need a standard error above 0, got {standard_error}")

    def below(limit: float) -> float:
        return float(ndtr((limit - value) / standard_error))

    whole = below(1.0) - below(-1.0)
    rows, cumulative = [], 0.0
    for band in scale.bands:
        probability = (below(band.high) - below(band.low)) / whole
        cumulative += probability
        rows.append(Membership(band, probability, cumulative))
    return rows
