"""Making searchers of the three kinds, and taking them through the sources of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.operations.search.lemmas import ByLemma, need_installed, words_of
from toolkit.operations.search.searchers import Regex, Searcher, SourceMatches, Words
from toolkit.store import queries
from toolkit.text.search import Haystack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from toolkit.domain.transcript import Source
    from toolkit.operations.session import ProjectSession

SOURCES_AT_ONCE = 20
"""Sources read by one statement, so that matches in the first are told before all is read."""


def searcher(pattern: str, *, regex: bool, lemma: bool) -> Searcher:
    """A searcher of one of the three kinds; an expression is no pattern of words."""
    if regex:
        return Regex(pattern)
    if not lemma:
        return Words(pattern)
    need_installed()
    return ByLemma(pattern)


def search_sources(
    session: ProjectSession,
    finder: Searcher,
    sources: Sequence[Source] = (),
    note: Callable[[int, int], None] | None = None,
) -> Iterator[SourceMatches]:
    """The matches in each of these sources, or in all where none is given, in their order."""
    database = session.database
    listed = list(sources) or queries.sources(database)
    # A step that analyses has all texts before it, so that it can tell how far it is.
    size = len(listed) if isinstance(finder, ByLemma) else SOURCES_AT_ONCE
    for first in range(0, len(listed), max(size, 1)):
        read = listed[first : first + size]
        ids = [source.id for source in read]
        texts, turns = queries.texts_of(database, ids), queries.turns_of(database, ids)
        analysed = words_of(session, read, note) if isinstance(finder, ByLemma) else []
        for at, source_id in enumerate(ids):
            unread: tuple[str, ...] = ()
            if isinstance(finder, ByLemma):
                matches = finder.find_in(analysed[at].words)
                unread = analysed[at].unread
            else:
                matches = finder.find(Haystack(texts[source_id]))
            yield SourceMatches(source_id, texts[source_id], turns[source_id], matches, unread)
