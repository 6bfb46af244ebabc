"""What a text correction left without a place: listed until a person places or drops it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from toolkit.domain.codings import MemoTarget
from toolkit.domain.events import Change
from toolkit.domain.rounds import Viewer
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError
from toolkit.operations.session import ProjectSession, check_span, need_source
from toolkit.operations.sources.correct import ORPHANS_OF_PEOPLE
from toolkit.store import queries, rows


@dataclass(frozen=True, slots=True)
class Orphan:
    id: str
    """The id that the coding or mapping had, and has again once it is placed."""
    table: str
    source: str
    revision: int
    """Of the text that it stood in."""
    span: Span
    """In that text."""
    code: str
    """Code or direction."""
    coder: str
    round: str
    quote: str
    """The words that are gone."""


def orphans(session: ProjectSession, *, viewer: Viewer | None = None) -> list[Orphan]:
    """Codings and mappings without a place, by source and offset. A blind round shows one's own."""
    result = []
    for row in session.database.query(
        "SELECT * FROM orphans ORDER BY source_id, revision, span_start, span_end, id"
    ):
        if row["origin_table"] not in ORPHANS_OF_PEOPLE:
            continue
        if (
            viewer is not None
            and viewer.round.is_blind
            and ((row["coder_id"], row["round_id"]) != (viewer.coder_id, viewer.round.id))
        ):
            continue
        body = json.loads(row["body"])
        text = _text(session, row["source_id"], row["revision"])
        result.append(
            Orphan(
                id=row["id"],
                table=row["origin_table"],
                source=row["source_id"],
                revision=row["revision"],
                span=Span(row["span_start"], row["span_end"]),
                code=body.get("code_id") or body.get("direction_id") or "",
                coder=row["coder_id"] or "",
                round=row["round_id"] or "",
                quote=text[row["span_start"] : row["span_end"]],
            )
        )
    return result


def _text(session: ProjectSession, source_id: str, revision: int) -> str:
    row = session.database.one(
        "SELECT body FROM source_revisions JOIN texts ON texts.sha256 = text_sha256 "
        "WHERE source_id = :source AND revision = :revision",
        {"source": source_id, "revision": revision},
    )
    return str(row["body"]) if row is not None else ""


def place_orphan(
    session: ProjectSession, orphan_id: str, start: int, end: int, *, coder: str
) -> dict[str, Any]:
    """Give one's coding (or mapping) a place in the present text. Returns its row."""
    row = _own(session, orphan_id, coder)
    check_span(need_source(session, row["source_id"]), start, end)
    placed = {**json.loads(row["body"]), "span_start": start, "span_end": end}
    same = {name: placed[name] for name in placed if name in _SAYS}
    where = " AND ".join(f"{name} = :{name}" for name in same)
    if session.database.one(f"SELECT id FROM {row['origin_table']} WHERE {where}", same):
        raise InputError(
            f"{coder} already has this at {start}:{end} of {row['source_id']}",
            code="orphan-double",
            hint=f"`qct codings drop {orphan_id}` lets it go.",
        )
    session.record(
        actor=coder,
        kind="coding.place",
        changes=[rows.removed("orphans", row), rows.added(row["origin_table"], placed)],
        summary={"coding": orphan_id, "source": row["source_id"], "at": f"{start}:{end}"},
    )
    return placed


_SAYS = ("source_id", "span_start", "span_end", "code_id", "direction_id", "coder_id", "round_id")
"""What makes two codings or mappings the same statement."""


def drop_orphan(session: ProjectSession, orphan_id: str, *, coder: str) -> None:
    """Let one's coding without a place go, with its memos. Undo brings it back."""
    row = _own(session, orphan_id, coder)
    memos = queries.memos(session.database, target=MemoTarget.CODING, target_id=orphan_id)
    changes: list[Change] = [rows.removed("memos", rows.memo_row(memo)) for memo in memos]
    session.record(
        actor=coder,
        kind="coding.drop",
        changes=[*changes, rows.removed("orphans", row)],
        summary={"coding": orphan_id, "source": row["source_id"]},
    )


def _own(session: ProjectSession, orphan_id: str, coder: str) -> dict[str, Any]:
    row = queries.row(session.database, "orphans", id=orphan_id)
    if row is None or row["origin_table"] not in ORPHANS_OF_PEOPLE:
        raise InputError(
            f"no coding {orphan_id} waits for a place",
            code="unknown-orphan",
            hint="`qct codings --orphans` lists those that do.",
        )
    if row["coder_id"] != coder:
        raise UsageError(
            f"coding {orphan_id} is {row['coder_id']}'s; {coder} cannot place or drop it",
            code="coding-foreign",
            hint=f"Work as its coder with --coder {row['coder_id']}.",
        )
    return row
