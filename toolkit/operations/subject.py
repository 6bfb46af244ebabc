"""The base of the subjects that a project is made of, such as `project.codings`."""

from __future__ import annotations

from toolkit.operations.session import ProjectSession


class Subject:
    """One subject of an open project. It keeps nothing but the session that it works on."""

    def __init__(self, session: ProjectSession) -> None:
        self._session = session
