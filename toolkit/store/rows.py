"""Domain values as rows, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol

from toolkit.domain.codebook import (
    BoundaryCase,
    Code,
    CodeStatus,
    Direction,
    DirectionLinks,
    Example,
    Family,
)
from toolkit.domain.codings import (
    Coder,
    Coding,
    Decision,
    DirectionMapping,
    DirectionProposal,
    Memo,
    MemoTarget,
    Mode,
    Outcome,
    Stance,
    Suggestion,
)
from toolkit.domain.events import Change, canonical_json
from toolkit.domain.evidence import evidence_from_plain, evidence_plain
from toolkit.domain.rounds import Coverage, Progress, Round, RoundStatus
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Case, Participation, Role, Source, Turn
from toolkit.store.tables import TABLES

Row = Mapping[str, Any]


class Stored(Protocol):
    """A row as a driver hands it out."""

    def __getitem__(self, column: str, /) -> Any: ...


def added(table: str, row: Row) -> Change:
    """A new row."""
    return Change(table, _key(table, row), None, dict(row))


def removed(table: str, row: Row) -> Change:
    return Change(table, _key(table, row), dict(row), None)


def changed(table: str, before: Row, after: Row) -> Change:
    return Change(table, _key(table, before), dict(before), dict(after))


def _key(table: str, row: Row) -> tuple[str | int, ...]:
    return tuple(row[column] for column in TABLES[table].key)


def source_row(source: Source, *, turns_sha256: str, position: int) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "language": source.language,
        "text_sha256": source.text_sha256,
        "turns_sha256": turns_sha256,
        "length": source.length,
        "revision": source.revision,
        "position": position,
        "origin": source.origin,
        "metadata": canonical_json(dict(source.metadata)),
    }


def source_from(row: Stored) -> Source:
    return Source(
        id=row["id"],
        title=row["title"],
        language=row["language"],
        text_sha256=row["text_sha256"],
        length=row["length"],
        revision=row["revision"],
        origin=row["origin"],
        metadata=json.loads(row["metadata"]),
    )


def turns_json(turns: list[Turn]) -> str:
    return canonical_json(
        [
            [
                turn.speaker,
                turn.role.value,
                turn.span.start,
                turn.span.end,
                turn.body.start,
                turn.body.end,
                turn.timestamp,
            ]
            for turn in turns
        ]
    )


def turns_from(text: str) -> list[Turn]:
    return [
        Turn(index, speaker, Role(role), Span(start, end), Span(body_start, body_end), timestamp)
        for index, (speaker, role, start, end, body_start, body_end, timestamp) in enumerate(
            json.loads(text)
        )
    ]


def case_row(case: Case) -> dict[str, Any]:
    return {"id": case.id, "attributes": canonical_json(dict(case.attributes))}


def case_from(row: Stored) -> Case:
    return Case(row["id"], json.loads(row["attributes"]))


def participation_row(participation: Participation) -> dict[str, Any]:
    return {
        "source_id": participation.source_id,
        "case_id": participation.case_id,
        "speaker": participation.speaker,
    }


def participation_from(row: Stored) -> Participation:
    return Participation(row["source_id"], row["case_id"], row["speaker"])


def code_row(code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "parent": code.parent,
        "position": code.position,
        "name": canonical_json(dict(code.name)),
        "definition": canonical_json(dict(code.definition)),
        "include": canonical_json(list(code.include)),
        "exclude": canonical_json(list(code.exclude)),
        "examples": canonical_json([asdict(example) for example in code.examples]),
        "counter_examples": canonical_json([asdict(example) for example in code.counter_examples]),
        "color": code.color,
        "directions": canonical_json(
            {
                "primary": list(code.directions.primary),
                "secondary": list(code.directions.secondary),
            }
        ),
        "status": code.status.value,
    }


def family_row(family: Family, position: int) -> dict[str, Any]:
    """`position` counts the families of the codebook from 0."""
    return {
        "id": family.id,
        "name": canonical_json(dict(family.name)),
        "exclusive": int(family.exclusive),
        "position": position,
        "codes": canonical_json(list(family.codes)),
    }


def family_from(row: Stored) -> Family:
    return Family(
        id=row["id"],
        name=json.loads(row["name"]),
        exclusive=bool(row["exclusive"]),
        codes=tuple(json.loads(row["codes"])),
    )


def code_from(row: Stored) -> Code:
    links = json.loads(row["directions"])
    return Code(
        id=row["id"],
        name=json.loads(row["name"]),
        definition=json.loads(row["definition"]),
        include=tuple(json.loads(row["include"])),
        exclude=tuple(json.loads(row["exclude"])),
        examples=tuple(Example(**example) for example in json.loads(row["examples"])),
        counter_examples=tuple(
            Example(**example) for example in json.loads(row["counter_examples"])
        ),
        color=row["color"],
        parent=row["parent"],
        position=row["position"],
        directions=DirectionLinks(tuple(links["primary"]), tuple(links["secondary"])),
        status=CodeStatus(row["status"]),
    )


def direction_row(direction: Direction) -> dict[str, Any]:
    body = asdict(direction)
    del body["id"], body["position"]
    return {
        "id": direction.id,
        "position": direction.position,
        "body": canonical_json(body),
    }


def direction_from(row: Stored) -> Direction:
    body = json.loads(row["body"])
    return Direction(
        id=row["id"],
        position=row["position"],
        name=body["name"],
        definition=body["definition"],
        include=tuple(body["include"]),
        exclude=tuple(body["exclude"]),
        terms={language: tuple(terms) for language, terms in body["terms"].items()},
        boundary_cases=tuple(
            BoundaryCase(case["text"], tuple(case["directions"]), case["note"])
            for case in body["boundary_cases"]
        ),
        prototypes={language: tuple(said) for language, said in body["prototypes"].items()},
        color=body["color"],
    )


def coder_row(coder: Coder) -> dict[str, Any]:
    return {"id": coder.id, "name": coder.name}


def coder_from(row: Stored) -> Coder:
    return Coder(row["id"], row["name"])


def round_row(round_: Round) -> dict[str, Any]:
    return {
        "id": round_.id,
        "mode": round_.mode.value,
        "status": round_.status.value,
        "coders": canonical_json(list(round_.coders)),
        "sources": canonical_json(list(round_.sources)),
        "codebook_version": round_.codebook_version,
    }


def round_from(row: Stored) -> Round:
    return Round(
        id=row["id"],
        mode=Mode(row["mode"]),
        status=RoundStatus(row["status"]),
        coders=tuple(json.loads(row["coders"])),
        sources=tuple(json.loads(row["sources"])),
        codebook_version=row["codebook_version"],
    )


def coverage_row(coverage: Coverage) -> dict[str, Any]:
    return {
        "round_id": coverage.round_id,
        "coder_id": coverage.coder_id,
        "source_id": coverage.source_id,
        "progress": coverage.progress.value,
    }


def coverage_from(row: Stored) -> Coverage:
    return Coverage(row["round_id"], row["coder_id"], row["source_id"], Progress(row["progress"]))


def coding_row(coding: Coding) -> dict[str, Any]:
    return {
        "id": coding.id,
        "source_id": coding.source_id,
        "span_start": coding.span.start,
        "span_end": coding.span.end,
        "code_id": coding.code_id,
        "coder_id": coding.coder_id,
        "round_id": coding.round_id,
        "mode": coding.mode.value,
        "codebook_version": coding.codebook_version,
        "created_at": coding.created_at,
        "origin": coding.origin,
        "discuss": int(coding.discuss),
    }


def coding_from(row: Stored) -> Coding:
    return Coding(
        id=row["id"],
        source_id=row["source_id"],
        span=Span(row["span_start"], row["span_end"]),
        code_id=row["code_id"],
        coder_id=row["coder_id"],
        round_id=row["round_id"],
        mode=Mode(row["mode"]),
        codebook_version=row["codebook_version"],
        created_at=row["created_at"],
        origin=row["origin"],
        discuss=bool(row["discuss"]),
    )


def memo_row(memo: Memo) -> dict[str, Any]:
    return {
        "id": memo.id,
        "target": memo.target.value,
        "target_id": memo.target_id,
        "coder_id": memo.coder_id,
        "body": memo.text,
        "created_at": memo.created_at,
        "updated_at": memo.updated_at,
    }


def memo_from(row: Stored) -> Memo:
    return Memo(
        id=row["id"],
        target=MemoTarget(row["target"]),
        target_id=row["target_id"],
        coder_id=row["coder_id"],
        text=row["body"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def suggestion_row(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "id": suggestion.id,
        "batch_id": suggestion.batch_id,
        "source_id": suggestion.source_id,
        "span_start": suggestion.span.start,
        "span_end": suggestion.span.end,
        "coder_id": suggestion.coder_id,
        "code_id": suggestion.code_id,
        "rank": suggestion.rank,
        "score": suggestion.score,
        "verdict": suggestion.verdict,
        "model": suggestion.model,
        "training_sha256": suggestion.training_sha256,
        "evidence": canonical_json(evidence_plain(suggestion.evidence)),
        "created_at": suggestion.created_at,
    }


def suggestion_from(row: Stored) -> Suggestion:
    return Suggestion(
        id=row["id"],
        batch_id=row["batch_id"],
        source_id=row["source_id"],
        span=Span(row["span_start"], row["span_end"]),
        coder_id=row["coder_id"],
        code_id=row["code_id"],
        rank=row["rank"],
        score=row["score"],
        verdict=row["verdict"],
        model=row["model"],
        training_sha256=row["training_sha256"],
        evidence=evidence_from_plain(json.loads(row["evidence"])),
        created_at=row["created_at"],
    )


def decision_row(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "batch_id": decision.batch_id,
        "coder_id": decision.coder_id,
        "outcome": decision.outcome.value,
        "suggestion_id": decision.suggestion_id,
        "seen_first": int(decision.seen_first),
        "codes_before": canonical_json(list(decision.codes_before)),
        "codes_after": canonical_json(list(decision.codes_after)),
        "decided_at": decision.decided_at,
    }


def decision_from(row: Stored) -> Decision:
    return Decision(
        id=row["id"],
        batch_id=row["batch_id"],
        coder_id=row["coder_id"],
        outcome=Outcome(row["outcome"]),
        suggestion_id=row["suggestion_id"],
        seen_first=bool(row["seen_first"]),
        codes_before=tuple(json.loads(row["codes_before"])),
        codes_after=tuple(json.loads(row["codes_after"])),
        decided_at=row["decided_at"],
    )


def proposal_row(proposal: DirectionProposal) -> dict[str, Any]:
    return {
        "id": proposal.id,
        "source_id": proposal.source_id,
        "span_start": proposal.span.start,
        "span_end": proposal.span.end,
        "direction_id": proposal.direction_id,
        "score": proposal.score,
        "verdict": proposal.verdict,
        "prior": proposal.prior,
        "evidence": proposal.evidence,
        "model": proposal.model,
        "created_at": proposal.created_at,
    }


def proposal_from(row: Stored) -> DirectionProposal:
    return DirectionProposal(
        id=row["id"],
        source_id=row["source_id"],
        span=Span(row["span_start"], row["span_end"]),
        direction_id=row["direction_id"],
        score=row["score"],
        verdict=row["verdict"],
        prior=row["prior"],
        evidence=row["evidence"],
        model=row["model"],
        created_at=row["created_at"],
    )


def mapping_row(mapping: DirectionMapping) -> dict[str, Any]:
    return {
        "id": mapping.id,
        "source_id": mapping.source_id,
        "span_start": mapping.span.start,
        "span_end": mapping.span.end,
        "direction_id": mapping.direction_id,
        "coder_id": mapping.coder_id,
        "round_id": mapping.round_id,
        "stance": mapping.stance.value if mapping.stance else None,
        "proposal_id": mapping.proposal_id,
        "note": mapping.note,
        "created_at": mapping.created_at,
    }


def mapping_from(row: Stored) -> DirectionMapping:
    return DirectionMapping(
        id=row["id"],
        source_id=row["source_id"],
        span=Span(row["span_start"], row["span_end"]),
        direction_id=row["direction_id"],
        coder_id=row["coder_id"],
        round_id=row["round_id"],
        stance=Stance(row["stance"]) if row["stance"] else None,
        proposal_id=row["proposal_id"],
        note=row["note"],
        created_at=row["created_at"],
    )
