"""The replay: each interview is predicted from the interviews before it.

An order of the interviews is followed. For every interview after the first, the models of the
families learn from all earlier interviews and rank the codes for each passage of this one. Within
the interview, as when a person works, the passages before a passage count for recency and as
examples; the regression and the calibration do not change. Interviews that are renderings of one
another, such as a translation, never teach one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.calibration import LEAST_ANSWERS, probabilities
from toolkit.suggest.coded import Coded
from toolkit.suggest.examples import CodeSet
from toolkit.suggest.family_model import (
    SOURCE_CAP,
    TINY,
    Features,
    changed_closeness,
    fit_family,
)
from toolkit.suggest.replay.baselines import LEARNERS
from toolkit.suggest.replay.outcomes import (
    NO_VERDICT,
    POSSIBLE,
    SILENT,
    STRONG,
    Items,
    Outcomes,
    ranks_of,
)
from toolkit.suggest.verdicts import is_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.suggest.family_model import FamilyModel

SEED = 0
ORDERS = 20
"""Random orders besides that of the project."""


@dataclass(frozen=True)
class World:
    """All that a replay needs of a coder's work."""

    codes: CodeSet
    coded: Coded
    sources: int
    """Number of interviews."""
    twins: NDArray[np.intp]
    """Number of the interview that each interview is a rendering of, itself for most."""
    languages: tuple[str, ...]
    """Language of each interview."""
    width: int
    """Number of terms."""
    names: tuple[str, ...] = ()
    """Id of each interview."""


def orders_of(sources: int, count: int = ORDERS, seed: int = SEED) -> list[NDArray[np.intp]]:
    """The order of the project and `count` random ones, each a permutation of the interviews."""
    generator = np.random.default_rng(seed)
    natural = np.arange(sources, dtype=np.intp)
    return [natural, *(generator.permutation(natural) for _ in range(count))]


def items_of(world: World, columns: NDArray[np.intp]) -> tuple[Items, NDArray[np.intp]]:
    """The passages with a code of the family, and their rows in the coded passages."""
    coded = world.coded
    labels = coded.weights[:, columns] > 0
    rows = np.flatnonzero(labels.any(axis=1))
    sources = coded.sources[rows]
    return (
        Items(
            sources=sources,
            starts=coded.starts[rows],
            vectors=coded.vectors[rows],
            terms=coded.terms[rows],
            labels=labels[rows],
            names=world.codes.meanings[columns],
            languages=tuple(world.languages[source] for source in sources.tolist()),
        ),
        rows,
    )


def replay_family(
    world: World,
    columns: NDArray[np.intp],
    order: NDArray[np.intp],
    methods: Sequence[str] = (),
) -> dict[str, Outcomes]:
    """The answers of qct and of other methods for one order, by method; empty ones are left out."""
    items, rows = items_of(world, columns)
    learners = {name: LEARNERS[name]() for name in methods}
    answers: dict[str, list[tuple[Any, ...]]] = {"qct": [], **{name: [] for name in methods}}
    for at in range(1, len(order)):
        current = order[at]
        before = [s for s in order[:at].tolist() if world.twins[s] != world.twins[current]]
        asked = np.flatnonzero(items.sources == current)
        earlier = np.flatnonzero(np.isin(items.sources, before))
        if not len(asked) or not len(earlier):
            continue
        novel = ~(items.labels[asked] & items.labels[earlier].any(axis=0)).any(axis=1)
        for name, learner in learners.items():
            said = learner(items, earlier, asked)
            verdicts = np.full(len(asked), NO_VERDICT, dtype=np.int8)
            answers[name].append((asked, said.ranks, said.confidence, verdicts, novel))
        usable = np.isin(world.coded.sources, before)
        model = fit_family(world.codes, world.coded, usable, columns, world.width)
        scores = with_own(model, world.coded, rows[asked], columns)
        confidence, verdicts = judged(model, scores)
        answers["qct"].append((asked, ranks_of(scores), confidence, verdicts, novel))
    return {name: _outcomes(name, items, parts) for name, parts in answers.items() if parts}


def with_own(
    model: FamilyModel, coded: Coded, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The scores of passages of one interview, each with the passages before it as examples."""
    weights = coded.weights[rows][:, columns]
    vectors, terms = coded.vectors[rows], coded.terms[rows]
    recency = coded.recency[rows][:, columns]
    # The weight of passage j as an example for passage i: those that end before it, capped.
    before = coded.ends[rows][None, :] <= coded.starts[rows][:, None]
    changes = before[:, :, None] * weights[None, :, :]
    changes *= np.minimum(1.0, SOURCE_CAP / np.maximum(changes.sum(axis=1, keepdims=True), TINY))
    known = model.meanings.plus(model.examples)
    closeness = changed_closeness(vectors, terms, known, changes)
    return model.scores(Features(*closeness, recency, model.learned(vectors)))


def judged(
    model: FamilyModel, scores: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """The probability of the first candidate and its verdict, for each passage."""
    chances = probabilities(scores, model.calibration.temperature)
    confidence = chances.max(axis=1)
    first = scores.argmax(axis=1)
    verdicts = np.full(len(scores), SILENT, dtype=np.int8)
    verdicts[is_shown(chances)] = POSSIBLE
    can_be_strong = np.array([model.may_be_strong(column) for column in first.tolist()], dtype=bool)
    verdicts[can_be_strong & (confidence >= model.calibration.strong_from)] = STRONG
    if model.calibration.answers < LEAST_ANSWERS:
        # Before there are answers the temperature is an assumption, not a measured probability.
        confidence = np.full(len(scores), np.nan)
    return confidence, verdicts


def _outcomes(name: str, items: Items, parts: list[tuple[Any, ...]]) -> Outcomes:
    asked, ranks, confidence, verdicts, novel = (
        np.concatenate([part[number] for part in parts]) for number in range(5)
    )
    return Outcomes(
        name, asked, items.sources[asked], ranks, items.labels[asked], confidence, verdicts, novel
    )
