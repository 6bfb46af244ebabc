"""The only way to change the store: rows and their event, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import Change, Event, canonical_json, changes_json
from toolkit.domain.ids import uuid7
from toolkit.errors import not_unicode
from toolkit.store.driver_errors import ConnectionLostError
from toolkit.store.pending_event import PendingEvent

if TYPE_CHECKING:
    from toolkit.store.preconditions import Precondition
    from toolkit.store.protocol import Database

Clock = Callable[[], str]


def utc_now() -> str:
    """The time in UTC, to the millisecond, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def record(
    database: Database,
    *,
    actor: str,
    kind: str,
    changes: Sequence[Change],
    summary: Mapping[str, Any] | None = None,
    texts: Iterable[str] = (),
    undoes: str | None = None,
    preconditions: Iterable[Precondition] = (),
    clock: Clock = utc_now,
) -> Event:
    """Apply the changes and append their event: both become durable, or neither does.

    Raises `ConflictError` when a row is not what a change expects or a precondition does
    not hold, `InputError` for a text with half of a character, `QueuedError` when the server is
    away and the change waits in the journal, and `StoreError` when the store cannot be written;
    the store is then as it was.
    """
    event = pending_event(
        actor=actor,
        kind=kind,
        changes=changes,
        summary=summary,
        texts=texts,
        undoes=undoes,
        preconditions=preconditions,
        clock=clock,
    )
    write = database.write_hook or database.append
    try:
        place = write(event)
    except ConnectionLostError as error:
        if database.on_connection_lost is None:
            raise
        raise database.on_connection_lost(event) from error
    return Event(
        id=event.id,
        seq=place.seq,
        at=event.at,
        actor=actor,
        kind=kind,
        changes=event.changes,
        summary=event.summary,
        undoes=undoes,
        prev_hash=place.prev_hash,
        hash=place.hash,
    )


def pending_event(
    *,
    actor: str,
    kind: str,
    changes: Sequence[Change],
    summary: Mapping[str, Any] | None = None,
    texts: Iterable[str] = (),
    undoes: str | None = None,
    preconditions: Iterable[Precondition] = (),
    clock: Clock = utc_now,
) -> PendingEvent:
    """A new event before it is written. Raises `InputError` for half of a character."""
    changes_text, summary_text = changes_json(changes), canonical_json(summary or {})
    texts = tuple(texts)
    _need_unicode((actor, changes_text, summary_text, *texts))
    return PendingEvent(
        id=uuid7(),
        at=clock(),
        actor=actor,
        kind=kind,
        changes=tuple(changes),
        summary=dict(summary or {}),
        texts=texts,
        undoes=undoes,
        changes_text=changes_text,
        summary_text=summary_text,
        preconditions=tuple(preconditions),
    )


def _need_unicode(texts: Iterable[str]) -> None:
    """Raise `InputError` for text that has no UTF-8, such as a name that is not in it."""
    for text in texts:
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise not_unicode() from error
