"""The copy of a server's project on this machine: where it is and how old it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.config import FILE_NAME
from toolkit.errors import StoreError, UsageError
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class OfflineCopy:
    """The copy of a server's project on this machine."""

    path: Path
    events: int
    """Number of events that came from the server; 0 where there is no copy."""
    as_of: str
    """Time of the newest of them, in UTC."""
    waiting: int
    """Number of changes made here that have not reached the server."""

    @property
    def sentence(self) -> str:
        return ngettext(
            "the server is away: this is the copy on this machine, as of {time}; "
            "{count} change waits to be sent",
            "the server is away: this is the copy on this machine, as of {time}; "
            "{count} changes wait to be sent",
            self.waiting,
        ).format(time=self.as_of or _("never"), count=self.waiting)


def refuse_away(session: ProjectSession, message: str) -> None:
    """Raise `StoreError` with `message` while the server is away."""
    if session.database.away:
        raise StoreError(
            message,
            code="store-away",
            hint=_("Try again when it is back; `qct store show` tells."),
        )


def need_path(session: ProjectSession) -> Path:
    """Where the copy on this machine lies. Raises `UsageError` where there can be none."""
    from toolkit.store.offline.failover import FailoverDatabase

    if isinstance(session.database, FailoverDatabase):
        return session.database.replica_path
    if session.config.offline:
        raise UsageError(
            _("the store of this project is a file on this machine; nothing has to be copied"),
            code="offline-local",
            hint=_("`qct store show` tells where the store is."),
        )
    raise UsageError(
        _("{folder} says `offline = false`: no copy is kept on this machine").format(
            folder=session.folder / FILE_NAME
        ),
        code="offline-forbidden",
        hint=_("Whoever leads the project can allow it there."),
    )
