"""Which codes are on one axis, by how seldom they are given to the same passage.

Codes of one axis, such as the stances, exclude one another: a passage has one of them. Where codes
i and j were given without regard to each other, n_i n_j / N of N passages would have both. Two sets
of codes are joined while the passages that have a code of each are fewer than half of what is
expected so, by the upper 95 % bound of a Poisson count (Garwood 1936), the surest pair first. Rare
codes are never joined: six expected passages are needed before none at all says anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HALF = 0.5
CONFIDENCE = 0.95
EXCLUSIVE = 0.02
"""Share of the passages of a set with several of its codes up to which it is called exclusive."""


@dataclass(frozen=True)
class CoUse:
    """How the codes of a set are used together."""

    columns: tuple[int, ...]
    """Columns of the codes, ascending."""
    passages: int
    """Passages with a code of the set."""
    together: int
    """Passages with several codes of the set."""
    expected: float
    """Pairs of codes on one passage that are expected where codes do not regard each other."""
    pairs: int
    """Pairs of codes of the set on one passage."""

    @property
    def looks_exclusive(self) -> bool:
        """Whether hardly any passage has several codes of the set."""
        return self.passages > 0 and self.together <= EXCLUSIVE * self.passages


def co_use(given: NDArray[np.bool_], columns: tuple[int, ...]) -> CoUse:
    """How some codes are used together; `given` has shape (passages, codes)."""
    own = given[:, list(columns)].astype(np.int64)
    number = own.sum(axis=1)
    uses = own.sum(axis=0).astype(np.float64)
    all_pairs = (uses.sum() ** 2 - np.square(uses).sum()) / 2
    return CoUse(
        columns=tuple(sorted(columns)),
        passages=int((number > 0).sum()),
        together=int((number > 1).sum()),
        expected=float(all_pairs / max(len(given), 1)),
        pairs=int((number * (number - 1) // 2).sum()),
    )


def axes(given: NDArray[np.bool_]) -> tuple[CoUse, ...]:
    """The sets of two codes or more that are on one axis, the largest use first.

    `given` has shape (passages, codes). Nothing is returned where all codes in use are on one
    axis, since that is a codebook without families.
    """
    from scipy.stats import chi2

    used = np.flatnonzero(given.any(axis=0)).tolist()
    own = given[:, used].astype(np.float64)
    both = own.T @ own
    uses = own.sum(axis=0)
    expected = np.outer(uses, uses) / max(len(given), 1)
    sets = [[at] for at in range(len(used))]
    while len(sets) > 1:
        count = len(sets)
        member = np.zeros((count, len(used)))
        for at, members in enumerate(sets):
            member[at, members] = 1
        seen, awaited = member @ both @ member.T, member @ expected @ member.T
        bound = chi2.ppf(CONFIDENCE, 2 * (seen + 1)) / 2
        ratio = np.where(np.tri(count, k=-1) > 0, bound / np.maximum(awaited, 1e-9), np.inf)
        first, second = divmod(int(ratio.argmin()), count)
        if ratio[first, second] >= HALF:
            break
        sets[second] += sets.pop(first)
    found = [co_use(given, tuple(used[at] for at in members)) for members in sets if members[1:]]
    if len(found) == 1 and len(found[0].columns) == len(used):
        return ()
    return tuple(sorted(found, key=lambda each: (-each.passages, each.columns)))
