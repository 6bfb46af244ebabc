"""Renderings of interviews beside their originals, such as a Korean text beside the English one.

Each pair is predicted from all other interviews, and from no rendering of the same interview. The
boundaries of passages are the person's, as in a replay. Both texts of a pair count as one interview
where interviews are drawn again, so that the difference of the languages is a paired one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.suggest.code_model import fit_codes
from toolkit.suggest.replay import compare, metrics
from toolkit.suggest.replay.loop import judged, with_own
from toolkit.suggest.replay.outcomes import UNRANKED, Outcomes, pooled, ranks_of
from toolkit.suggest.replay.table import SMALL_FAMILY, main_rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from toolkit.suggest.replay.loop import World

COLUMNS = ("family", "language", "interviews", "n", "hit_1", "hit_3", "mrr", "low", "high")
RENDERING, ORIGINAL = "rendering", "original"


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a language for a family, or the difference of two languages."""

    family: str
    language: str
    """Such as `ko`; `ko - en` for a difference."""
    interviews: int
    n: int
    """Passages with a code of the family; of both languages in the row of a difference."""
    hit_1: float
    hit_3: float
    mrr: float
    low: float
    """The 95 % interval of hit@1 for a family of up to six codes, else of hit@3."""
    high: float

    @property
    def cells(self) -> tuple[str | int | float, ...]:
        """The values in the order of `COLUMNS`."""
        return tuple(getattr(self, name) for name in COLUMNS)


def paired_answers(
    world: World, families: Sequence[NDArray[np.intp]], pairs: Sequence[tuple[int, int]]
) -> list[dict[str, Outcomes]]:
    """The answers for renderings and for originals, for each family.

    `pairs` has the numbers of a rendering and of its original. A side without an answer for a
    family is left out there.
    """
    parts: list[dict[str, list[Outcomes]]] = [{RENDERING: [], ORIGINAL: []} for _ in families]
    for pair in pairs:
        others = world.twins[world.coded.sources] != world.twins[pair[0]]
        quotes = None
        if world.coded.quoted is not None:
            known = world.twins[world.coded.sources[others]]
            quotes = world.coded.quoted.known_from(np.unique(known).tolist())
        model = fit_codes(world.codes, world.coded, others, families, world.width, quotes)
        for side, number in zip((RENDERING, ORIGINAL), pair, strict=True):
            rows = np.flatnonzero(world.coded.sources == number)
            if not len(rows):
                continue
            answers = with_own(model, world.coded, rows)
            for part, family, answer in zip(parts, model.families, answers, strict=True):
                confidence, verdicts = judged(family, answer)
                part[side].append(
                    Outcomes(
                        method="qct",
                        items=rows,
                        sources=np.full(len(rows), pair[1], dtype=np.intp),
                        ranks=ranks_of(answer.scores),
                        labels=world.coded.weights[rows][:, family.columns] > 0,
                        confidence=confidence,
                        verdicts=verdicts,
                        novel=np.zeros(len(rows), dtype=bool),
                    )
                )
    return [{side: pooled(found) for side, found in part.items() if found} for part in parts]


def compared(
    families: Mapping[str, Mapping[str, Outcomes]], languages: tuple[str, str], together: str
) -> list[Row]:
    """A row for each language of each family, and one for the difference.

    `languages` are those of the renderings and of the originals. Families of more than six codes
    are followed by one row of all of them, called `together`, where there are several.
    """
    rows: list[Row] = []
    large: list[Mapping[str, Outcomes]] = []
    for family, sides in families.items():
        if set(sides) != {RENDERING, ORIGINAL}:
            continue
        width = sides[ORIGINAL].labels.shape[1]
        rows += _rows(family, sides, languages, main_rank(width))
        if width > SMALL_FAMILY:
            large.append(sides)
    if len(large) > 1:
        widest = max(sides[ORIGINAL].labels.shape[1] for sides in large)
        everything = {
            side: pooled([_widened(sides[side].own(), widest) for sides in large])
            for side in (RENDERING, ORIGINAL)
        }
        rows += _rows(together, everything, languages, main_rank(widest))
    return rows


def _rows(
    family: str, sides: Mapping[str, Outcomes], languages: tuple[str, str], k: int
) -> list[Row]:
    ours, theirs = sides[RENDERING].own(), sides[ORIGINAL].own()
    if not len(ours) or not len(theirs):
        return []
    measure = compare.hits(k)
    bounds = [compare.interval([side], measure) for side in (ours, theirs)]
    rows = [
        Row(
            family,
            language,
            bound.sources,
            len(side),
            metrics.hit_at(side, 1),
            metrics.hit_at(side, 3),
            metrics.mean_reciprocal_rank(side),
            bound.low,
            bound.high,
        )
        for language, side, bound in zip(languages, (ours, theirs), bounds, strict=True)
    ]
    gap = compare.difference_of_interviews([ours], [theirs], measure)
    rows.append(
        Row(
            family,
            " - ".join(languages),
            gap.sources,
            len(ours) + len(theirs),
            rows[0].hit_1 - rows[1].hit_1,
            rows[0].hit_3 - rows[1].hit_3,
            rows[0].mrr - rows[1].mrr,
            gap.low,
            gap.high,
        )
    )
    return rows


def _widened(outcomes: Outcomes, width: int) -> Outcomes:
    """The answers with columns of codes that are no candidates, up to a width."""
    missing = ((0, 0), (0, width - outcomes.labels.shape[1]))
    return replace(
        outcomes,
        ranks=np.pad(outcomes.ranks, missing, constant_values=UNRANKED),
        labels=np.pad(outcomes.labels, missing),
    )
