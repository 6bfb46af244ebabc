"""Segments whose text speaks against the directions that their codes make likely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.directions.propose import NEUTRAL

if TYPE_CHECKING:
    from toolkit.directions.coded.world import Bools, Ints, Matrix

LIKELY = 0.5
"""Prior from which the codes make a direction likely."""
LEAD = 0.10
"""Margin by which the text has to prefer another direction.

With .10, .72 of planted contradictions of the example study were flagged, and .18 of the
other segments (`qct directions replay --coder coder-a`).
"""


def contradicted(prior: Matrix, margins: Matrix) -> tuple[Bools, Ints]:
    """Whether each text contradicts its codes, and the direction that it is nearest to.

    It does where a direction that the codes do not make likely leads each likely one by .10, and
    is nearer than ordinary talk by more than usual. Codes that make nothing likely say nothing.
    """
    return against(prior >= LIKELY, margins)


def against(likely: Bools, margins: Matrix) -> tuple[Bools, Ints]:
    """As `contradicted`, from which directions are likely, shape (segments, directions)."""
    of_codes = np.where(likely, margins, -np.inf).max(axis=1)
    others = np.where(likely, -np.inf, margins)
    nearest = others.argmax(axis=1)
    of_text = others.max(axis=1)
    flagged = likely.any(axis=1) & (of_text - of_codes >= LEAD) & (of_text >= NEUTRAL)
    return flagged, nearest


def planted(
    labels: Bools, prior: Matrix, margins: Matrix, interviews: Ints, draws: int = 50
) -> tuple[float | None, float | None]:
    """Recall of planted contradictions, and the share of other segments that are flagged.

    In each draw a tenth of the segments get the text of another interview's segment
    that shares no direction with them, by their answers and by their codes.
    """
    random = np.random.Generator(np.random.PCG64(1))
    likely = prior >= LIKELY
    usable = np.flatnonzero(labels.any(axis=1) & likely.any(axis=1))
    found = hit = rest = flagged_rest = 0
    for _draw in range(draws if len(usable) >= 10 else 0):
        changed = margins.copy()
        chosen = []
        for row in random.choice(usable, max(1, len(usable) // 10), replace=False).tolist():
            own = labels[row] | likely[row]
            apart = ~(labels[usable] & own).any(axis=1)
            other = usable[apart & (interviews[usable] != interviews[row])]
            if len(other):
                changed[row] = margins[random.choice(other)]
                chosen.append(row)
        flags, _nearest = against(likely, changed)
        others = np.setdiff1d(np.flatnonzero(likely.any(axis=1)), chosen)
        found, hit = found + len(chosen), hit + int(flags[chosen].sum())
        rest, flagged_rest = rest + len(others), flagged_rest + int(flags[others].sum())
    return (hit / found if found else None), (flagged_rest / rest if rest else None)
