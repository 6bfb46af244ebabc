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

from toolkit.suggest.calibration import LEAST_ANSWERS
from toolkit.suggest.closeness import SOURCE_CAP, TINY, changed_closeness
from toolkit.suggest.code_model import fit_codes
from toolkit.suggest.coded import Coded
from toolkit.suggest.examples import CodeSet
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
    from collections.abc import Callable, Sequence

    from toolkit.suggest.code_model import Answers, CodeModel
    from toolkit.suggest.family_model import FamilyModel

Task = tuple[NDArray[np.intp], tuple[str, ...]]
"""An order of the interviews, and the methods beside qct that follow it."""

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


def replay_order(
    world: World,
    families: Sequence[NDArray[np.intp]],
    order: NDArray[np.intp],
    methods: Sequence[str] = (),
    held: frozenset[int] = frozenset(),
) -> list[dict[str, Outcomes]]:
    """The answers of qct and of other methods for one order of the interviews.

    Parameters
    ----------
    families
        The columns of the codes of each family.
    methods
        Names of methods of `baselines`, which answer for passages with a code of the family alone.
    held
        Numbers of interviews that alone are predicted, and that nothing learns from; empty for
        none, so that each interview is predicted from those before it.

    Returns
    -------
    For each family the answers by method; methods without any answer are left out.
    """
    parts = [_Family(world, columns, methods) for columns in families]
    for at in range(0 if held else 1, len(order)):
        current = order[at]
        if held and int(current) not in held:
            continue
        earlier = order.tolist() if held else order[:at].tolist()
        before = [s for s in earlier if world.twins[s] != world.twins[current] and s not in held]
        rows = np.flatnonzero(world.coded.sources == current)
        usable = np.isin(world.coded.sources, before)
        if not len(rows) or not usable.any():
            continue
        quotes = None
        if world.coded.quoted is not None:
            # A quotation from a later interview was not there yet, nor one from an uncoded one.
            quotes = world.coded.quoted.known_from(world.twins[before].tolist())
        model = fit_codes(world.codes, world.coded, usable, families, world.width, quotes)
        answers = with_own(model, world.coded, rows)
        for part, family, answer in zip(parts, model.families, answers, strict=True):
            part.add(int(current), before, rows, family, answer)
    return [part.outcomes() for part in parts]


def replayer(
    world: World, families: Sequence[NDArray[np.intp]], held: frozenset[int] = frozenset()
) -> Callable[[Sequence[Task]], list[list[dict[str, Outcomes]]]]:
    """A function that replays orders, each with its methods, for `toolkit.compute`.

    `held` is as in `replay_order`.
    """

    def run(tasks: Sequence[Task]) -> list[list[dict[str, Outcomes]]]:
        return [replay_order(world, families, order, methods, held) for order, methods in tasks]

    return run


class _Family:
    """The answers for a family so far."""

    def __init__(self, world: World, columns: NDArray[np.intp], methods: Sequence[str]) -> None:
        self.items, self.rows = items_of(world, columns)
        self.labels = world.coded.weights[:, columns] > 0
        self.sources = world.coded.sources
        self.learners = {name: LEARNERS[name]() for name in methods}
        self.parts: dict[str, list[tuple[Any, ...]]] = {
            "qct": [],
            **{name: [] for name in methods},
        }

    def add(
        self,
        current: int,
        before: Sequence[int],
        rows: NDArray[np.intp],
        model: FamilyModel,
        answer: Answers,
    ) -> None:
        """The answers for the coded passages `rows` of an interview, after those `before`."""
        asked = np.flatnonzero(self.items.sources == current)
        earlier = np.flatnonzero(np.isin(self.items.sources, before))
        if not len(earlier):
            return
        seen = self.items.labels[earlier].any(axis=0)
        labels = self.labels[rows]
        confidence, verdicts = judged(model, answer)
        novel = labels.any(axis=1) & ~(labels & seen).any(axis=1)
        self.parts["qct"].append((rows, ranks_of(answer.scores), confidence, verdicts, novel))
        if not len(asked):
            return
        novel = ~(self.items.labels[asked] & seen).any(axis=1)
        for name, learner in self.learners.items():
            said = learner(self.items, earlier, asked)
            verdicts = np.full(len(asked), NO_VERDICT, dtype=np.int8)
            place = self.rows[asked]
            self.parts[name].append((place, said.ranks, said.confidence, verdicts, novel))

    def outcomes(self) -> dict[str, Outcomes]:
        """The answers by method, without methods that have none for a passage of the family."""
        result = {}
        for name, parts in self.parts.items():
            if parts:
                rows, ranks, confidence, verdicts, novel = (
                    np.concatenate([part[number] for part in parts]) for number in range(5)
                )
                answers = Outcomes(
                    name,
                    rows,
                    self.sources[rows],
                    ranks,
                    self.labels[rows],
                    confidence,
                    verdicts,
                    novel,
                )
                if answers.applies.any():
                    result[name] = answers
        return result


def with_own(model: CodeModel, coded: Coded, rows: NDArray[np.intp]) -> tuple[Answers, ...]:
    """What is said of passages of one interview, each with the passages before it as examples."""
    weights, vectors = coded.weights[rows], coded.vectors[rows]
    # The weight of passage j as an example for passage i: those that end before it, capped.
    before = coded.ends[rows][None, :] <= coded.starts[rows][:, None]
    changes = before[:, :, None] * weights[None, :, :]
    changes *= np.minimum(1.0, SOURCE_CAP / np.maximum(changes.sum(axis=1, keepdims=True), TINY))
    near = changed_closeness(vectors, coded.terms[rows], model.known, changes)
    return model.judged(near, vectors, coded.recency[rows])


def judged(model: FamilyModel, answer: Answers) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """The probability of the first candidate and its verdict, for each passage."""
    confidence = answer.chances.max(axis=1)
    first = answer.scores.argmax(axis=1)
    verdicts = np.full(len(first), SILENT, dtype=np.int8)
    shown = is_shown(answer.chances)
    verdicts[shown] = POSSIBLE
    can_be_strong = np.array([model.may_be_strong(column) for column in first.tolist()], dtype=bool)
    verdicts[shown & can_be_strong & (confidence >= model.calibration.strong_from)] = STRONG
    if model.calibration.answers < LEAST_ANSWERS:
        # Before there are answers the temperature is an assumption, not a measured probability.
        confidence = np.full(len(first), np.nan)
    return confidence, verdicts
