"""The head of a log, kept in a file of its own beside the store.

The hash chain proves that the events that are there follow one another. It cannot prove that none
is missing at the end. So the number, the hash and the time of the newest event are kept in a
small file, readable to its owner alone, which is written after the commit and flushed to the disk
before a step is acknowledged. The log may be ahead of this file, as after a crash between the
two; it never lacks the event that the file names.

The file is a JSON list of two entries of 512 bytes, of which the one that was written last counts.
Each write goes to the other one and is flushed, so that a crash in the middle of it leaves the
entry before it. Nothing is renamed: a new file would cost the disk three times as much.

The store of a project in a file has its head beside it. A machine that works with a server keeps
a head of its own for it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import canonical_json, sha256_text
from toolkit.errors import StoreError
from toolkit.i18n import _
from toolkit.store.driver_errors import BUSY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from toolkit.store.protocol import Database

if sys.platform != "win32":
    import fcntl

FILE = "head.json"
RESTORED = "log.restore"
"""Kind of the event by which a restored backup begins anew."""
ACCEPTED = "log.accept-head"
"""Kind of the event by which a log that lost its end goes on."""
KINDS = frozenset({RESTORED, ACCEPTED})
_ENTRY = 512
"""Bytes of an entry, as many as a disk writes at once."""
_PAUSE = 0.001
"""Seconds between two looks whether another process still writes the head."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest event of a log."""

    number: int
    hash: str
    at: str
    """Time of the event, in UTC."""


@dataclass(frozen=True, slots=True)
class KeptHead:
    """What the file of a head says."""

    head: Head
    instead: Head | None = None
    """The newest event of a log that is about to take the place of this one, as in a restore."""
    write: int = 0
    """How often the file had been written before."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A kept head that the log lacks."""

    head: Head
    newest: int
    """The number of the newest event that is there; 0 for an empty log."""

    @property
    def summary(self) -> dict[str, str | int]:
        """What an event says of it."""
        head = self.head
        return {"lost": head.number, "lost_hash": head.hash, "acknowledged": head.at}

    @property
    def problem(self) -> str:
        """What is missing, in a whole sentence without its full stop."""
        number, at = self.head.number, self.head.at
        if self.newest >= number:
            return _(
                "event {number} is not the one that was acknowledged at {at}: the log was "
                "rewritten, or another store was put in its place"
            ).format(number=number, at=at)
        if self.newest == number - 1:
            return _("event {number}, acknowledged at {at}, is missing at the end").format(
                number=number, at=at
            )
        return _(
            "events {first} to {number} are missing at the end; the last of them was "
            "acknowledged at {at}"
        ).format(first=self.newest + 1, number=number, at=at)


def beside(store: Path) -> Path:
    """The file of the head of a store in a file: `head.json` beside `project.db`."""
    return store.with_name(FILE if store.name == "project.db" else f"{store.name}.{FILE}")


def of_server(private_folder: Path, url: str) -> Path:
    """The file of the head of a server's project at a URL without a password."""
    return private_folder / f"head-{hashlib.sha256(url.encode()).hexdigest()[:12]}.json"


def newest_head(database: Database, events: str = "events") -> Head | None:
    """The newest event of a log; None for an empty one. `events` is the name of its table."""
    row = database.first(f"SELECT seq, hash, at FROM {events} ORDER BY seq DESC LIMIT 1")
    return None if row is None else Head(int(row["seq"]), str(row["hash"]), str(row["at"]))


def unbroken(database: Database, *, by_last_look: bool = False) -> None:
    """Raise `StoreError` where the log lacks events that were acknowledged on this machine.

    `by_last_look` asks the store nothing and goes by what was seen the last time.
    """
    keeper = database.head
    if keeper is None or keeper.accepting:
        return
    if keeper.is_lost if by_last_look else keeper.lost(database) is not None:
        raise tail_lost(database.label)


def tail_lost(label: str) -> StoreError:
    """The error of a step on a log that lacks acknowledged events; it tells no number."""
    return StoreError(
        _(
            "the log of {label} lacks steps that were acknowledged on this machine, so nothing "
            "is written to it"
        ).format(label=label),
        code="log-tail-lost",
        hint=_(
            "`qct log --verify` tells what is missing. `qct restore latest` brings back the "
            "newest backup; `qct log accept-head --reason TEXT` goes on with the shorter log."
        ),
    )


class HeadKeeper:
    """The head of one log, in one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.accepting = False
        """Whether a log that lacks the kept head may be written, as `accept` allows."""
        self.unwritable = ""
        """Why the head could not be written the last time; empty where it could."""
        self.is_lost = False
        """Whether the log lacked the kept head at the last look."""

    # --- reading ----------------------------------------------------------------------

    def read(self) -> KeptHead | None:
        """What the file says; None where there is none, or where it says nothing of use."""
        try:
            if not self.path.is_file():
                return None  # A pipe would be waited for without end.
            with self.path.open("rb") as file:
                return _newest_of(file.read(2 * _ENTRY))
        except OSError:
            return None

    @property
    def is_unreadable(self) -> bool:
        """Whether there is a file that says nothing of use."""
        return self.path.exists() and self.read() is None

    def lost(self, database: Database, events: str = "events") -> Lost | None:
        """The kept head, where the log lacks it; None for a log that has it, or no head is kept."""
        kept, self.is_lost = self.read(), False
        while kept is not None and not database.away:
            if _has(database, kept.head, events) or _has(database, kept.instead, events):
                return None
            newest = newest_head(database, events)
            again = self.read()
            if again == kept and not database.away:
                self.is_lost = True
                return Lost(kept.head, newest.number if newest is not None else 0)
            kept = again  # A restore has put another log in place meanwhile.
        return None

    # --- writing ----------------------------------------------------------------------

    def begin(self, database: Database) -> None:
        """Compare the kept head with the log of a store that was just opened.

        A file that is behind, as a crash leaves it, is brought up to the log. Where the store
        cannot be read, whatever is read of it next says why.
        """
        database.head = self
        if not database.read_only and not os.access(self.path.parent, os.W_OK):
            self.unwritable = _("its folder is read-only")
        with contextlib.suppress(StoreError):
            if self.lost(database) is not None or database.read_only or database.away:
                return
            kept = self.read()
            if kept is not None and (kept.instead or newest_head(database) != kept.head):
                self.advance(database)

    def advance(self, database: Database) -> None:
        """Keep the newest event of the log, unless the file has it or a later one."""
        with self._noting(), self._locked() as handle:
            newest = newest_head(database)
            if newest is not None:
                self._reach(database, newest, "", handle)

    def reach(self, database: Database, head: Head, prev_hash: str) -> None:
        """Keep an event that was just added, unless the file has it or a later one."""
        with self._noting(), self._locked() as handle:
            self._reach(database, head, prev_hash, handle)

    def _reach(self, database: Database, head: Head, prev_hash: str, handle: int) -> None:
        kept = self.read()
        if kept is not None and not self.accepting:
            if kept.head == head and kept.instead is None:
                return
            follows = prev_hash == kept.head.hash and head.number == kept.head.number + 1
            if not (follows or _has(database, kept.head, "events")):
                if not _has(database, kept.instead, "events"):
                    self.is_lost = not database.away
                    return
            elif head.number < kept.head.number:
                return
        self._write(head, handle)
        self.is_lost = False

    @contextmanager
    def replaced(self, fresh: Head | None) -> Iterator[None]:
        """The head while the block puts another log, whose newest event is `fresh`, in its place.

        A process that is killed inside leaves a file that allows either log.
        """
        with contextlib.ExitStack() as stack:
            handle = None
            with self._noting():
                handle = stack.enter_context(self._locked())
                if fresh is not None and (kept := self.read()) is not None:
                    self._write(kept.head, handle, fresh)
            yield
            if fresh is not None and handle is not None:
                with self._noting():
                    self._write(fresh, handle)

    @contextmanager
    def accept(self) -> Iterator[None]:
        """Let what is written in the block become the head, though the log lacks the kept one."""
        self.accepting = True
        try:
            yield
        finally:
            self.accepting = False

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Note why a head cannot be written: the step itself is stored already."""
        self.unwritable = ""
        try:
            yield
        except OSError as error:
            self.unwritable = error.strerror or str(error)
        except StoreError as error:
            self.unwritable = error.message

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The handle of the file, while no other process or thread writes to it."""
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        handle = os.open(self.path, flags, 0o600)
        try:
            deadline = time.monotonic() + BUSY_SECONDS
            while sys.platform != "win32":
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(_PAUSE)
            yield handle
        finally:
            os.close(handle)

    def _write(self, head: Head, handle: int, instead: Head | None = None) -> None:
        """Write the entry that was not written last, and flush it to the disk."""
        kept = _newest_of(_read(handle))
        write = kept.write + 1 if kept is not None else 0
        entry = _entry(KeptHead(head, instead, write), write % 2)
        if kept is not None:
            _put(handle, write % 2 * _ENTRY, entry)
            _flush(handle)
            return
        _put(handle, 0, entry + _entry(None, 1))
        os.ftruncate(handle, 2 * _ENTRY)
        os.fsync(handle)
        if os.name == "posix":
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _read(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    return os.read(handle, 2 * _ENTRY)


def _put(handle: int, place: int, data: bytes) -> None:
    os.lseek(handle, place, os.SEEK_SET)
    if os.write(handle, data) != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _flush(handle: int) -> None:
    """Flush what a file holds; its time may wait, where the system tells these apart."""
    getattr(os, "fdatasync", os.fsync)(handle)


def _entry(kept: KeptHead | None, place: int) -> bytes:
    """An entry as its 512 bytes; the first opens the list and the second closes it."""
    begin, end = ("[", ",") if place == 0 else (" ", "]")
    text = "null"
    if kept is not None:
        content = asdict(kept)
        text = json.dumps({**content, "check": _check(content)})
    return (begin + text + end).ljust(_ENTRY - 1).encode("ascii") + b"\n"


def _newest_of(data: bytes) -> KeptHead | None:
    """The entry that was written last; an entry that a crash cut is passed over."""
    entries = [_kept(data[place * _ENTRY : (place + 1) * _ENTRY]) for place in (0, 1)]
    return max(filter(None, entries), key=lambda entry: entry.write, default=None)


@lru_cache(maxsize=4)
def _kept(data: bytes) -> KeptHead | None:
    """What the bytes of an entry say, which are read several times a step; None for a cut one."""
    try:
        content = json.loads(data.decode("ascii").rstrip()[1:-1])
        check = content.pop("check")
        if check != _check(content):
            return None
        instead = content["instead"]
        return KeptHead(
            _head(content["head"]),
            _head(instead) if instead is not None else None,
            int(content["write"]),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _check(content: Mapping[str, Any]) -> str:
    """A short hash of an entry, by which one that is half old and half new is known."""
    return sha256_text(canonical_json(content))[:16]


def _head(content: Any) -> Head:
    number, digest, at = content["number"], content["hash"], content["at"]
    if not (type(number) is int and 0 < number < 2**63 and type(digest) is type(at) is str):
        raise ValueError(content)
    return Head(number, digest, at)


def _has(database: Database, head: Head | None, events: str) -> bool:
    """Whether the log has an event of this number and hash."""
    if head is None:
        return False
    row = database.first(f"SELECT hash FROM {events} WHERE seq = :seq", {"seq": head.number})
    return row is not None and row["hash"] == head.hash
