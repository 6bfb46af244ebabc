"""Themes guided by the codebook: segments that lie near to the meaning of a code come together.

Each code's meaning (name, definition, rules) is a vector. Similarities of models have no common
scale, so that a segment is compared with the other segments: it goes to the code to which it lies
nearest by standard scores, where this score is high and clearly above that of the next code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from toolkit.themes.recipe import Labels, Matrix, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

HIGH = 1.0
"""Standard score from which on a segment can go to a code: half of all segments can reach it."""
AHEAD = 0.25
"""Least distance to the score of the next code."""
FEWEST, FEWEST_SHARE = 5, 0.02
"""Fewest segments of a code that make a theme, as a number and as a share of all."""


def guided(vectors: Matrix, meanings: Matrix) -> Labels:
    """The code of each segment by the number of its row in `meanings`, or -1.

    `vectors` are unit vectors without the means of languages and interviews; the mean of the
    meanings is taken off here, since descriptions are written and not spoken.
    """
    codes = unit(meanings.astype(np.float64) - meanings.mean(axis=0))
    near = np.round(vectors @ codes.T, 6)
    away = near - near.mean(axis=0)
    # One spread for all codes: a code that the material does not speak of stays near to nothing.
    scores = np.round(away / max(float(np.sqrt(np.square(away).mean())), 1e-9), 6)
    best = scores.argmax(axis=1)
    top = np.sort(scores, axis=1)
    first = top[:, -1]
    second = top[:, -2] if scores.shape[1] > 1 else np.full(len(scores), -np.inf)
    labels: Labels = np.where((first >= HIGH) & (first - second >= AHEAD), best, -1)
    fewest = max(FEWEST, FEWEST_SHARE * len(labels))
    sizes = np.bincount(labels[labels >= 0], minlength=len(codes))
    labels[(labels >= 0) & (sizes[np.maximum(labels, 0)] < fewest)] = -1
    return labels


def numbered_by_size(
    codes: Labels, free: Labels, names: Sequence[str]
) -> tuple[Labels, dict[int, str]]:
    """One numbering of the themes of codes and of the free ones, largest first, and the code of
    each theme that has one. `free` has the cluster of the segments that no code has, in their
    order."""
    from toolkit.themes.clustering import by_size

    joined = codes.copy()
    joined[codes < 0] = free + len(names)
    labels = by_size(joined)
    owners = {int(labels[at]): names[code] for at, code in enumerate(codes.tolist()) if code >= 0}
    return labels, owners
