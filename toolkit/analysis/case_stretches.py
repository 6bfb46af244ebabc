"""Stretches of cases in sources, and the words of experts in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.domain.spans import Span, clip, union
from toolkit.domain.transcript import Case, Participation, Role, Turn


@dataclass(frozen=True, slots=True)
class Material:
    """The material over which codings are counted."""

    cases: Sequence[Case] = ()
    participations: Sequence[Participation] = ()
    turns: Mapping[str, Sequence[Turn]] = field(default_factory=dict)
    """Turns by source id, for sources with several cases and to leave interviewers out."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Texts by source id, for the measure `words` only."""
    covered: Collection[str] | None = None
    """Ids of sources that the coders in scope worked on, in addition to those with a coding."""
    finished: Collection[str] = ()
    """Ids of sources that the coders in scope have finished: what is not coded there is absent."""
    shared: Collection[str] = ()
    """Ids of sources in which several cases speak, although their cases are one group here: in
    them too a coding belongs to whose turns it overlaps."""
    experts_only: bool = True
    """Whether `words` counts the words of experts only."""


@dataclass(frozen=True, slots=True)
class CaseStretch:
    """A case in a source, with the stretches of its words."""

    source_id: str
    case_id: str
    alone: bool
    """Whether it is the only case of the source, so that the whole source belongs to it."""
    stretches: tuple[Span, ...]
    """The words of the case, where it is not alone; in order, without overlap."""


def places(material: Material) -> list[CaseStretch]:
    """All cases of all sources, by their participations."""
    by_source: dict[str, dict[str, set[str]]] = {}
    for participation in material.participations:
        speakers = by_source.setdefault(participation.source_id, {})
        speakers.setdefault(participation.case_id, set()).add(participation.speaker)
    return [
        CaseStretch(
            source_id,
            case_id,
            len(cases) == 1 and source_id not in material.shared,
            tuple(_spoken(material, source_id, speakers)),
        )
        for source_id, cases in sorted(by_source.items())
        for case_id, speakers in sorted(cases.items())
    ]


def frame_of(material: Material, place: CaseStretch) -> list[Span]:
    """The stretches whose words count for a case in a source."""
    text = material.texts[place.source_id]
    whole = [Span(0, len(text))] if text else []
    frame = whole if place.alone else list(place.stretches)
    turns = material.turns.get(place.source_id, ())
    if material.experts_only and turns:
        frame = list(clip(frame, (turn.body for turn in turns if turn.role is Role.EXPERT)))
    return union(frame)


def case_ids(material: Material) -> list[str]:
    """Ids of the cases in their order, then of cases known from participations only, by id."""
    ordered = dict.fromkeys(case.id for case in material.cases)
    named = {participation.case_id for participation in material.participations}
    return [*ordered, *sorted(named - ordered.keys())]


def _spoken(material: Material, source_id: str, speakers: set[str]) -> Iterator[Span]:
    """The turns of the speakers; an empty speaker stands for all turns of experts."""
    return iter(
        union(
            turn.body
            for turn in material.turns.get(source_id, ())
            if turn.speaker in speakers or ("" in speakers and turn.role is Role.EXPERT)
        )
    )
