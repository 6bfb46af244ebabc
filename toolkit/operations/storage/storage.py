"""The store of the project: backups, copies, working offline, and its health."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.operations.storage.backup import Backup
    from toolkit.operations.storage.copy_store import Copied, StoreInfo
    from toolkit.operations.storage.doctor import Diagnosis
    from toolkit.operations.storage.offline import StandIn
    from toolkit.operations.storage.purge import Purged
    from toolkit.store.pending_event import Replayed

from toolkit.operations.subject import Subject


class Storage(Subject):
    """The store of the project: backups, copies, working offline, and its health."""

    def data_version(self) -> int:
        """A number that changes when anyone else has changed the project."""
        return self._session.database.data_version()

    def info(self) -> StoreInfo:
        """Which store this is, whether it answers, and what waits to be sent to it."""
        from toolkit.operations.storage.copy_store import store_info

        return store_info(self._session)

    def copy_to(self, url: str) -> Copied:
        """Copy everything into the empty store at `url` (SQLite or PostgreSQL), and prove it."""
        from toolkit.operations.storage.copy_store import copy_store

        return copy_store(self._session, url)

    def replay_journal(self) -> Replayed:
        """Send the changes that were kept on this machine while the server was away."""
        from toolkit.operations.storage.copy_store import replay_journal

        return replay_journal(self._session)

    @property
    def away(self) -> bool:
        """Whether the server is away and the copy on this machine stands in for it."""
        return self._session.database.away

    @property
    def waiting(self) -> int:
        """Changes kept on this machine that the server has not seen."""
        from toolkit.operations.storage.offline import waiting

        return waiting(self._session)

    def make_offline_copy(self) -> StandIn:
        """Bring the copy on this machine, to work on without the server, up to now."""
        from toolkit.operations.storage.offline import make_copy

        return make_copy(self._session)

    def remove_offline_copy(self) -> Path:
        """Remove that copy; where it was."""
        from toolkit.operations.storage.offline import remove_copy

        return remove_copy(self._session)

    def offline_copy(self) -> StandIn:
        """The copy on this machine, and how old it is."""
        from toolkit.operations.storage.offline import stand_in

        return stand_in(self._session)

    def keep_following(self) -> None:
        """Keep that copy up in the background until the project is closed."""
        from toolkit.operations.storage.offline import keep_following

        keep_following(self._session)

    @property
    def replayed(self) -> list[Replayed]:
        """What was sent from the journal by itself since the project was opened."""
        return self._session.database.replayed

    def backup(self) -> Path:
        """A proven copy of the store, made while it is in use."""
        from toolkit.operations.storage.backup import backup

        return backup(self._session)

    def backups(self) -> list[Backup]:
        """The backups that are kept, the newest first."""
        from toolkit.operations.storage.backup import backups

        return backups(self._session.folder)

    def purge(self, *, all_derived: bool = False) -> Purged:
        """Remove vectors and caches made of transcripts; they are made anew when needed."""
        from toolkit.operations.storage.purge import purge

        return purge(self._session, all_derived=all_derived)

    def placement_warning(self) -> str:
        """What is unsafe about where the project lies; empty when nothing is, or once said."""
        from toolkit.operations.storage.sync_folders import warn_once

        return warn_once(self._session)

    def diagnose(self) -> list[Diagnosis]:
        """Store, models, versions and network state, as `qct doctor` shows them."""
        from toolkit.operations.storage.doctor import diagnose

        return diagnose(self._session)

    def where(self) -> Mapping[str, str]:
        from toolkit.operations.storage.doctor import where

        return where(self._session)
