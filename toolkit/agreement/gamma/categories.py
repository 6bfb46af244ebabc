"""Disagreement on the categories of aligned units, from which gamma-cat and gamma-k are made.

Mathet (2017), The agreement measure gamma-cat, a complement to gamma focused on
categorization of a continuum, Computational Linguistics 43(3), section 4.2. Three rules
are in use, and they differ in what they do with a unit that nobody else marked; see
:data:`RULES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from toolkit.agreement.gamma.alignment import (
    NOBODY,
    Alignment,
    Dissimilarity,
    PlacedUnits,
    pairwise_position,
)
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.agreement.coefficient import Coefficient, CoefficientBuilder
    from toolkit.agreement.ratings import Bools, Floats, Ints

MATHET, SOFTWARE, PYGAMMA = "mathet-2017", "gamma-software", "pygamma-0.5.9"
RULES = (MATHET, SOFTWARE, PYGAMMA)
"""mathet-2017: as the article says. Only pairs of aligned units count, since only they have
two categories to compare; whether a unit was marked at all is what gamma measures. A pair
weighs max(0, 1 - d_pos), d_pos being the positional dissimilarity, divided by the number of
units of its tuple less 1.

gamma-software: as the program of the author of the article, in which a pair weighs
max(0, 1 - alpha d_pos). With alpha 1 the two are the same.

pygamma-0.5.9: as that release of pygamma-agreement, which calls it experimental. A unit that
a coder has no unit for counts as a full disagreement of weight delta, and a random text in
which no units are aligned counts as one without any disagreement."""

ONE_CATEGORY = _(
    "all units have one category, so that there is no information on how well categories are "
    "told apart"
)
NEVER_ALIGNED = _("no two units are aligned so closely that their categories can be compared")
NO_CHANCE_PAIR = _("no random text has units that are aligned closely enough to compare them")
NO_CHANCE_DISORDER = _("random texts have no disagreement on categories either")


@dataclass(frozen=True, slots=True)
class CategoryMeasure:
    """How disagreement on categories is measured."""

    cost: Dissimilarity
    categories: int
    """How many categories there are."""
    rule: str
    """A name of `RULES`."""

    def disorder(self, alignment: Alignment, units: list[PlacedUnits]) -> Floats:
        """Return the mean categorical dissimilarity of aligned pairs.

        The shape is (categories + 1,): by category, for pairs in which a unit has it, and
        for all pairs in the last place. The value is NaN where no pair has weight.
        """
        cost, size = self.cost, (alignment.tuples != NOBODY).sum(axis=1)
        factor = 1.0 if self.rule == MATHET else cost.alpha
        tally = _Tally(self.categories)
        for first, second in combinations(range(len(units)), 2):
            left, right = alignment.tuples[:, first], alignment.tuples[:, second]
            both = (left != NOBODY) & (right != NOBODY)
            aligned = _take(units[first], left[both])
            partners = _take(units[second], right[both])
            position = factor * pairwise_position(aligned, partners) * cost.delta
            weight = np.maximum(0.0, 1.0 - position) / (size[both] - 1.0)
            tally.add(aligned.category, partners.category, weight, cost.delta)
            if self.rule == PYGAMMA:
                for column, coder in ((left, first), (right, second)):
                    alone = units[coder].category[column[(column != NOBODY) & ~both]]
                    nothing = np.full(len(alone), NOBODY, dtype=np.int64)
                    tally.add(alone, nothing, np.full(len(alone), cost.delta), cost.delta)
        return tally.means()

    def chance_disorder(self, alignment: Alignment, units: list[PlacedUnits]) -> Floats:
        """Return the same of a random text, with what `PYGAMMA` takes where nothing is aligned."""
        disorder = self.disorder(alignment, units)
        if self.rule != PYGAMMA:
            return disorder
        aligned, occurs = self._aligned(alignment, units)
        # 1 where the category does not occur, 0 where no unit of it is aligned.
        disorder[~aligned] = np.where(occurs, 0.0, 1.0)[~aligned]
        return np.nan_to_num(disorder)

    def _aligned(self, alignment: Alignment, units: list[PlacedUnits]) -> tuple[Bools, Bools]:
        """Return which categories have an aligned unit, and which occur; any in the last place."""
        together = alignment.tuples[(alignment.tuples != NOBODY).sum(axis=1) >= 2]
        aligned = np.zeros(self.categories + 1, dtype=np.bool_)
        occurs = np.zeros(self.categories + 1, dtype=np.bool_)
        for coder, of_coder in enumerate(units):
            present = together[together[:, coder] != NOBODY, coder]
            aligned[of_coder.category[present]] = True
            occurs[of_coder.category] = True
        aligned[-1], occurs[-1] = aligned.any(), True
        return aligned, occurs

    def corrected(
        self, builder: CoefficientBuilder, observed: float, chance: Floats
    ) -> Coefficient:
        """Return 1 - observed / mean chance disagreement, or why it is undefined."""
        known = chance[~np.isnan(chance)]
        if self.categories < 2:
            return builder.undefined(ONE_CATEGORY)
        if np.isnan(observed):
            return builder.undefined(NEVER_ALIGNED)
        if not len(known):
            return builder.undefined(NO_CHANCE_PAIR)
        if not known.any():
            return builder.undefined(NO_CHANCE_DISORDER)
        return builder.value(1.0 - observed / float(known.mean()))


class _Tally:
    """Weighted disagreement by category, and of all categories in the last place."""

    def __init__(self, categories: int) -> None:
        self._total = np.zeros(categories + 1)
        self._weight = np.zeros(categories + 1)

    def add(self, first: Ints, second: Ints, weight: Floats, delta: float) -> None:
        """Add pairs of units by their categories, all of shape (pairs,)."""
        dissimilarity = weight * delta * (first != second)
        all_categories = np.full(len(first), len(self._total) - 1)
        differs = (first != second) & (second != NOBODY)
        for category, counted in (
            (first, slice(None)),
            (second, differs),
            (all_categories, slice(None)),
        ):
            np.add.at(self._total, category[counted], dissimilarity[counted])
            np.add.at(self._weight, category[counted], weight[counted])

    def means(self) -> Floats:
        """Return the weighted means, NaN without weight."""
        means = np.full(len(self._total), np.nan)
        np.divide(self._total, self._weight, out=means, where=self._weight > 0)
        return means


def _take(units: PlacedUnits, at: Ints) -> PlacedUnits:
    return PlacedUnits(units.start[at], units.end[at], units.category[at])
