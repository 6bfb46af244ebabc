"""Reading the event log: filters, points in time, and which events still stand."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import Change, Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.store.protocol import Database

PAGE = 500
"""Number of events read at a time, so that a search never holds the whole log in memory."""


def event_from(row: Any) -> Event:
    return Event(
        id=row["id"],
        seq=row["seq"],
        at=row["at"],
        actor=row["actor"],
        kind=row["kind"],
        changes=tuple(Change.from_payload(change) for change in json.loads(row["changes"])),
        summary=json.loads(row["summary"]),
        undoes=row["undoes"],
        prev_hash=row["prev_hash"],
        hash=row["hash"],
    )


def events(
    database: Database,
    *,
    actor: str | None = None,
    limit: int | None = None,
    kind: str | None = None,
    source: str | None = None,
    code: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Event]:
    """Events that match every argument given, the newest first.

    `kind` is a whole kind or its noun (`coding` for every `coding.*`). `since` (included) and
    `until` (not included) are times as the log spells them, in UTC.
    """
    matching = _matching(
        database, actor=actor, kind=kind, source=source, code=code, since=since, until=until
    )
    return list(islice(matching, limit))


def _matching(
    database: Database,
    *,
    actor: str | None,
    kind: str | None,
    source: str | None,
    code: str | None,
    since: str | None,
    until: str | None,
) -> Iterator[Event]:
    given = {
        "actor": ("actor = :actor", actor),
        "kind": ("(kind = :kind OR kind LIKE :kind_start)", kind),
        "since": ("at >= :since", since),
        "until": ("at < :until", until),
    }
    conditions = [condition for condition, value in given.values() if value is not None]
    params: dict[str, Any] = {name: value for name, (_, value) in given.items() if value}
    if kind is not None:
        params["kind_start"] = f"{kind}.%"
    for row in newest_first(database, " AND ".join(conditions), params):
        # Searching the text for the id, spelled as in JSON, is cheaper than parsing every
        # event.
        if any(
            name is not None and json.dumps(name, ensure_ascii=False) not in row["changes"]
            for name in (source, code)
        ):
            continue
        event = event_from(row)
        if source is not None and not _touches(event, "sources", "source_id", "source", source):
            continue
        if code is not None and not _touches(event, "codes", "code_id", "code", code):
            continue
        yield event


def newest_first(
    database: Database, condition: str = "", params: Mapping[str, Any] | None = None
) -> Iterator[Any]:
    """Rows of `events` that meet an SQL condition, from the last back, page by page."""
    where = f"AND {condition}" if condition else ""
    before = 2**62
    while True:
        page = database.query(
            f"SELECT * FROM events WHERE seq < :page_before {where} "
            "ORDER BY seq DESC LIMIT :page_size",
            {**(params or {}), "page_before": before, "page_size": PAGE},
        )
        yield from page
        if len(page) < PAGE:
            return
        before = page[-1]["seq"]


def _touches(event: Event, table: str, column: str, target: str, name: str) -> bool:
    """Whether the event changes the named row, a row that refers to it, or a memo on it."""
    for change in event.changes:
        if change.table == table and change.key == (name,):
            return True
        for row in (change.before, change.after):
            if row is None:
                continue
            if row.get(column) == name:
                return True
            if change.table == "memos" and (row["target"], row["target_id"]) == (target, name):
                return True
    return False


def newest_seq(database: Database) -> int:
    """The number of the last event; 0 for an empty log."""
    row = database.first("SELECT seq FROM events ORDER BY seq DESC LIMIT 1")
    return int(row["seq"]) if row is not None else 0


def newest_mark(database: Database) -> tuple[int, str, str] | None:
    """Number, id and hash of the last event; None for an empty log."""
    row = database.first("SELECT seq, id, hash FROM events ORDER BY seq DESC LIMIT 1")
    return (int(row["seq"]), str(row["id"]), str(row["hash"])) if row is not None else None


def kinds_after(database: Database, seq: int) -> list[tuple[int, str]]:
    """Numbers and kinds of the events after the one of this number, the oldest first."""
    stored = database.query(
        "SELECT seq, kind FROM events WHERE seq > :seq ORDER BY seq", {"seq": seq}
    )
    return [(int(row["seq"]), str(row["kind"])) for row in stored]


def event_by_seq(database: Database, seq: int) -> Event | None:
    row = database.first("SELECT * FROM events WHERE seq = :seq", {"seq": seq})
    return event_from(row) if row is not None else None


def seq_of(database: Database, event_id: str) -> int | None:
    row = database.first("SELECT seq FROM events WHERE id = :id", {"id": event_id})
    return int(row["seq"]) if row is not None else None


def seq_at(database: Database, at: str) -> int:
    """The last event that had happened by a time (UTC, as the log spells it); 0 for none.

    A clock that went backwards leaves later events with earlier times; the order of the log
    decides, so everything up to the last event of that time or before it counts.
    """
    row = database.first(
        "SELECT seq FROM events WHERE at <= :at ORDER BY seq DESC LIMIT 1", {"at": at}
    )
    return int(row["seq"]) if row is not None else 0


def undone_ids(database: Database) -> set[str]:
    """Ids of the events that an undo has taken back and no redo has brought again."""
    undone: dict[str, set[str]] = {}
    result: set[str] = set()
    for row in database.query(
        "SELECT id, kind, undoes, summary FROM events WHERE undoes IS NOT NULL ORDER BY seq"
    ):
        if row["kind"] == "redo":
            result -= undone.get(row["undoes"], set())
            continue
        also = json.loads(row["summary"]).get("undone", []) if '"undone"' in row["summary"] else []
        undone[row["id"]] = {row["undoes"], *also}
        result |= undone[row["id"]]
    return result
