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
        """Facts about the store: its kind and place, its state, and changes waiting to be sent."""
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
        """Number of changes kept on this machine that have not reached the server."""
        from toolkit.operations.storage.offline import waiting

        return waiting(self._session)

    def make_offline_copy(self) -> StandIn:
        """Update the copy on this machine that stands in for the server while it is away."""
        from toolkit.operations.storage.offline import make_copy

        return make_copy(self._session)

    def remove_offline_copy(self) -> Path:
        """Remove the copy on this machine, and return its path."""
        from toolkit.operations.storage.offline import remove_copy

        return remove_copy(self._session)

    def offline_copy(self) -> StandIn:
        """The copy on this machine, and how old it is."""
        from toolkit.operations.storage.offline import stand_in

        return stand_in(self._session)

    def keep_following(self) -> None:
        """Update the copy in the background until the project is closed."""
        from toolkit.operations.storage.offline import keep_following

        keep_following(self._session)

    @property
    def replayed(self) -> list[Replayed]:
        """Results of the journal's automatic sending since the project was opened."""
        return self._session.database.replayed

    def backup(self) -> Path:
        """Make a verified copy of the store while it is in use."""
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
        """Warning about an unsafe place of the project; empty for a safe place or a repeated
        warning."""
        from toolkit.operations.storage.sync_folders import warn_once

        return warn_once(self._session)

    def diagnose(self) -> list[Diagnosis]:
        """Store, models, versions and network state, as `qct doctor` shows them."""
        from toolkit.operations.storage.doctor import diagnose

        return diagnose(self._session)

    def where(self) -> Mapping[str, str]:
        from toolkit.operations.storage.doctor import where

        return where(self._session)
