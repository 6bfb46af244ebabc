"""An open project. Its subjects are made when they are first asked for, for the fronts and for you:

from toolkit import Project
with Project.open("path/to/project") as project:
    project.codings.add("E01", 120, 180, "trust", coder="coder-a")
    print(project.agreement.report(coders=["coder-a", "coder-b"]))
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.operations.language.subjects import LanguageSubjects
from toolkit.operations.storage.open_project import init_session, open_session

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from toolkit.config import Config
    from toolkit.domain.codings import Coding
    from toolkit.domain.rounds import Viewer
    from toolkit.operations.agreement.agreement import Agreement
    from toolkit.operations.codebook.codebook import ProjectCodebook
    from toolkit.operations.codings.codings import Codings
    from toolkit.operations.codings.memos import Memos
    from toolkit.operations.consensus.consensus import Consensus
    from toolkit.operations.directions import Directions
    from toolkit.operations.exchange.exchange import Exchange
    from toolkit.operations.history import History
    from toolkit.operations.matrices.matrices import Matrices
    from toolkit.operations.preferences.preferences import Preferences
    from toolkit.operations.rounds import Rounds
    from toolkit.operations.sources.sources import Sources
    from toolkit.operations.speakers.speakers import Speakers
    from toolkit.operations.storage.backup import Restored
    from toolkit.operations.storage.storage import Storage
    from toolkit.operations.suggestions.suggestions import Suggestions
    from toolkit.operations.themes import Themes
    from toolkit.report.tables import Table


class Project(LanguageSubjects):
    """An open project folder. Every method raises only `toolkit.QctError` for bad input."""

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
    def restore(folder: str | Path | None, backup: str) -> Restored:
        """Put a backup (`latest`, its name or a file) in the place of a store, which is kept."""
        from toolkit.operations.storage.backup import restore

        return restore(folder, backup)

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

    @cached_property
    def sources(self) -> Sources:
        """Transcripts, the cases that speak in them, and the places in their texts."""
        from toolkit.operations.sources.sources import Sources

        return Sources(self._session)

    @cached_property
    def speakers(self) -> Speakers:
        """Who speaks in the sources, in which role, and for which case."""
        from toolkit.operations.speakers.speakers import Speakers

        return Speakers(self._session)

    @cached_property
    def preferences(self) -> Preferences:
        """What one coder keeps on this machine: bookmarks, pinned codes, the tour."""
        from toolkit.operations.preferences.preferences import Preferences

        return Preferences(self._session)

    @cached_property
    def codebook(self) -> ProjectCodebook:
        """The codebook of the project: reading, importing, editing, and its versions."""
        from toolkit.operations.codebook.codebook import ProjectCodebook

        return ProjectCodebook(self._session)

    @cached_property
    def codings(self) -> Codings:
        """Codes applied to spans of the sources."""
        from toolkit.operations.codings.codings import Codings

        return Codings(self._session)

    @cached_property
    def memos(self) -> Memos:
        """Memos on the project, its sources, cases, codes and codings."""
        from toolkit.operations.codings.memos import Memos

        return Memos(self._session)

    @cached_property
    def rounds(self) -> Rounds:
        """Rounds, who works in them, and how far each coder is."""
        from toolkit.operations.rounds import Rounds

        return Rounds(self._session)

    @cached_property
    def history(self) -> History:
        """The event log: undo, redo, and verification."""
        from toolkit.operations.history import History

        return History(self._session)

    @cached_property
    def suggestions(self) -> Suggestions:
        """Codes that a model suggests, and what coders decided about them."""
        from toolkit.operations.suggestions.suggestions import Suggestions

        return Suggestions(self._session)

    @cached_property
    def themes(self) -> Themes:
        """Topics fitted on the turns of the experts."""
        from toolkit.operations.themes import Themes

        return Themes(self._session)

    @cached_property
    def directions(self) -> Directions:
        """Policy directions, the proposals for them, and the mappings that people confirmed."""
        from toolkit.operations.directions import Directions

        return Directions(self._session)

    @cached_property
    def agreement(self) -> Agreement:
        """Agreement between coders."""
        from toolkit.operations.agreement.agreement import Agreement

        return Agreement(self._session)

    @cached_property
    def consensus(self) -> Consensus:
        """Disagreements, their settlement, and what the consensus says."""
        from toolkit.operations.consensus.consensus import Consensus

        return Consensus(self._session)

    @cached_property
    def matrices(self) -> Matrices:
        """Theme matrices."""
        from toolkit.operations.matrices.matrices import Matrices

        return Matrices(self._session)

    @cached_property
    def exchange(self) -> Exchange:
        """Exchange with other copies of the project: bundles and merging."""
        from toolkit.operations.exchange.exchange import Exchange

        return Exchange(self._session)

    @cached_property
    def storage(self) -> Storage:
        """The store of the project: backups, copies, working offline, and its health."""
        from toolkit.operations.storage.storage import Storage

        return Storage(self._session)
