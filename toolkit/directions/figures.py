"""How well the directions that were proposed for texts agree with labels that people gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.directions.scale import calibration_error
from toolkit.domain.directions import NO_DIRECTION, UNCLEAR

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from toolkit.directions.propose import Proposal


@dataclass(frozen=True, slots=True)
class TextFigures:
    """Figures over the texts that have a label."""

    texts: int
    left_out: int
    """Texts without a label, or with the label `unclear`."""
    accuracy: float | None
    """Share of texts whose direction is a label of them."""
    macro_f1: float | None
    """Plain mean of F1 over the directions, and `none`, that are a label of some text.

    A text with several labels counts under that which was proposed, else under its first.
    """
    hit_2: float | None
    """Share of texts with a label among the first two, of those labelled with a direction."""
    ece: float | None
    """Expected calibration error of the probability of the direction, over ten bins."""


def figures(proposals: Sequence[Proposal], labels: Sequence[Sequence[str]]) -> TextFigures:
    """The figures of proposals against the labels of each text, in the same order.

    Several labels of a text are all right, and the first of them is the main one.
    """
    pairs = [
        (proposal, given)
        for proposal, given in zip(proposals, labels, strict=True)
        if given and UNCLEAR not in given
    ]
    left_out = len(proposals) - len(pairs)
    if not pairs:
        return TextFigures(0, left_out, None, None, None, None)
    right = [proposal.direction in given for proposal, given in pairs]
    counted = [
        (proposal.direction, proposal.direction if hit else given[0])
        for (proposal, given), hit in zip(pairs, right, strict=True)
    ]
    near = [
        any(direction in given for direction, _score in proposal.ranked[:2])
        for proposal, given in pairs
        if NO_DIRECTION not in given
    ]
    return TextFigures(
        texts=len(pairs),
        left_out=left_out,
        accuracy=sum(right) / len(right),
        macro_f1=macro_f1(counted),
        hit_2=sum(near) / len(near) if near else None,
        ece=calibration_error([proposal.chance for proposal, _given in pairs], right),
    )


def macro_f1(pairs: Collection[tuple[str, str]]) -> float:
    """The plain mean of F1 over the classes of truth, from pairs (proposed, true).

    >>> round(macro_f1([("a", "a"), ("a", "b"), ("b", "b")]), 3)
    0.667
    """
    classes = sorted({true for _proposed, true in pairs})
    values = []
    for name in classes:
        both = sum(proposed == true == name for proposed, true in pairs)
        either = sum((proposed == name) + (true == name) for proposed, true in pairs)
        values.append(2 * both / either)
    return sum(values) / len(values)
