"""The analyses of a project's sources, by the language of each, kept in the project's cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Role, Source, Turn
from toolkit.language.analyse import Analysed, Analysers, Given
from toolkit.operations.suggestions.models import cache_folder
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class AnalysedSource:
    """A source with its text, turns, and the analysis of what is spoken in it."""

    source: Source
    text: str
    turns: tuple[Turn, ...]
    analysed: Analysed
    """Offsets are code points of `text`."""


def analysers_of(session: ProjectSession) -> Analysers:
    """The analysers of the project, one set while it is open."""

    def make() -> Analysers:
        # The workspace must not wait for a library that holds Python's lock while it loads.
        apart = session.keeps_rules
        return Analysers(cache_folder(session), session.config.pipelines, apart=apart)

    return session.caches.get("language.analysers", "", make)


def analysed_sources(
    session: ProjectSession,
    sources: Iterable[Source],
    *,
    roles: Iterable[Role] = tuple(Role),
    note: Callable[[int, int], None] | None = None,
) -> list[AnalysedSource]:
    """The analysis of the turns of these roles in each source, in order.

    Raises `InputError` where the analyser of a language that occurs is not installed; `note` is
    told how many new pieces are done, and of how many.
    """
    kept = frozenset(roles)
    chosen = list(sources)
    texts = queries.texts_of(session.database, (source.id for source in chosen))
    turns = queries.turns_of(session.database, (source.id for source in chosen))
    given = [
        Given(
            texts[source.id],
            tuple(turn.body for turn in turns[source.id] if turn.role in kept),
            source.language,
        )
        for source in chosen
    ]
    key = tuple((item.text, item.bodies, item.language) for item in given)
    done = session.caches.get(
        "language.analyses", key, lambda: analysers_of(session).analyse(given, note)
    )
    return [
        AnalysedSource(source, texts[source.id], tuple(turns[source.id]), analysed)
        for source, analysed in zip(chosen, done, strict=True)
    ]
