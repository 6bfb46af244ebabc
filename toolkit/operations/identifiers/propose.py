"""Proposals: stretches of the sources that may identify somebody, and a pseudonym for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span, union
from toolkit.domain.transcript import Role, Source, Turn
from toolkit.language.analyse import Given
from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.pseudonyms import PSEUDONYM, Pseudonyms, comparable
from toolkit.operations.identifiers.find_in import find_in
from toolkit.operations.identifiers.key import Key, Place
from toolkit.operations.identifiers.taken import Taken
from toolkit.operations.sources.uncoded import overlaps_any
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from toolkit.operations.session import ProjectSession

NEW, KNOWN, ALWAYS = "new", "known", "always"
"""Whether words are proposed for the first time, have a pseudonym, or are always to be replaced."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stretch that may identify somebody. Offsets are code points of the source's text."""

    source: str
    start: int
    end: int
    kind: Kind
    text: str
    """The words there."""
    replacement: str
    state: str
    """`new`, `known` or `always`."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """Proposals in the order of the sources and their texts, and what limits them."""

    all: tuple[Proposal, ...]
    words: int
    """Words of the texts that were read."""
    unread: tuple[str, ...]
    """Languages that nothing but the rules read."""
    missing: str = ""
    """Why an analyser could not be used; empty where all could."""
    taken: Taken | None = None
    """Whose each pseudonym was then, for accepting them later."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A source that was read for identifiers."""

    source: Source
    text: str
    turns: tuple[Turn, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source with its text and turns."""

    source: Source
    text: str
    turns: tuple[Turn, ...]


def read_sources(session: ProjectSession, sources: Sequence[Source]) -> list[SourceText]:
    """The sources with their texts and turns."""
    texts = queries.texts_of(session.database, (source.id for source in sources))
    turns = queries.turns_of(session.database, (source.id for source in sources))
    return [SourceText(source, texts[source.id], tuple(turns[source.id])) for source in sources]


def propose(
    session: ProjectSession,
    sources: Sequence[SourceText],
    key: Key,
    seen: Taken,
    *,
    listed: Iterable[tuple[str, Kind]] = (),
    note: Callable[[int, int], None] | None = None,
) -> Proposals:
    """Everything in the sources that may identify somebody, without what was decided otherwise.

    `seen` says whose each pseudonym is. `listed` are names from the project's own list. `note` is
    told how far the analysis is.
    """
    given = [
        Given(each.text, tuple(turn.body for turn in each.turns), each.source.language)
        for each in sources
    ]
    names = [*listed, *((entry.words, entry.kind) for entry in key.entries.values())]
    everything = find_in(session, given, [_labels(each.turns) for each in sources], names, note)
    found = [
        _Read(read.source, read.text, read.turns, tuple(_undecided(read, each, key)))
        for read, each in zip(sources, everything.candidates, strict=True)
    ]
    words = sum(len(read.text.split()) for read in sources)
    pseudonyms = Pseudonyms(key.named(), _speakers(found), seen.standing)
    named = tuple(_named(found, key, pseudonyms))
    given_now = replace(seen, proposed=frozenset(pseudonyms.given()))
    return Proposals(named, words, everything.unread, everything.missing, given_now)


def _labels(turns: Iterable[Turn]) -> list[Span]:
    """Where the labels of speakers stand."""
    return [
        Span(turn.span.start, turn.body.start)
        for turn in turns
        if turn.speaker and turn.body.start > turn.span.start
    ]


def _undecided(read: SourceText, found: Iterable[Candidate], key: Key) -> list[Candidate]:
    """The candidates without pseudonyms and without what was rejected."""
    replaced = [Span(*match.span()) for match in PSEUDONYM.finditer(read.text)]
    replaced += _occurrences(read.text, {entry.replacement for entry in key.entries.values()})
    replaced = union(replaced)
    rejected = {
        (place.start, place.end)
        for place in key.places
        if (place.source, place.text_sha256) == (read.source.id, read.source.text_sha256)
    }
    return [
        candidate
        for candidate in found
        if (candidate.start, candidate.end) not in rejected
        and (candidate.kind, comparable(read.text[candidate.start : candidate.end]))
        not in key.rejected
        and not overlaps_any(Span(candidate.start, candidate.end), replaced)
    ]


def _occurrences(text: str, words: Iterable[str]) -> list[Span]:
    """Where words stand in a text as they are written."""
    spans = []
    for each in sorted(words):
        at = text.find(each)
        while at >= 0:
            spans.append(Span(at, at + len(each)))
            at = text.find(each, at + len(each))
    return spans


def _named(found: Sequence[_Read], key: Key, pseudonyms: Pseudonyms) -> Iterable[Proposal]:
    """The proposals with their pseudonyms; whole names have theirs before parts of them."""
    people = dict.fromkeys(
        read.text[candidate.start : candidate.end]
        for read in found
        for candidate in read.candidates
        if candidate.kind is Kind.PERSON
    )
    pseudonyms.name_people(people)
    for read in found:
        for candidate in read.candidates:
            words = read.text[candidate.start : candidate.end]
            entry = key.entries.get((candidate.kind, comparable(words)))
            yield Proposal(
                read.source.id,
                candidate.start,
                candidate.end,
                candidate.kind,
                words,
                pseudonyms.of(candidate.kind, words, read.source.language),
                NEW if entry is None else ALWAYS if entry.always else KNOWN,
            )


def _speakers(found: Iterable[_Read]) -> dict[str, str]:
    """The role of each speaker by the label in the text, where that is one role only."""
    roles: dict[str, set[Role]] = {}
    for read in found:
        for turn in read.turns:
            roles.setdefault(turn.label_read or turn.speaker, set()).add(turn.role)
    return {label: role.value for label, (role, *others) in roles.items() if label and not others}


def rejected_at(source: Source, start: int, end: int) -> Place:
    """The place in the present text of a source, as the key keeps it."""
    return Place(source.id, source.text_sha256, start, end)
