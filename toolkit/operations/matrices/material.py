"""Who speaks where in the sources of a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.analysis.case_stretches import Material
from toolkit.analysis.matrix import Measure
from toolkit.domain.transcript import Case, Participation
from toolkit.i18n import _
from toolkit.operations.matrices.request import CODES_BY_CODES, OF_MAPPINGS, QUOTES
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.operations.matrices.decided import DecidedData
    from toolkit.operations.matrices.request import MatrixRequest
    from toolkit.operations.session import ProjectSession


def measure_of(request: MatrixRequest) -> Measure:
    """What the cells count; cells of passages rest on those that `counts` counts."""
    return Measure.COUNTS if request.measure == QUOTES else Measure(request.measure)


def reads_texts(request: MatrixRequest) -> bool:
    """Whether the words that were said are needed."""
    return measure_of(request).reads_texts or request.per_1000_words


@dataclass(frozen=True, slots=True)
class Stage:
    """The material of a matrix, and what there is to say of its cases."""

    material: Material
    notes: Sequence[str] = ()
    """On sources without a case, which stand for themselves, and on cases without a source."""


def staged(
    session: ProjectSession,
    kind: str,
    request: MatrixRequest,
    decided: DecidedData,
    asked_for: set[str] | None,
) -> Stage:
    """Who speaks where in the sources, with their words where words are counted.

    `asked_for` has the ids of the cases that count; None: all.
    """
    database = session.database
    ids = [source.id for source in decided.sources]
    every = queries.participations(database)
    inside = set(ids)
    participations = [part for part in every if part.source_id in inside]
    known = {part.source_id for part in participations}
    unknown_cases = [source_id for source_id in ids if source_id not in known]
    participations += [Participation(source_id, source_id) for source_id in unknown_cases]
    crowded = {part.source_id for part in participations if part.speaker}
    several: dict[str, set[str]] = {}
    for part in participations:
        several.setdefault(part.source_id, set()).add(part.case_id)
    if asked_for is not None:
        participations = [part for part in participations if part.case_id in asked_for]
    taking_part = {part.case_id for part in participations}
    every_case = queries.cases(database)
    speaking = {part.case_id for part in every}
    silent = [
        case.id
        for case in every_case
        if case.id not in speaking and (asked_for is None or case.id in asked_for)
    ]
    cases = [case for case in every_case if case.id in taking_part]
    if asked_for is None:
        listed = {case.id for case in cases}
        cases += [Case(source_id) for source_id in unknown_cases if source_id not in listed]
    chosen = decided.chosen_mappings if kind in OF_MAPPINGS else decided.chosen
    needs_turns = reads_texts(request) or (kind == CODES_BY_CODES and request.unit == "turn")
    material = Material(
        cases=cases,
        participations=participations,
        turns=queries.turns_of(database, ids if needs_turns else sorted(crowded)),
        texts=queries.texts_of(database, ids) if reads_texts(request) else {},
        covered=set(chosen.finished) | set(chosen.unfinished),
        finished=set(chosen.finished),
        # Cases that are not asked for still speak there.
        shared={source for source, of_source in several.items() if len(of_source) > 1}
        if asked_for is not None
        else (),
    )
    return Stage(material, _notes(unknown_cases if asked_for is None else [], silent))


def only_covered(material: Material) -> Material:
    """The material with the texts of the sources worked on."""
    kept = set(material.covered or ())
    return replace(
        material, texts={name: text for name, text in material.texts.items() if name in kept}
    )


def _notes(unknown: Sequence[str], silent: Sequence[str]) -> list[str]:
    """Sources of which no case is known, and cases that speak in no source."""
    notes = []
    if unknown:
        note = _("no case is known in {sources}, so each of these sources has its own column")
        notes.append(note.format(sources=", ".join(unknown)))
    if silent:
        note = _(
            "cases that speak in no source, and have no column: {cases}; a column `source` in the "
            "table of cases says where each speaks"
        )
        notes.append(note.format(cases=", ".join(silent)))
    return notes
