"""The subjects of a project, made when they are first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.operations.agreement.agreement import Agreement
    from toolkit.operations.codebook.codebook import ProjectCodebook
    from toolkit.operations.codings.codings import Codings
    from toolkit.operations.codings.memos import Memos
    from toolkit.operations.consensus.consensus import Consensus
    from toolkit.operations.directions.directions import Directions
    from toolkit.operations.exchange.exchange import Exchange
    from toolkit.operations.history import History
    from toolkit.operations.identifiers.identifiers import Identifiers
    from toolkit.operations.matrices.matrices import Matrices
    from toolkit.operations.preferences.preferences import Preferences
    from toolkit.operations.queue.queue import ProjectQueues
    from toolkit.operations.review.review import Review
    from toolkit.operations.rounds import Rounds
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.sources.sources import Sources
    from toolkit.operations.speakers.speakers import Speakers
    from toolkit.operations.storage.storage import Storage
    from toolkit.operations.suggestions.decisions import Decisions
    from toolkit.operations.suggestions.suggestions import Suggestions
    from toolkit.operations.terms.terms import Terms
    from toolkit.operations.themes.themes import Themes


class Subjects:
    """What a project is made of. Each subject is imported when it is first used."""

    _session: ProjectSession

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
    def decisions(self) -> Decisions:
        """What became of suggestions, and the checks of whether coders follow them blindly."""
        from toolkit.operations.suggestions.decisions import Decisions

        return Decisions(self._session)

    @cached_property
    def queue(self) -> ProjectQueues:
        """Queues of passages that a coder answers with yes or no."""
        from toolkit.operations.queue.queue import ProjectQueues

        return ProjectQueues(self._session)

    @cached_property
    def review(self) -> Review:
        """Passages that may be missed, and codings to look at again."""
        from toolkit.operations.review.review import Review

        return Review(self._session)

    @cached_property
    def themes(self) -> Themes:
        """Topics fitted on the turns of the experts."""
        from toolkit.operations.themes.themes import Themes

        return Themes(self._session)

    @cached_property
    def directions(self) -> Directions:
        """Policy directions, the proposals for them, and the mappings that people confirmed."""
        from toolkit.operations.directions.directions import Directions

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
    def identifiers(self) -> Identifiers:
        """What may identify people in the sources, and pseudonyms in its place."""
        from toolkit.operations.identifiers.identifiers import Identifiers

        return Identifiers(self._session)

    @cached_property
    def matrices(self) -> Matrices:
        """Theme matrices."""
        from toolkit.operations.matrices.matrices import Matrices

        return Matrices(self._session)

    @cached_property
    def terms(self) -> Terms:
        """Terms of what is said: typical words and phrases, keyness, and concordances."""
        from toolkit.operations.terms.terms import Terms

        return Terms(self._session)

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
