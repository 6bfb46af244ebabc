"""Which case a stretch of a source belongs to, and which of its words are an expert's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.domain.spans import Span, clip, union
from toolkit.domain.transcript import Case, Participation, Role, Turn


@dataclass(frozen=True, slots=True)
class Material:
    """What codings are counted over."""

    cases: Sequence[Case] = ()
    participations: Sequence[Participation] = ()
    turns: Mapping[str, Sequence[Turn]] = field(default_factory=dict)
    """By source id. Needed where a source has several cases, and to leave interviewers out."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """By source id. Needed for the measure `words` alone."""
    covered: Collection[str] | None = None
    """Ids of the sources that the coders in scope worked on, beside those with a coding."""
    experts_only: bool = True
    """Whether `words` counts what experts said and leaves the interviewer out."""


@dataclass(frozen=True, slots=True)
class CaseStretch:
    """A case in a source."""

    source_id: str
    case_id: str
    alone: bool
    """Whether it is the only case there, so that everything in the source is about it."""
    stretches: tuple[Span, ...]
    """What the case said, where it is not alone; in order and apart."""


def places(material: Material) -> list[CaseStretch]:
    """Every case in every source, by the participations."""
    by_source: dict[str, dict[str, set[str]]] = {}
    for taking_part in material.participations:
        speakers = by_source.setdefault(taking_part.source_id, {})
        speakers.setdefault(taking_part.case_id, set()).add(taking_part.speaker)
    return [
        CaseStretch(
            source_id, case_id, len(found) == 1, tuple(_said(material, source_id, speakers))
        )
        for source_id, found in sorted(by_source.items())
        for case_id, speakers in sorted(found.items())
    ]


def frame_of(material: Material, place: CaseStretch) -> list[Span]:
    """The stretches whose words count for a place."""
    text = material.texts[place.source_id]
    whole = [Span(0, len(text))] if text else []
    frame = whole if place.alone else list(place.stretches)
    turns = material.turns.get(place.source_id, ())
    if material.experts_only and turns:
        frame = list(clip(frame, (turn.body for turn in turns if turn.role is Role.EXPERT)))
    return union(frame)


def case_ids(material: Material) -> list[str]:
    """The cases in their order, then those that only take part somewhere, by id."""
    listed = dict.fromkeys(case.id for case in material.cases)
    named = {taking_part.case_id for taking_part in material.participations}
    return [*listed, *sorted(named - listed.keys())]


def _said(material: Material, source_id: str, speakers: set[str]) -> Iterator[Span]:
    """An empty speaker means all expert turns."""
    return iter(
        union(
            turn.body
            for turn in material.turns.get(source_id, ())
            if turn.speaker in speakers or ("" in speakers and turn.role is Role.EXPERT)
        )
    )
