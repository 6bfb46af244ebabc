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
    from toolkit.analysis.records import Ids, Records
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


def kept_records(records: Records, chosen: ChosenAnswers) -> tuple[Records, dict[str, Ids]]:
    """The same as `kept`, of answers as arrays."""
    import numpy as np

    n_coders, n_rounds = len(records.coders), len(records.rounds)
    place = (records.source * n_rounds + records.round) * n_coders + records.coder
    places = np.flatnonzero(np.bincount(place, minlength=1))
    number_of = np.zeros(int(places.max(initial=0)) + 1, dtype=np.int64)
    number_of[places] = np.arange(len(places))
    at = number_of[place]
    counts = np.zeros(len(places), dtype=bool)
    by_reason: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(places.tolist()):
        rest, coder = divmod(key, n_coders)
        source, round_ = divmod(rest, n_rounds)
        reason = chosen.reason_at(
            records.sources[source], (records.rounds[round_], records.coders[coder])
        )
        counts[number] = not reason
        if reason:
            by_reason[reason].append(number)
    left = {reason: records.ids_at(np.isin(at, numbers)) for reason, numbers in by_reason.items()}
    counted = records.taken(counts[at]) if len(places) else records
    if chosen.rule.combination is Combination.INTERSECTION:
        counted, alone = _records_shared_by_all(counted, chosen)
        if len(alone):
            left[_("not all of the coders have it there")] = alone
    return counted, left


def _records_shared_by_all(records: Records, chosen: ChosenAnswers) -> tuple[Records, Ids]:
    """The records in pieces, as of `_shared_by_all`."""
    import numpy as np

    by_coder: dict[tuple[int, int], dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    columns = (records.source, records.label, records.coder, records.start, records.end)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    for source, label, coder, start, end in rows:
        by_coder[source, label][coder].append(Span(start, end))
    shared: dict[tuple[int, int], list[Span]] = {}
    for (source, label), spans in by_coder.items():
        names = {coder for _round, coder in chosen.finished.get(records.sources[source], ())}
        common = union(spans[next(iter(spans))])
        for coder in sorted(records.coders.index(name) for name in names if name in records.coders):
            common = list(clip(common, union(spans.get(coder, ()))))
        if names - set(records.coders):
            common = []
        shared[source, label] = common
    at, starts, ends = [], [], []
    for number, (source, label, _coder, start, end) in enumerate(rows):
        for piece in clip([Span(start, end)], shared[source, label]):
            at.append(number)
            starts.append(piece.start)
            ends.append(piece.end)
    pieces = replace(
        records.taken(np.array(at, dtype=np.int64)),
        start=np.array(starts, dtype=np.int64),
        end=np.array(ends, dtype=np.int64),
    )
    has_piece = np.zeros(len(records), dtype=bool)
    has_piece[at] = True
    return pieces, records.ids_at(~has_piece)


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
