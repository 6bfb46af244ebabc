"""What people confirmed of directions, by category, stance, code and group of experts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.analysis.case_stretches import Material, places
from toolkit.directions.overview import Passage, joined_passages
from toolkit.domain.directions import ALONE, Stance
from toolkit.domain.transcript import Participation
from toolkit.errors import UsageError, unknown
from toolkit.i18n import _, ngettext
from toolkit.operations.answers.renderings import renderings_note
from toolkit.operations.answers.rule import Combination, parse_rule
from toolkit.operations.matrices.decided import decided_data
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.analysis.records import Answer
    from toolkit.domain.directions import Direction
    from toolkit.operations.matrices.decided import DecidedData
    from toolkit.operations.matrices.request import MatrixRequest
    from toolkit.operations.session import ProjectSession

STANCES = ("mapped", "codes")
"""Whose stance counts first where a mapping and the stance codes of its passage disagree."""
HALF = 0.5


@dataclass(frozen=True)
class Overview:
    """Passages with confirmed directions, and whose answers they are."""

    passages: tuple[Passage, ...]
    ids: tuple[str, ...]
    """Directions in their order, then `none` and `unclear` where they occur."""
    groups: dict[str, str] | None
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    proposed: int
    """Segments whose directions are proposed and not decided; they are in no figure."""


def overview(
    session: ProjectSession, request: MatrixRequest, *, by: str | None, stance: str
) -> Overview:
    """The passages that the answers in scope map onto directions."""
    if stance not in STANCES:
        raise unknown("stance", stance, STANCES)
    rule = request.rule
    if rule is not None and parse_rule(rule).combination is Combination.EACH:
        raise UsageError(
            _("an overview shows one reading of the text, and `each` gives several"),
            code="directions-each",
            hint=_("Name one coder, union or intersection."),
        )
    decided = decided_data(session, "directions-by-cases", request)
    directions = queries.directions(session.database)
    reader = _Reader(session, decided, stance)
    passages = joined_passages(
        (
            (
                mapping.source_id,
                mapping.span.start,
                mapping.span.end,
                mapping.label,
                mapping.stance or None,
            )
            for mapping in decided.mappings
        ),
        experts_of=reader.experts,
        codes_of=reader.codes,
        text_of=reader.text,
        stances_of=reader.stances,
    )
    there = {(passage.source_id, passage.start, passage.end) for passage in passages}
    inside = {source.id for source in decided.sources}
    waiting = {
        (proposal.source_id, proposal.span.start, proposal.span.end)
        for proposal in queries.direction_proposals(session.database)
        if proposal.source_id in inside
    } - there
    return Overview(
        tuple(passages),
        ordered_ids(directions, passages),
        _groups(session, by),
        tuple(_notes(decided, reader, len(waiting), len(passages))),
        tuple(source.id for source in decided.sources),
        len(waiting),
    )


def ordered_ids(directions: Sequence[Direction], passages: Sequence[Passage]) -> tuple[str, ...]:
    """The directions in their order, then what else was confirmed."""
    used = {name for passage in passages for name in passage.directions}
    known = [direction.id for direction in directions]
    rest = sorted(used - {*known, *ALONE})
    return (*known, *rest, *(name for name in ALONE if name in used))


def _groups(session: ProjectSession, by: str | None) -> dict[str, str] | None:
    if by is None:
        return None
    cases = queries.cases(session.database)
    names = list(dict.fromkeys(name for case in cases for name in case.attributes))
    if by not in names:
        raise unknown("attribute", by, names, hint=_("`qct cases` shows them."))
    return {case.id: case.attributes.get(by, "") for case in cases}


def _notes(decided: DecidedData, reader: _Reader, waiting: int, passages: int) -> list[str]:
    notes = [*decided.chosen_mappings.notes()]
    for reason, ids in decided.left_out_mappings.items():
        notes.append(
            _("{count} mappings are left out: {reason}").format(count=len(ids), reason=reason)
        )
    if decided.renderings:
        notes.append(renderings_note(decided.renderings))
    notes.append(
        _(
            "stance is that of the mapping, or else that of stance codes: {mapped} from mappings, "
            "{codes} from codes, {none} without any"
        ).format(**reader.counted)
        if reader.first == "mapped"
        else _(
            "stance is that of stance codes, or else that of the mapping: {codes} from codes, "
            "{mapped} from mappings, {none} without any"
        ).format(**reader.counted)
    )
    if reader.counted["differ"]:
        notes.append(
            ngettext(
                "{count} segment has another stance in its mapping than in its codes",
                "{count} segments have another stance in their mapping than in their codes",
                reader.counted["differ"],
            ).format(count=reader.counted["differ"])
        )
    if waiting:
        notes.append(
            ngettext(
                "{count} segment with proposals that nobody confirmed is in no figure",
                "{count} segments with proposals that nobody confirmed are in no figure",
                waiting,
            ).format(count=waiting)
        )
    if not passages:
        notes.append(_("nothing is confirmed yet; `qct directions confirm` decides on segments"))
    return notes


class _Reader:
    """Experts, codes, stances and words of segments, by the answers in scope."""

    def __init__(self, session: ProjectSession, decided: DecidedData, first: str) -> None:
        self.first = first
        self.counted = {"mapped": 0, "codes": 0, "none": 0, "differ": 0}
        database = session.database
        ids = sorted({mapping.source_id for mapping in decided.mappings})
        self._texts: Mapping[str, str] = queries.texts_of(database, ids)
        every = [part for part in queries.participations(database) if part.source_id in set(ids)]
        known = {part.source_id for part in every}
        every += [Participation(name, name) for name in ids if name not in known]
        material = Material(participations=every, turns=queries.turns_of(database, ids))
        self._cases: dict[str, list[tuple[str, bool, tuple[tuple[int, int], ...]]]] = {}
        for place in places(material):
            spans = tuple((span.start, span.end) for span in place.stretches)
            self._cases.setdefault(place.source_id, []).append((place.case_id, place.alone, spans))
        self._codings: dict[str, list[Answer]] = {}
        for coding in decided.codings:
            self._codings.setdefault(coding.source_id, []).append(coding)

    def experts(self, source_id: str, start: int, end: int) -> list[str]:
        """The cases whose words are in the segment."""
        cases = self._cases.get(source_id, [])
        return [
            case
            for case, alone, spans in cases
            if alone or any(low < end and start < high for low, high in spans)
        ] or [source_id]

    def codes(self, source_id: str, start: int, end: int) -> set[str]:
        """Codes of which the segment covers half, without stances."""
        return self._codes(source_id, start, end) - set(Stance)

    def _codes(self, source_id: str, start: int, end: int) -> set[str]:
        result = set()
        for coding in self._codings.get(source_id, []):
            low, high = coding.span.start, coding.span.end
            if min(end, high) - max(start, low) >= HALF * (high - low):
                result.add(coding.label)
        return result

    def stances(
        self, source_id: str, start: int, end: int, mapped: frozenset[str]
    ) -> frozenset[str]:
        """The stances of the segment, of its mapping or of its stance codes."""
        coded = frozenset(self._codes(source_id, start, end) & set(Stance))
        self.counted["differ"] += bool(mapped and coded and mapped != coded)
        order = [("mapped", mapped), ("codes", coded)]
        for name, stances in order if self.first == "mapped" else order[::-1]:
            if stances:
                self.counted[name] += 1
                return stances
        self.counted["none"] += 1
        return frozenset()

    def text(self, source_id: str, start: int, end: int) -> str:
        """The words of the segment."""
        return self._texts[source_id][start:end]
