"""Published data that several doctests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.unitizing.unit_sums import UnitSums, unit_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

FOUR_OBSERVERS = (
    (1, 1, None, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (None, 5, 5, 5),
    (None, None, 1, 1),
    (None, None, 3, None),
)
"""Krippendorff (2011), sections C to F: 12 units by 4 observers, None for no rating."""

THREE_OBSERVERS = {
    "Alex": "0 7 1, 7 13 2, 30 32 5, 32 37 6, 37 44 6, 44 60 7",
    "Paul": "0 7 1, 7 13 3, 13 21 5, 32 44 6",
    "Suzan": "0 7 1, 7 13 4, 13 21 5, 32 37 6, 37 41 6, 41 44 6",
}
"""Krippendorff (2019), Content Analysis, 4th ed., fig. 12.11, p. 340: start, end and code."""


def ratings_of_cells(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return a contingency table as ratings of two coders, shape (units, 2).

    Parameters
    ----------
    cells : shape (categories, categories)
        How many units the first coder put in the row and the second in the column.
    """
    return [
        [row, column]
        for row, counts in enumerate(cells)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]


def three_observers() -> UnitSums:
    """Return the sums of the layer in `THREE_OBSERVERS`."""
    return unit_sums(*three_observers_spans())


def three_observers_spans() -> tuple[list[SourceFrame], list[CodedSpan], list[str]]:
    """Return `THREE_OBSERVERS` as frames, spans and coders."""
    frame = SourceFrame("text", 60, coverage=frozenset(THREE_OBSERVERS))
    spans = []
    for coder, units in THREE_OBSERVERS.items():
        for unit in units.split(", "):
            start, end, code = unit.split()
            spans.append(CodedSpan("text", coder, code, int(start), int(end)))
    return [frame], spans, list(THREE_OBSERVERS)
