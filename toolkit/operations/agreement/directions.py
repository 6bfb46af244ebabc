"""Directions as coders gave them to segments, ready to be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.i18n import _
from toolkit.operations.agreement.accounted import account_mappings
from toolkit.operations.agreement.frames import last_days
from toolkit.operations.agreement.request import SEGMENT, AgreementRequest, Scope
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.domain.directions import DirectionMapping
    from toolkit.operations.answers.counted_rounds import CountedRounds
    from toolkit.operations.session import ProjectSession

Place = tuple[int, int]
Mapped = Mapping[str, Mapping[Place, set[str]]]
"""By source and segment, the coders who mapped it."""


def direction_scope(
    session: ProjectSession, request: AgreementRequest, rounds: CountedRounds
) -> Scope:
    """Each mapped segment is a unit, each direction a yes or no; with notes on what is left out."""
    every = queries.direction_mappings(session.database)
    mappings, notes = _asked_for(every, request, rounds)
    coders = tuple(request.coders) or tuple(sorted({mapping.coder_id for mapping in mappings}))
    mapped = _coders_by_segment(mappings)
    frames: list[SourceFrame] = []
    spans: list[CodedSpan] = []
    places_of: dict[str, tuple[str, Sequence[Place]]] = {}
    for source in queries.sources(session.database):
        if source.id in mapped:
            own = [mapping for mapping in mappings if mapping.source_id == source.id]
            source_frames, source_spans, segments = _frames(source.id, mapped[source.id], own)
            frames += source_frames
            spans += source_spans
            places_of |= {name: (source.id, cut) for name, cut in segments.items()}
    alone = sum(len(coders) < 2 for places in mapped.values() for coders in places.values())
    if alone:
        note = _("{count} segments were mapped by one coder only and say nothing here")
        notes.append(note.format(count=alone))
    used = {span.code for span in spans}
    known = [direction.id for direction in queries.directions(session.database)]
    extra = sorted(used - set(known))
    codes = tuple(request.codes) or tuple(name for name in [*known, *extra] if name in used)
    return Scope(
        request=request,
        coders=coders,
        codes=codes,
        frames=tuple(frames),
        spans=tuple(spans),
        unit=SEGMENT,
        codebook_versions=(queries.codebook(session.database).version,),
        dates=last_days(mappings),
        notes=tuple(notes),
        mappings=tuple(mappings),
        places=places_of,
        accounted=account_mappings(
            every, request, rounds, coders=coders, directions=codes, mapped=mapped
        ),
    )


def _asked_for(
    every: Iterable[DirectionMapping], request: AgreementRequest, rounds: CountedRounds
) -> tuple[list[DirectionMapping], list[str]]:
    mappings = [
        mapping
        for mapping in every
        if mapping.round_id in rounds
        and (not request.sources or mapping.source_id in request.sources)
        and (not request.coders or mapping.coder_id in request.coders)
    ]
    if not request.independent_only:
        return mappings, []
    kept = [mapping for mapping in mappings if not mapping.proposal_id]
    if len(kept) == len(mappings):
        return kept, []
    note = _("{count} mappings that confirm a proposal are left out")
    return kept, [note.format(count=len(mappings) - len(kept))]


def _coders_by_segment(mappings: Sequence[DirectionMapping]) -> Mapped:
    mapped: dict[str, dict[Place, set[str]]] = defaultdict(lambda: defaultdict(set))
    for mapping in mappings:
        place = mapping.span.start, mapping.span.end
        mapped[mapping.source_id][place].add(mapping.coder_id)
    return mapped


def _frames(
    source_id: str, mapped: Mapping[Place, set[str]], mappings: Sequence[DirectionMapping]
) -> tuple[list[SourceFrame], list[CodedSpan], dict[str, list[Place]]]:
    """A frame for the segments of each group of coders, numbered, and the answers in it.

    The segments of each frame come last, by its name, in the order of their numbers.
    """
    groups: dict[frozenset[str], list[Place]] = defaultdict(list)
    for place, coders in sorted(mapped.items()):
        groups[frozenset(coders)].append(place)
    frames: list[SourceFrame] = []
    spans: list[CodedSpan] = []
    segments: dict[str, list[Place]] = {}
    for group, places in sorted(groups.items(), key=lambda item: sorted(item[0])):
        name = source_id if len(groups) == 1 else f"{source_id} ({', '.join(sorted(group))})"
        segments[name] = places
        numbers = {place: number for number, place in enumerate(places)}
        units = [(number, number + 1) for number in numbers.values()]
        frames.append(SourceFrame(name, len(places), coverage=group, units=units))
        for mapping in mappings:
            number = numbers.get((mapping.span.start, mapping.span.end))
            if number is not None:
                spans.append(
                    CodedSpan(name, mapping.coder_id, mapping.direction_id, number, number + 1)
                )
    return frames, spans, segments
