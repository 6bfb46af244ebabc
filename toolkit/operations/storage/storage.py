"""The store of the project: backups, copies, working offline, and its health.

What backs up, copies and examines the store is imported by the methods that do it: the
workspace asks every second whether the project has changed, and needs nothing else of this.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import StoreError
from toolkit.i18n import _
from toolkit.operations.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.operations.storage.backup import Backup
    from toolkit.operations.storage.copy_store import Copied, StoreInfo
    from toolkit.operations.storage.doctor import Diagnosis
    from toolkit.operations.storage.offline import OfflineCopy
    from toolkit.operations.storage.purge import Purged
    from toolkit.operations.storage.reset import Reset
    from toolkit.store.pending_event import Replayed


class Storage(Subject):
    """The store of the project: backups, copies, working offline, and its health."""

    def data_version(self) -> int:
        """A number that changes when anyone else has changed the project."""
        return self._session.database.data_version()

    def info(self) -> StoreInfo:
        """Facts about the store: its kind and place, its state, and changes waiting to be sent."""
        from toolkit.operations.storage.copy_store import StoreInfo, measured_answer
        from toolkit.store.log.entries import newest_seq
        from toolkit.store.offline.journal import Journal

        database, journal = self._session.database, Journal(self._session.private_folder)
        answer_ms = measured_answer(database)
        schema = database.first("SELECT version_num FROM alembic_version")
        is_file = database.kind == "sqlite"
        version = database.first(
            "SELECT sqlite_version() AS v" if is_file else "SHOW server_version"
        )
        return StoreInfo(
            kind="SQLite" if is_file else "PostgreSQL",
            state="away" if database.away else "there",
            where=database.label,
            version=str(version[0]).partition(" ")[0] if version is not None else "",
            schema=str(schema[0]) if schema is not None else "",
            events=None if self._session.bound_by() else newest_seq(database),
            answer_ms=answer_ms,
            waiting=len(journal.events()),
            refused=len(journal.refusals()),
        )

    def copy_to(self, url: str) -> Copied:
        """Copy everything into the empty store at `url` (SQLite or PostgreSQL), and verify it.

        The copy is verified by hashes and by its log. Raises `StoreError` where they differ.
        """
        from toolkit.operations.storage.copy_store import Copied, empty_server, keep_head, to_file
        from toolkit.operations.storage.open_project import resolve
        from toolkit.store.connect import connect
        from toolkit.store.copy import copy
        from toolkit.store.log.entries import newest_seq
        from toolkit.store.log.verify import verify
        from toolkit.store.offline.journal import Journal
        from toolkit.store.postgres.urls import redacted

        session = self._session
        if session.database.away:
            raise StoreError(
                _("the server of {label} is away, and a copy must be of what it has").format(
                    label=session.database.label
                ),
                code="store-away",
                hint=_("Try again when it is back; `qct store show` tells."),
            )
        journal = Journal(session.private_folder)
        if not journal.is_empty():
            raise StoreError(
                _("{count} changes still wait in {folder}").format(
                    count=len(journal.events()), folder=journal.folder
                ),
                code="journal-waiting",
                hint=_("Send them first with `qct store replay`."),
            )
        where = resolve(session.folder, url)
        if isinstance(where, Path):
            tables = to_file(session, where)
            target, shown = connect(where, read_only=True), f"sqlite:///{where}"
        else:
            target, shown = empty_server(where), redacted(where)
            tables = copy(session.database, target)
        try:
            findings = verify(target)
            events = newest_seq(target)
            if not findings:
                keep_head(session, where, target)
        finally:
            target.close()
        if findings:
            raise StoreError(
                _("the copy at {shown} does not hold: {problem}").format(
                    shown=shown, problem=findings[0].problem
                ),
                code="copy-broken",
                hint=_("Do not use it. `qct log --verify` tells whether the store itself holds."),
            )
        return Copied(shown, f'store = "{shown}"', tuple(tables), events)

    def replay_journal(self) -> Replayed:
        """Send every change that was kept on this machine while the server was away.

        Changes that were refused before are tried again.
        """
        from toolkit.store.offline.journal import Journal

        return Journal(self._session.private_folder).replay(self._session.database, again=True)

    def log_warning(self) -> str:
        """What is wrong with the end of the log; empty where it has all that was acknowledged."""
        keeper = self._session.database.head
        if keeper is None or not keeper.is_lost:
            return ""
        return _(
            "warning: the log lacks steps that were acknowledged on this machine, so figures may "
            "be of an older state; `qct log --verify` tells what is missing"
        )

    def head_note(self) -> str:
        """Why the head of the log could not be kept beside the store; empty where it was."""
        keeper = self._session.database.head
        if keeper is None or not keeper.unwritable:
            return ""
        return _(
            "the head of the log cannot be kept in {path} ({reason}); what is saved is safe, but "
            "a lost end of the log would not be noticed"
        ).format(path=keeper.path, reason=keeper.unwritable)

    @property
    def away(self) -> bool:
        """Whether the server is away and the copy on this machine stands in for it."""
        return self._session.database.away

    @property
    def waiting(self) -> int:
        """Number of changes kept on this machine that have not reached the server."""
        from toolkit.store.offline.journal import Journal

        journal = Journal(self._session.private_folder)
        return 0 if journal.is_empty() else len(journal.events())

    def make_offline_copy(self) -> OfflineCopy:
        """Make or update the copy on this machine that stands in for a server that is away.

        Raises `StoreError` while the server is away.
        """
        from toolkit.operations.storage.offline import need_path, refuse_away
        from toolkit.store.offline.failover import refresh
        from toolkit.store.offline.journal import Journal

        session = self._session
        path = need_path(session)
        refuse_away(session, _("the server is away, so its copy cannot be brought up to now"))
        refresh(session.database, path, Journal(session.private_folder))
        return self.offline_copy()

    def remove_offline_copy(self) -> Path:
        """Remove the copy on this machine, and return its path.

        Raises `StoreError` while the server is away.
        """
        from toolkit.operations.storage.offline import need_path, refuse_away
        from toolkit.store.offline import replica

        path = need_path(self._session)
        refuse_away(self._session, _("the server is away, and the copy is all there is to work on"))
        replica.remove(path)
        return path

    def offline_copy(self) -> OfflineCopy:
        """The copy on this machine, and how old it is."""
        import contextlib

        from toolkit.operations.storage.offline import OfflineCopy, need_path
        from toolkit.store.log.entries import event_by_seq
        from toolkit.store.offline import replica
        from toolkit.store.sqlite import SqliteDatabase

        path = need_path(self._session)
        if not replica.usable(path):
            return OfflineCopy(path, 0, "", self.waiting)
        with contextlib.closing(SqliteDatabase(path, read_only=True)) as copy:
            reached = replica.base(copy)
            newest = event_by_seq(copy, reached)
        return OfflineCopy(path, reached, newest.at if newest is not None else "", self.waiting)

    def keep_following(self) -> None:
        """Update the copy on this machine in the background until the project is closed.

        Nothing happens where there is no server, or where copies are not allowed.
        """
        from toolkit.store.offline.failover import FailoverDatabase

        if isinstance(self._session.database, FailoverDatabase):
            self._session.database.keep_following()

    @property
    def replayed(self) -> list[Replayed]:
        """Results of the journal's automatic sending since the project was opened."""
        return self._session.database.replayed

    def reset(self, *, actor: str) -> Reset:
        """Build the store anew from the files that qct.toml names, after a backup.

        Raises `UsageError` where work of people, or anything that these files do not give, would
        be lost.
        """
        from toolkit.operations.storage.reset import build_anew, need_resettable

        need_resettable(self._session)
        return build_anew(self._session, actor=actor)

    def backup(self) -> Path:
        """Make a copy of the store while it is in use, and verify it by replaying its log.

        The newest ten are kept. Returns the file.
        """
        from toolkit.operations.storage.backup import make_backup

        return make_backup(self._session, verified=True)

    def backups(self) -> list[Backup]:
        """The backups that are kept, the newest first; a bound person learns their names alone."""
        from toolkit.operations.storage.backup import backups_in

        made = list(backups_in(self._session.folder))
        if self._session.bound_by():
            return [replace(backup, bytes=None, events=None, last_event_at="") for backup in made]
        return made

    def purge(self, *, all_derived: bool = False) -> Purged:
        """Remove vectors and caches made of transcripts, which are made anew when needed.

        With `all_derived` drafts of unfinished steps are removed too. Deleted files free their
        space, but a disk may keep their content until it is overwritten.
        """
        from toolkit.operations.identifiers.erasures import erasures
        from toolkit.operations.sources.withdrawn import withdrawals
        from toolkit.operations.storage.purge import Purged, derived_files, drafts
        from toolkit.operations.suggestions.models import cache_folder

        session = self._session
        session.caches.clear()
        left_over = drafts(session.private_folder) if all_derived else []
        # The copy of a server's project is made again by the next workspace.
        removed = derived_files(session, left_over=left_over)
        total = sum(path.stat().st_size for path in removed)
        for path in removed:
            path.unlink(missing_ok=True)
        for folder in (cache_folder(session), *left_over):
            shutil.rmtree(folder, ignore_errors=True)
        has_removed = withdrawals(session.database) or erasures(session.database)
        if has_removed and not session.database.away:
            session.database.scrub()
        return Purged(tuple(removed), total)

    def placement_warning(self) -> str:
        """The warning for a project in a synchronised or network folder, the first time.

        It is empty elsewhere, and once it was given for that place.
        """
        from toolkit.operations.storage.sync_folders import ADVICE, SAID, where_it_lies

        place = where_it_lies(self._session.folder)
        if not place:
            return ""
        note = self._session.private_folder / SAID
        try:
            if note.exists() and note.read_text(encoding="utf-8") == place:
                return ""
            descriptor = os.open(note, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(place)
        except OSError:
            return ""  # A project that cannot be written cannot be damaged by writing either.
        return _("this project lies in {place}. {advice}").format(place=place, advice=ADVICE)

    def diagnose(self) -> list[Diagnosis]:
        """Store, models, versions and network state, as `qct doctor` shows them."""
        from toolkit.operations.storage import doctor

        session = self._session
        copy = self.offline_copy() if self.away else None
        return [
            *doctor.store_findings(session, self.info(), copy),
            doctor.placement(session.folder),
            *doctor.speaker_findings(session),
            *doctor.models(),
            *doctor.packages(),
            doctor.network(session),
            doctor.suggesters(session),
        ]

    def where(self) -> Mapping[str, str]:
        """Paths of the parts of the project, and its settings."""
        from toolkit.operations.preferences.bookmarks import FILE as BOOKMARKS
        from toolkit.operations.preferences.pins import FILE as PINS

        session, config = self._session, self._session.config
        return {
            "project": str(session.folder),
            "settings": str(session.folder / "qct.toml"),
            "store": session.database.url,
            "corpus": str(session.folder / "corpus"),
            "codebooks": str(session.folder / "codebooks"),
            "outputs": str(session.folder / "outputs"),
            "caches": str(session.private_folder / "cache"),
            "backups": str(session.private_folder / "backups"),
            "pins": str(session.private_folder / PINS),
            "marks": str(session.private_folder / BOOKMARKS),
            "name": config.name,
            "language": config.language,
            "coder": config.coder or "the login name",
        }
