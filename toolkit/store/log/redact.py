"""Redaction: taking content out of the log, so that what is left can still be proven.

Nothing else changes an event. A rule says what is left of each row. It is applied to every
state of every row in the log and to the rows themselves, so that a replay of the log still gives
the rows. The hash of a redacted event stays as it was, and the chain with it. The hash of what is
left of its content is a row of `redactions`, which the event of the redaction brings; from there
on that hash proves it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from toolkit.domain.events import Change, canonical_json, changes_json, event_hash
from toolkit.store.log.time_travel import TEXT_COLUMNS
from toolkit.store.pending_event import ChainPosition
from toolkit.store.sqlite_writer import add_texts, apply_changes, write
from toolkit.store.tables import TABLES
from toolkit.store.writer import Clock, pending_event, utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.domain.events import Key, Row
    from toolkit.store.protocol import Database
    from toolkit.store.row import Row as StoredRow

KIND = "source.withdraw"


class Rule(Protocol):
    """What is left of rows, and of the summaries of events."""

    @property
    def texts(self) -> Mapping[str, str]:
        """Texts that take the place of others, by the hash of the text that goes."""

    def row(self, table: str, key: Key, row: Row) -> Row | None:
        """The row, or what is left of it; None where nothing is. It depends on nothing else."""

    def summary(self, summary: Mapping[str, Any]) -> Mapping[str, Any]:
        """The summary, or what is left of it."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What a redaction took away."""

    event: ChainPosition
    events: int
    """Events whose content was reduced."""
    rows: Mapping[str, int]
    """Rows that went, by table."""
    texts: int
    """Texts that went."""


def content_hash(row: StoredRow, *, changes: str, summary: str) -> str:
    """The hash of an event with these changes and this summary, its other columns as stored."""
    return event_hash(
        prev_hash=row["prev_hash"],
        event_id=row["id"],
        at=row["at"],
        actor=row["actor"],
        kind=row["kind"],
        changes=changes,
        summary=summary,
        undoes=row["undoes"],
    )


def redacted_contents(database: Database) -> dict[str, str]:
    """The hash of what is left of each redacted event, by the id of the event."""
    stored = database.query("SELECT event_id, content_sha256 FROM redactions")
    return {row["event_id"]: row["content_sha256"] for row in stored}


def redact(
    database: Database,
    rule: Rule,
    *,
    actor: str,
    changes: Sequence[Change],
    summary: Mapping[str, Any],
    kind: str = KIND,
    clock: Clock = utc_now,
) -> Redaction:
    """Apply a rule to the log and the rows, and record it as one event with these changes.

    It belongs into the block `database.exclusive()` in which the rule was made from the store, so
    that nobody adds what the rule does not know.
    """
    gone: set[str] = set()
    reduced = _reduce_events(database, rule, gone)
    add_texts(database, rule.texts.values())
    counts = _reduce_rows(database, rule)
    texts = _drop_texts(database, gone)
    event = pending_event(
        actor=actor,
        kind=kind,
        changes=[*changes, *_marks(database, reduced)],
        summary=summary,
        clock=clock,
    )
    return Redaction(write(database, event), len(reduced), counts, texts)


def _reduce_events(database: Database, rule: Rule, gone: set[str]) -> dict[str, str]:
    """Reduce each event that the rule concerns; the hash of what is left, by id of the event.

    Hashes of texts that reduced states named go into `gone`, without those that others name.
    """
    reduced: dict[str, str] = {}
    kept: set[str] = set()
    for row in database.query("SELECT seq, id FROM events ORDER BY seq"):
        stored = database.first("SELECT * FROM events WHERE seq = :seq", {"seq": row["seq"]})
        assert stored is not None
        before = [Change.from_payload(change) for change in json.loads(stored["changes"])]
        after = [change for change in (_reduced(rule, change) for change in before) if change]
        summary = rule.summary(json.loads(stored["summary"]))
        gone |= _texts_of(before)
        kept |= _texts_of(after)
        changes_text, summary_text = changes_json(after), canonical_json(summary)
        if (changes_text, summary_text) == (stored["changes"], stored["summary"]):
            continue
        database.execute(
            "UPDATE events SET changes = :changes, summary = :summary WHERE seq = :seq",
            {"changes": changes_text, "summary": summary_text, "seq": row["seq"]},
        )
        reduced[row["id"]] = content_hash(stored, changes=changes_text, summary=summary_text)
    gone -= kept
    return reduced


def _reduced(rule: Rule, change: Change) -> Change | None:
    """What is left of a change; None where nothing is, or where it changes nothing any more."""
    before, after = (
        dict(left)
        if row is not None and (left := rule.row(change.table, change.key, row))
        else None
        for row in (change.before, change.after)
    )
    return Change(change.table, change.key, before, after) if before != after else None


def _texts_of(changes: Sequence[Change]) -> set[str]:
    return {
        str(row[column])
        for change in changes
        for row in (change.before, change.after)
        if row is not None
        for column in TEXT_COLUMNS[change.table]
    }


def _reduce_rows(database: Database, rule: Rule) -> dict[str, int]:
    """Remove and reduce rows, children before the rows that they refer to."""
    counts: dict[str, int] = {}
    reduced: list[Change] = []
    for table in reversed(TABLES.values()):
        changed = list(_row_changes(database, rule, table.name))
        reduced += [change for change in changed if change.after is not None]
        removed = [change for change in changed if change.after is None]
        apply_changes(database, removed)
        if removed:
            counts[table.name] = len(removed)
    apply_changes(database, reduced)
    return counts


def _row_changes(database: Database, rule: Rule, name: str) -> Iterator[Change]:
    for stored in database.query(f"SELECT * FROM {name}"):
        row = dict(stored)
        key = tuple(row[column] for column in TABLES[name].key)
        left = rule.row(name, key, row)
        if left is None or dict(left) != row:
            yield Change(name, key, row, dict(left) if left is not None else None)


def _drop_texts(database: Database, gone: set[str]) -> int:
    """Remove texts that reduced states named, unless a row still refers to them."""
    for name, columns in TEXT_COLUMNS.items():
        for column in columns:
            gone -= {row[column] for row in database.query(f"SELECT {column} FROM {name}")}
    return sum(
        database.execute("DELETE FROM texts WHERE sha256 = :sha256", {"sha256": sha256})
        for sha256 in sorted(gone)
    )


def _marks(database: Database, reduced: Mapping[str, str]) -> list[Change]:
    """The changes that put down what is left of each reduced event."""
    known = redacted_contents(database)
    return [
        Change(
            "redactions",
            (event_id,),
            {"event_id": event_id, "content_sha256": known[event_id]}
            if event_id in known
            else None,
            {"event_id": event_id, "content_sha256": sha256},
        )
        for event_id, sha256 in sorted(reduced.items())
    ]
