"""Adjudications as rows, and back."""

from __future__ import annotations

import json
from typing import Any

from toolkit.domain.adjudication import Adjudication, Settlement
from toolkit.domain.events import canonical_json
from toolkit.store.protocol import Database
from toolkit.store.rows import Stored


def adjudications(database: Database, *, round_id: str | None = None) -> list[Adjudication]:
    """In the order in which they were made."""
    where = "WHERE round_id = :round_id" if round_id else ""
    found = database.query(
        f"SELECT * FROM adjudications {where} ORDER BY created_at, id",
        {"round_id": round_id} if round_id else {},
    )
    return [adjudication_from(row) for row in found]


def consensus_rounds(database: Database) -> set[str]:
    """Rounds that hold what was settled."""
    return {
        row["round_id"] for row in database.query("SELECT DISTINCT round_id FROM adjudications")
    }


def adjudication_row(one: Adjudication) -> dict[str, Any]:
    return {
        "id": one.id,
        "disagreement_id": one.disagreement_id,
        "source_id": one.source_id,
        "round_id": one.round_id,
        "kind": one.kind,
        "coder_a": one.coder_a,
        "coder_b": one.coder_b,
        "answers_a": canonical_json(list(one.answers_a)),
        "answers_b": canonical_json(list(one.answers_b)),
        "outcome": one.outcome.value,
        "codings": canonical_json(list(one.codings)),
        "yielded": canonical_json(list(one.yielded)),
        "decided_by": one.decided_by,
        "reason": one.reason,
        "created_at": one.created_at,
    }


def adjudication_from(row: Stored) -> Adjudication:
    return Adjudication(
        id=row["id"],
        disagreement_id=row["disagreement_id"],
        source_id=row["source_id"],
        round_id=row["round_id"],
        kind=row["kind"],
        coder_a=row["coder_a"],
        coder_b=row["coder_b"],
        answers_a=tuple(json.loads(row["answers_a"])),
        answers_b=tuple(json.loads(row["answers_b"])),
        outcome=Settlement(row["outcome"]),
        codings=tuple(json.loads(row["codings"])),
        yielded=tuple(json.loads(row["yielded"])),
        decided_by=row["decided_by"],
        reason=row["reason"],
        created_at=row["created_at"],
    )
