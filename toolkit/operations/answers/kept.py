"""The answers that count by a rule, and those that do not, with the reason of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from toolkit.domain.codings import Coding
from toolkit.domain.directions import DirectionMapping
from toolkit.domain.spans import Span, clip, union
from toolkit.i18n import _
from toolkit.operations.answers.rule import Combination

if TYPE_CHECKING:
    from toolkit.operations.answers.chosen import ChosenAnswers

Answer = TypeVar("Answer", Coding, DirectionMapping)
LeftOut = Mapping[str, Sequence[str]]
"""Ids by the reason why they do not count."""


def kept(every: Iterable[Answer], chosen: ChosenAnswers) -> tuple[list[Answer], LeftOut]:
    """The answers that count, clipped to what all have where the rule asks for that, and the
    ids of the others by the reason."""
    counted: list[Answer] = []
    left: dict[str, list[str]] = defaultdict(list)
    reasons: dict[tuple[str, str, str], str] = {}
    for answer in every:
        place = (answer.source_id, answer.round_id, answer.coder_id)
        if place not in reasons:
            reasons[place] = chosen.reason_left_out(answer)
        if reasons[place]:
            left[reasons[place]].append(answer.id)
        else:
            counted.append(answer)
    if chosen.rule.combination is Combination.INTERSECTION:
        counted, alone = _shared_by_all(counted, chosen)
        if alone:
            left[_("not all of the coders have it there")] += alone
    return counted, dict(left)


def _shared_by_all(
    answers: Sequence[Answer], chosen: ChosenAnswers
) -> tuple[list[Answer], list[str]]:
    """The answers clipped to the passages that every coder of the source gave the same code.

    An answer that meets several such passages comes once for each; ids of those that meet none
    are given apart.
    """
    spans: dict[tuple[str, str], dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        spans[answer.source_id, label_of(answer)][answer.coder_id].append(answer.span)
    shared: dict[tuple[str, str], list[Span]] = {}
    for (source, label), by_coder in spans.items():
        coders = {coder for _round, coder in chosen.finished.get(source, ())}
        common = union(by_coder[next(iter(by_coder))])
        for coder in coders:
            common = list(clip(common, union(by_coder.get(coder, ()))))
        shared[source, label] = common
    clipped: list[Answer] = []
    alone: list[str] = []
    for answer in answers:
        pieces = list(clip([answer.span], shared[answer.source_id, label_of(answer)]))
        clipped += [replace(answer, span=piece) for piece in pieces]
        if not pieces:
            alone.append(answer.id)
    return clipped, alone


def label_of(answer: Coding | DirectionMapping) -> str:
    """The code or the direction of an answer."""
    return answer.code_id if isinstance(answer, Coding) else answer.direction_id
