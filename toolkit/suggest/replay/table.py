"""The table of a replay: a row for each family of codes and method."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.i18n import _, ngettext
from toolkit.suggest.replay import compare, metrics
from toolkit.suggest.replay.outcomes import NO_VERDICT, Outcomes, pooled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS = (
    "family",
    "method",
    "n",
    "hit_1",
    "hit_3",
    "mrr",
    "macro_hit_3",
    "ece",
    "strong_share",
    "strong_right",
    "low",
    "high",
)
METHODS = ("qct", "frequency", "names", "knn", "tfidf_lr", "lr", "second_coder")
"""The methods in the order of the table."""
FEW_ITEMS = 200
"""Below so many passages a figure is only indicative."""
SMALL_FAMILY = 6
"""Families of up to so many codes are compared by their first candidate."""
FEW_SOURCES = 5
"""Below so many interviews an interval contains the true value less often than it says."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a method for a family, over all orders of the interviews together.

    A figure that does not exist is None.
    """

    family: str
    method: str
    n: int
    """Passages that were answered in any order, each counted once."""
    hit_1: float | None
    hit_3: float | None
    mrr: float | None
    macro_hit_3: float | None
    ece: float | None
    """None for a method without probabilities."""
    strong_share: float | None
    """None for a method without verdicts."""
    strong_right: float | None
    low: float | None
    """The 95 % interval of the main measure: hit@1 for families of up to six codes, else hit@3. Of
    `qct` it is that of its own figure. Of every other method it is that of qct minus the method,
    on the passages that both answered: above 0 throughout, qct is the better one."""
    high: float | None

    @property
    def cells(self) -> tuple[str | int | float | None, ...]:
        """The values in the order of `COLUMNS`."""
        return tuple(getattr(self, name) for name in COLUMNS)


@dataclass(frozen=True, slots=True)
class Results:
    """The rows of all families and methods, and what a reader has to know about them."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def main_rank(codes: int) -> int:
    """The k of hit@k by which methods are compared in a family of so many codes."""
    return 1 if codes <= SMALL_FAMILY else 3


def results(
    families: Mapping[str, Mapping[str, Sequence[Outcomes]]],
    *,
    codes: Mapping[str, int] | None = None,
    left_out: Mapping[str, str] | None = None,
    seed: int = 0,
) -> Results:
    """The table of a replay.

    Parameters
    ----------
    families
        By family and method the answers, an entry for each order of the interviews. All methods
        follow the same orders; a method may have the first of them alone, and is then compared
        with qct on these. The rows are in the order of `METHODS`, other methods after them.
    codes
        Number of codes of each family where it is not the number of columns of the answers.
    left_out
        Families without rows, each with the reason as a sentence for people.
    seed
        Seed of the resamples of interviews.
    """
    rows: list[Row] = []
    notes: list[str] = []
    for family, methods in families.items():
        answered = {name: orders for name, orders in methods.items() if sum(map(len, orders))}
        size = (codes or {}).get(family) or _codes(answered)
        k = main_rank(size)
        for name in sorted(answered, key=_place):
            rows.append(_row(family, name, answered, k, seed))
        notes += _family_notes(family, methods, answered, size, k)
    notes += [
        _("{family} is left out: {reason}").format(family=family, reason=reason)
        for family, reason in (left_out or {}).items()
    ]
    if rows:
        notes = [*_general_notes(rows), *notes]
    return Results(tuple(rows), tuple(notes))


def _row(
    family: str, name: str, methods: Mapping[str, Sequence[Outcomes]], k: int, seed: int
) -> Row:
    orders = methods[name]
    outcomes = pooled(orders)
    strong = metrics.strong_figures(outcomes)
    bounds = (math.nan, math.nan)
    if name == "qct":
        bounds = _bounds(compare.interval(orders, compare.hits(k), seed=seed))
    elif "qct" in methods:
        shared = min(len(orders), len(methods["qct"]))
        ours, theirs = methods["qct"][:shared], orders[:shared]
        bounds = _bounds(compare.difference(ours, theirs, compare.hits(k), seed=seed))
    return Row(
        family,
        name,
        len(np.unique(outcomes.own().items)),
        _known(metrics.hit_at(outcomes, 1)),
        _known(metrics.hit_at(outcomes, 3)),
        _known(metrics.mean_reciprocal_rank(outcomes)),
        _known(metrics.macro_hit(outcomes, 3)),
        _known(metrics.calibration_error(outcomes)),
        _known(strong.given.value),
        _known(strong.right.value),
        *map(_known, bounds),
    )


def _general_notes(rows: Sequence[Row]) -> list[str]:
    notes = [
        _(
            "n is the number of passages; a figure is the mean over all answers, those of several "
            "orders of the interviews together."
        ),
        _(
            "low and high are a 95 % interval from drawing the interviews again: of qct its own "
            "share of hits, of every other method the share of qct minus that of the method on the "
            "same passages. Above 0 throughout, qct is better."
        ),
    ]
    if any(row.method == "second_coder" for row in rows):
        notes.append(
            _(
                "second_coder is what another coder gave to overlapping passages, which is what a "
                "person reaches; its passages are those of the overlap alone."
            )
        )
    return notes


def _family_notes(
    family: str,
    methods: Mapping[str, Sequence[Outcomes]],
    answered: Mapping[str, Sequence[Outcomes]],
    size: int,
    k: int,
) -> list[str]:
    notes = []
    for name in sorted(methods.keys() - answered.keys(), key=_place):
        notes.append(
            _("{family}: {method} is left out, since it answered no passage.").format(
                family=family, method=name
            )
        )
    if not answered:
        return notes
    notes.append(
        ngettext(
            "{family} has {count} code, so that methods are compared by hit@{k}.",
            "{family} has {count} codes, so that methods are compared by hit@{k}.",
            size,
        ).format(family=family, count=size, k=k)
    )
    most = max(map(len, answered.values()))
    for name in sorted(answered, key=_place):
        if len(answered[name]) < most:
            notes.append(
                ngettext(
                    "{family}: {method} was replayed in {count} order, others in {most}.",
                    "{family}: {method} was replayed in {count} orders, others in {most}.",
                    len(answered[name]),
                ).format(family=family, method=name, count=len(answered[name]), most=most)
            )
    main = answered.get("qct") or next(iter(answered.values()))
    outcomes = pooled(main)
    passages, sources = len(np.unique(outcomes.own().items)), len(np.unique(outcomes.sources))
    if passages < FEW_ITEMS:
        notes.append(
            ngettext(
                "{family} is only indicative: {count} passage is fewer than {least}.",
                "{family} is only indicative: {count} passages are fewer than {least}.",
                passages,
            ).format(family=family, count=passages, least=FEW_ITEMS)
        )
    if sources < FEW_SOURCES:
        notes.append(
            ngettext(
                "{family}: with {count} interview the intervals are missing, since they need two.",
                "{family}: with only {count} interviews the intervals are too narrow.",
                sources,
            ).format(family=family, count=sources)
        )
    if novel := metrics.novelty_rate(outcomes):
        notes.append(
            _(
                "{family}: {share:.0%} of the passages have only codes that no earlier interview "
                "had, which methods that learn from examples alone cannot name."
            ).format(family=family, share=novel)
        )
    if "qct" in answered and (outcomes.verdicts == NO_VERDICT).all():
        notes.append(
            _("{family}: qct gives no verdicts, so that no answer is strong.").format(family=family)
        )
    return notes


def _codes(methods: Mapping[str, Sequence[Outcomes]]) -> int:
    return max((part.labels.shape[1] for orders in methods.values() for part in orders), default=0)


def _place(method: str) -> tuple[int, str]:
    return (METHODS.index(method) if method in METHODS else len(METHODS), method)


def _bounds(interval: compare.Interval) -> tuple[float, float]:
    return interval.low, interval.high


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
