"""Journal of changes that could not be sent, kept on this machine until the server is back.

One JSON object a line in `.qct/journal/pending.jsonl`, readable to its owner alone and flushed to
the disk before anyone is told that a change is kept. An event's id goes with it, so sending it
twice adds it once. What the server's state no longer allows moves to `refused.jsonl` and is told,
never dropped.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from toolkit.domain.events import Change, canonical_json, changes_json
from toolkit.errors import ConflictError, StoreError, UsageError
from toolkit.i18n import _
from toolkit.store.driver_errors import QueuedError
from toolkit.store.pending_event import PendingEvent, Replayed
from toolkit.store.preconditions import from_payload, to_payload
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.store.protocol import Database

if sys.platform != "win32":
    import fcntl

FOLDER = "journal"
_FIELDS = ("id", "at", "actor", "kind", "undoes")


class Journal:
    def __init__(self, private_folder: Path) -> None:
        self.folder = private_folder / FOLDER
        self.pending = self.folder / "pending.jsonl"
        self.refused = self.folder / "refused.jsonl"
        self._sending = threading.local()

    # --- taking in --------------------------------------------------------------------

    def put(self, event: PendingEvent) -> int:
        """Make the event durable here, and return how many wait now."""
        try:
            with self._locked():
                _append(self.pending, [_line(event)])
                return len(self.events())
        except OSError as error:
            raise StoreError(
                _(
                    "the server cannot be reached, and {folder} cannot be written ({reason}): "
                    "the change was not kept"
                ).format(folder=self.folder, reason=error.strerror or error),
                code="journal-unwritable",
                hint=_("Free some space or make the folder writable, and do it again."),
            ) from error

    def queue(self, event: PendingEvent) -> QueuedError:
        """Make the event durable here, and give the error that tells the user so."""
        count = self.put(event)
        return QueuedError(
            _(
                "the server cannot be reached; the change is kept on this machine ({count} waiting)"
            ).format(count=count),
            code="store-kept",
            hint=_(
                "Do not repeat it: it is sent when the server is back, or by `qct store replay`."
            ),
        )

    # --- looking ----------------------------------------------------------------------

    def is_empty(self) -> bool:
        """Whether no change waits; cheap enough for every start."""
        return not self.pending.exists() or self.pending.stat().st_size == 0

    def events(self) -> list[PendingEvent]:
        return _read(self.pending)

    def refusals(self) -> list[PendingEvent]:
        return _read(self.refused)

    # --- sending ----------------------------------------------------------------------

    def replay(self, database: Database, *, again: bool = False) -> Replayed:
        """Send the waiting changes in order; with `again` also those that were refused before.

        Sending stops as soon as the server is away, and changes that were not sent stay.
        """
        # A connection that is lost while sending is replaced, which calls this method
        # again.
        if getattr(self._sending, "now", False):
            return Replayed()
        if self.is_empty() and not (again and self.refused.exists()):
            return Replayed()
        with self._once(), self._locked():
            waiting = [*(self.refusals() if again else ()), *self.events()]
            sent = known = turned_down = 0
            refused: list[PendingEvent] = [] if again else self.refusals()
            try:
                while waiting:
                    event = waiting[0]
                    arrived = _stands(database, event.id)
                    sendable = None if arrived else _sendable(database, event)
                    if database.away:
                        # The copy on this machine has answered, and it holds what waits.
                        break
                    if arrived:
                        known += 1
                    elif sendable is not None and _appended(database, sendable):
                        sent += 1
                    else:
                        refused.append(event)
                        turned_down += 1
                    waiting = waiting[1:]
            finally:
                # Refused changes are written first: a crash in between keeps a
                # change twice, but never loses it.
                _rewrite(self.refused, refused)
                _rewrite(self.pending, waiting)
            return Replayed(sent, known, turned_down, len(waiting))

    @contextmanager
    def _once(self) -> Iterator[None]:
        self._sending.now = True
        try:
            yield
        finally:
            self._sending.now = False

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self.folder / "lock", "a", opener=_private) as lock:
            if sys.platform != "win32":
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _stands(database: Database, event_id: str) -> bool:
    return database.first("SELECT 1 FROM events WHERE id = :id", {"id": event_id}) is not None


def _unregistered(database: Database, event: PendingEvent) -> PendingEvent:
    """The event without registrations of the coder, or of their work, that are there already."""
    changes = tuple(
        change
        for change in event.changes
        if not (
            change.before is None
            and change.table in ("coders", "coverage")
            and _row(database, change) is not None
        )
    )
    if not changes or len(changes) == len(event.changes):
        return event
    return replace(event, changes=changes, changes_text=changes_json(changes))


def _sendable(database: Database, event: PendingEvent) -> PendingEvent | None:
    """The event as it is sent, with what must hold of its rounds when it is written.

    None where a round was closed or a source submitted in the meantime.
    """
    from toolkit.store.round_rules import check_kept

    fresh = _unregistered(database, event)
    try:
        kept = check_kept(database, fresh)
    except UsageError:
        return None
    return replace(fresh, preconditions=(*fresh.preconditions, *kept)) if kept else fresh


def _appended(database: Database, event: PendingEvent) -> bool:
    """Append the event; False where it does not fit what others did meanwhile."""
    try:
        database.append(event)
    except ConflictError:
        return False
    return True


def _row(database: Database, change: Change) -> object:
    names = TABLES[change.table].key
    where = " AND ".join(f"{name} = :{name}" for name in names)
    keys = dict(zip(names, change.key, strict=True))
    return database.first(f"SELECT 1 FROM {change.table} WHERE {where}", keys)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _line(event: PendingEvent) -> str:
    body: dict[str, Any] = {name: getattr(event, name) for name in _FIELDS}
    body["changes"] = [change.to_payload() for change in event.changes]
    body["summary"] = event.summary
    body["texts"] = list(event.texts)
    body["seen"] = to_payload(event.preconditions)
    return canonical_json(body)


def _append(path: Path, lines: list[str]) -> None:
    with open(path, "a", encoding="utf-8", newline="\n", opener=_private) as file:
        if _is_torn(path):
            file.write("\n")
        file.write("".join(line + "\n" for line in lines))
        _flush(file)
    _flush_folder(path.parent)


def _is_torn(path: Path) -> bool:
    """Whether the last line was cut by a crash, before anyone was told that it is kept."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _read(path: Path) -> list[PendingEvent]:
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    events = []
    for line in lines:
        # A torn line was never acknowledged, so nothing is lost by passing over it.
        with contextlib.suppress(ValueError, KeyError, TypeError):
            events.append(_event(json.loads(line)))
    return events


def _event(body: dict[str, Any]) -> PendingEvent:
    changes = tuple(Change.from_payload(payload) for payload in body["changes"])
    return PendingEvent(
        id=body["id"],
        at=body["at"],
        actor=body["actor"],
        kind=body["kind"],
        undoes=body["undoes"],
        changes=changes,
        summary=body["summary"],
        texts=tuple(body["texts"]),
        changes_text=canonical_json(body["changes"]),
        summary_text=canonical_json(body["summary"]),
        # Journals of earlier versions have no preconditions.
        preconditions=tuple(from_payload(body.get("seen", ()))),
    )


def _rewrite(path: Path, events: list[PendingEvent]) -> None:
    if not events:
        path.unlink(missing_ok=True)
        return
    draft = path.with_name(path.name + ".new")
    with open(draft, "w", encoding="utf-8", newline="\n", opener=_private) as file:
        file.write("".join(_line(event) + "\n" for event in events))
        _flush(file)
    draft.replace(path)
    _flush_folder(path.parent)


def _flush(file: IO[str]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
