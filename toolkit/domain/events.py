"""The append-only log: every change of a project is one event.

An event carries the rows it changed, before and after. That makes three things the
same operation: applying it, undoing it (the inverse changes in a new event) and
proving that the rows are what the log says (replaying every event from nothing).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Key = tuple[str | int, ...]

GENESIS = "0" * 64
"""The hash that the first event follows."""


def canonical_json(value: object) -> str:
    """One spelling for one value: sorted keys, no spaces, Unicode as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One row's change. `before` is None for a new row, `after` is None for a removed one."""

    table: str
    key: Key
    """Primary key values in the order of the table's key columns."""
    before: Row | None
    after: Row | None

    def inverse(self) -> Change:
        return Change(self.table, self.key, self.after, self.before)

    def to_payload(self) -> dict[str, Any]:
        return {
            "table": self.table,
            "key": list(self.key),
            "before": dict(self.before) if self.before is not None else None,
            "after": dict(self.after) if self.after is not None else None,
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Change:
        return cls(payload["table"], tuple(payload["key"]), payload["before"], payload["after"])


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the log."""

    id: str
    """UUIDv7, so that ids sort by time."""
    seq: int
    """Place in this store's log, from 1."""
    at: str
    """ISO 8601 in UTC, as the writer's clock said; order is by `seq`, never by this."""
    actor: str
    kind: str
    """What was done, as `noun.verb`: `coding.add`, `source.import`, `undo`."""
    changes: tuple[Change, ...]
    summary: Mapping[str, Any] = field(default_factory=dict)
    """What `qct log` shows. Never text of a transcript."""
    undoes: str | None = None
    """Id of the event that this one compensates."""
    prev_hash: str = GENESIS
    hash: str = ""


def changes_json(changes: Iterable[Change]) -> str:
    return canonical_json([change.to_payload() for change in changes])


def event_hash(
    *,
    prev_hash: str,
    event_id: str,
    at: str,
    actor: str,
    kind: str,
    changes: str,
    summary: str,
    undoes: str | None,
) -> str:
    """The chained hash of an event, over the JSON exactly as it is stored."""
    body = canonical_json([prev_hash, event_id, at, actor, kind, changes, summary, undoes])
    return sha256_text(body)
