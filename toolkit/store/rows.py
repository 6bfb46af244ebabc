"""Conversion of domain values to rows and back, and changes of rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from toolkit.domain.codebook import Code, Family
from toolkit.domain.codings import Coder, Coding
from toolkit.domain.events import Change, canonical_json
from toolkit.domain.rounds import Coverage, Round
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Case, Participation, Role, Source, Turn
from toolkit.store.row_mapping import Codec, RowMapping, Stored
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from toolkit.domain.adjudication import Adjudication
    from toolkit.domain.directions import Direction, DirectionMapping, DirectionProposal
    from toolkit.domain.memos import Memo
    from toolkit.domain.pattern_hits import PatternDecision
    from toolkit.domain.queues import Queue, QueueItem
    from toolkit.domain.suggestions import Decision, Reveal, Suggestion

Row = Mapping[str, Any]


def _memo() -> type[Memo]:
    from toolkit.domain.memos import Memo

    return Memo


def _suggestion() -> type[Suggestion]:
    from toolkit.domain.suggestions import Suggestion

    return Suggestion


def _evidence() -> Mapping[str, Codec]:
    from toolkit.domain.evidence import evidence_from_plain, evidence_plain

    return {"evidence": (evidence_plain, evidence_from_plain)}


def _reveal() -> type[Reveal]:
    from toolkit.domain.suggestions import Reveal

    return Reveal


def _decision() -> type[Decision]:
    from toolkit.domain.suggestions import Decision

    return Decision


def _pattern_decision() -> type[PatternDecision]:
    from toolkit.domain.pattern_hits import PatternDecision

    return PatternDecision


def _queue() -> type[Queue]:
    from toolkit.domain.queues import Queue

    return Queue


def _queue_item() -> type[QueueItem]:
    from toolkit.domain.queues import QueueItem

    return QueueItem


def _direction() -> type[Direction]:
    from toolkit.domain.directions import Direction

    return Direction


def _proposal() -> type[DirectionProposal]:
    from toolkit.domain.directions import DirectionProposal

    return DirectionProposal


def _mapping() -> type[DirectionMapping]:
    from toolkit.domain.directions import DirectionMapping

    return DirectionMapping


def _adjudication() -> type[Adjudication]:
    from toolkit.domain.adjudication import Adjudication

    return Adjudication


_sources = RowMapping("sources", lambda: Source, beside=("turns_sha256", "position"))
_cases = RowMapping("cases", lambda: Case)
_participations = RowMapping("participations", lambda: Participation)
_codes = RowMapping("codes", lambda: Code, apart=("search",))
_families = RowMapping("families", lambda: Family, beside=("position",))
_directions = RowMapping("directions", _direction, packed="body")
_coders = RowMapping("coders", lambda: Coder)
_rounds = RowMapping("rounds", lambda: Round)
_coverage = RowMapping("coverage", lambda: Coverage)
_codings = RowMapping("codings", lambda: Coding)
_memos = RowMapping("memos", _memo, renamed={"text": "body"})
_suggestions = RowMapping("suggestions", _suggestion, plain=_evidence)
_reveals = RowMapping("reveals", _reveal)
_decisions = RowMapping("decisions", _decision)
_pattern_decisions = RowMapping("pattern_decisions", _pattern_decision)
_queues = RowMapping("queues", _queue)
_queue_items = RowMapping("queue_items", _queue_item)
_proposals = RowMapping("direction_proposals", _proposal)
_mappings = RowMapping("direction_mappings", _mapping)
_adjudications = RowMapping("adjudications", _adjudication)

source_from = _sources.value
case_row, case_from = _cases.row, _cases.value
participation_row, participation_from = _participations.row, _participations.value
code_row, _code_from = _codes.row, _codes.value
family_from = _families.value
direction_row, direction_from = _directions.row, _directions.value
coder_row, coder_from = _coders.row, _coders.value
round_row, round_from = _rounds.row, _rounds.value
coverage_row, coverage_from = _coverage.row, _coverage.value
coding_row, coding_from = _codings.row, _codings.value
memo_row, memo_from = _memos.row, _memos.value
suggestion_row, suggestion_from = _suggestions.row, _suggestions.value
reveal_row, reveal_from = _reveals.row, _reveals.value
decision_row, decision_from = _decisions.row, _decisions.value
pattern_decision_row = _pattern_decisions.row
pattern_decision_from = _pattern_decisions.value
queue_row, queue_from = _queues.row, _queues.value
queue_item_row, queue_item_from = _queue_items.row, _queue_items.value
proposal_row, proposal_from = _proposals.row, _proposals.value
mapping_row, mapping_from = _mappings.row, _mappings.value
adjudication_row, adjudication_from = _adjudications.row, _adjudications.value


def source_row(source: Source, *, turns_sha256: str, position: int) -> dict[str, Any]:
    """The row of a source, whose turns are a text of their own."""
    return {**_sources.row(source), "turns_sha256": turns_sha256, "position": position}


def code_from(row: Stored, patterns: str | None = None) -> Code:
    """The code in a row, with the search patterns that its other row has as JSON."""
    code = _code_from(row)
    if not patterns:
        return code
    listed = json.loads(patterns)
    return replace(code, search={language: tuple(listed[language]) for language in listed})


def pattern_rows(codes: Iterable[Code]) -> dict[str, dict[str, Any]]:
    """The rows of the search patterns of the codes that have some, by id of the code."""
    return {
        code.id: {
            "code_id": code.id,
            "patterns": canonical_json({name: list(code.search[name]) for name in code.search}),
        }
        for code in codes
        if code.search
    }


def pattern_changes(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[Change]:
    """The changes between rows of search patterns by id of the code."""
    changes = [removed("code_patterns", row) for name, row in before.items() if name not in after]
    for name, row in after.items():
        if name not in before:
            changes.append(added("code_patterns", row))
        elif dict(before[name]) != dict(row):
            changes.append(changed("code_patterns", before[name], row))
    return changes


def family_row(family: Family, position: int) -> dict[str, Any]:
    """The row of a family; `position` counts the families of the codebook from 0."""
    return {**_families.row(family), "position": position}


_ROLES = {role.value: role for role in Role}
"""Roles by name: looking one up in the enumeration costs ten times as much."""


def turns_json(turns: Iterable[Turn]) -> str:
    """The turns of a source as the text that is stored of them.

    A turn of which a person set the speaker or the role has two fields more than others.
    """
    return canonical_json([_turn_fields(turn) for turn in turns])


def _turn_fields(turn: Turn) -> list[object]:
    span, body = turn.span, turn.body
    fields: list[object] = [
        turn.speaker,
        turn.role,
        span.start,
        span.end,
        body.start,
        body.end,
        turn.timestamp,
    ]
    if turn.label_read or turn.role_set:
        return [*fields, turn.label_read, int(turn.role_set)]
    return fields


def turns_from(text: str) -> list[Turn]:
    return [
        Turn(
            index,
            speaker,
            _ROLES.get(role) or Role(role),
            Span(start, end),
            Span(body_start, body_end),
            timestamp,
            *((choice[0], bool(choice[1])) if choice else ()),
        )
        for index, (
            speaker, role, start, end, body_start, body_end, timestamp, *choice,
        ) in enumerate(json.loads(text))
    ]  # fmt: skip


def added(table: str, row: Row) -> Change:
    """The change that adds a row."""
    return Change(table, _key(table, row), None, dict(row))


def removed(table: str, row: Row) -> Change:
    return Change(table, _key(table, row), dict(row), None)


def changed(table: str, before: Row, after: Row) -> Change:
    return Change(table, _key(table, before), dict(before), dict(after))


def _key(table: str, row: Row) -> tuple[str | int, ...]:
    return tuple(row[column] for column in TABLES[table].key)
