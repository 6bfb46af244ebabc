"""An open project. Its subjects are made when they are first asked for, for the fronts and for you:

from toolkit import Project
with Project.open("path/to/project") as project:
    project.codings.add("E01", 120, 180, "trust", coder="coder-a")
    print(project.agreement.report(coders=["coder-a", "coder-b"]))
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.operations.storage.open_project import init_session, open_session
from toolkit.operations.subjects import Subjects

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from toolkit.config import Config
    from toolkit.domain.codings import Coding
    from toolkit.domain.rounds import Viewer
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.storage.backup import Restored
    from toolkit.report.tables import Table


class Project(Subjects):
    """An open project folder. Every method raises only `toolkit.QctError` for bad input."""

    def __init__(self, session: ProjectSession) -> None:
        self._session = session

    @classmethod
    def open(
        cls,
        folder: str | Path | None = None,
        *,
        read_only: bool = False,
        at: str | int | None = None,
        keeps_rules: bool = False,
    ) -> Project:
        """The project in `folder`, else in QCT_PROJECT, else in the nearest folder upwards.

        `at` opens it read-only as it was after an event (number or id) or at a time (UTC).
        With `keeps_rules` the caller passes a viewer to every reading (see operations/gate.py).
        """
        session = open_session(folder, read_only=read_only or at is not None)
        session.keeps_rules = keeps_rules
        if at is not None:
            from toolkit.operations.history import at_point

            session = at_point(session, at)
        return cls(session)

    @classmethod
    def init(cls, folder: str | Path = ".", *, name: str | None = None) -> Project:
        """Make `folder` a project, or open it if it already is one."""
        return cls(init_session(Path(folder), name=name))

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store, and release what was computed from it."""
        self._session.close()

    def release(self) -> None:
        """Close the connection that the calling thread has to the store, before it ends."""
        self._session.database.release()

    @property
    def folder(self) -> Path:
        """The project folder, which holds qct.toml."""
        return self._session.folder

    @property
    def config(self) -> Config:
        """The settings in qct.toml."""
        return self._session.config

    @property
    def name(self) -> str:
        """The name in qct.toml, else that of the folder."""
        return self._session.config.name or self._session.folder.name

    @property
    def seen_by(self) -> Viewer | None:
        """The viewer that everything is restricted to since `restrict_to_viewer`, if any."""
        return self._session.seen_by

    def restrict_to_viewer(self, viewer: Viewer) -> None:
        """Let this object show only what the viewer may see; it cannot write any more."""
        self._session.restrict_to(viewer)

    @staticmethod
    def restore(
        folder: str | Path | None, backup: str, *, passphrase: str | None = None
    ) -> Restored:
        """Put a backup (`latest`, its name or a file) in the place of a store, which is kept.

        The passphrase is that of the key of pseudonyms, for a backup from before an erasure.
        """
        from toolkit.operations.storage.backup import restore

        return restore(folder, backup, passphrase=passphrase)

    @property
    def add_coding(self) -> Callable[..., Coding]:
        """Another name of `codings.add`."""
        return self.codings.add

    @property
    def codings_frame(self) -> Callable[..., pd.DataFrame]:
        """Another name of `codings.to_frame`."""
        return self.codings.to_frame

    @property
    def agreement_report(self) -> Callable[..., Table]:
        """Another name of `agreement.report`."""
        return self.agreement.report
