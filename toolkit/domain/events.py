"""Events of the append-only log: every change of a project is one event.

An event carries the rows that it changed, as they were before and after. The same changes
serve to apply the event, to undo it (as inverse changes in a new event) and to prove that
the rows are what the log says (by replaying all events into an empty store).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.errors import not_unicode

Row = Mapping[str, Any]
Key = tuple[str | int, ...]

GENESIS = "0" * 64
"""The previous hash of the first event."""


def canonical_json(value: object) -> str:
    """The value as JSON in its only spelling: sorted keys, no spaces, Unicode unescaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_text(text: str) -> str:
    """The SHA-256 of the text in UTF-8, as 64 hexadecimal digits.

    Raises `InputError` for a text with half of a character, which has no UTF-8.
    """
    try:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        raise not_unicode() from error


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one row. `before` is None for a new row, `after` for a removed one."""

    table: str
    key: Key
    """Primary key values in the order of the table's key columns."""
    before: Row | None
    after: Row | None

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.table, self.key, self.after, self.before)

    def to_payload(self) -> dict[str, Any]:
        """The change as the log stores it."""
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
    """A UUIDv7; such ids sort by time."""
    seq: int
    """Number in the log of this store, from 1."""
    at: str
    """Time in UTC, ISO 8601, by the writer's clock. Events are ordered by `seq`, never by time."""
    actor: str
    kind: str
    """Name of the change as `noun.verb`, for example `coding.add` or `source.import`; or `undo`."""
    changes: tuple[Change, ...]
    summary: Mapping[str, Any] = field(default_factory=dict)
    """Details that `qct log` shows; never text of a transcript."""
    undoes: str | None = None
    """Id of the event that this event undoes."""
    prev_hash: str = GENESIS
    hash: str = ""


def changes_json(changes: Iterable[Change]) -> str:
    """The changes as the JSON list that an event stores and hashes."""
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
    """The hash of an event, over the previous hash and its JSON exactly as stored."""
    body = canonical_json([prev_hash, event_id, at, actor, kind, changes, summary, undoes])
    return sha256_text(body)
