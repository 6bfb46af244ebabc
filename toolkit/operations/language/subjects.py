"""The subjects of a project that rest on the analysis of its texts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.terms.terms import Terms


class LanguageSubjects:
    """What `Project` has of subjects that need the analysis of texts."""

    def __init__(self, session: ProjectSession) -> None:
        self._session = session

    @cached_property
    def terms(self) -> Terms:
        """Terms of what is said: typical words and phrases, keyness, and concordances."""
        from toolkit.operations.terms.terms import Terms

        return Terms(self._session)
