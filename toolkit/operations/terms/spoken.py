"""The terms and the running words of sources, as people speak them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Source, Turn
from toolkit.errors import unknown
from toolkit.i18n import ngettext
from toolkit.language.pieces import Piece, pieces
from toolkit.language.protocol import Token
from toolkit.language.terms.occurrences import Kind, Occurrence, Term, known_phrases, occurrences
from toolkit.language.terms.words import read_words, running_words
from toolkit.operations.language.analysed import analysed_sources, analysers_of
from toolkit.store import queries
from toolkit.text.languages import language_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.spans import Span
    from toolkit.operations.session import ProjectSession
    from toolkit.operations.terms.request import TermsRequest


@dataclass(frozen=True, slots=True)
class SpokenSource:
    """What is said in a source: its terms, and where its running words start, both in order."""

    source: Source
    text: str
    turns: tuple[Turn, ...]
    terms: tuple[Occurrence, ...]
    term_starts: tuple[int, ...]
    words: tuple[int, ...]
    tokens: tuple[Token, ...] = ()
    """All words and morphemes, with their lemmas."""
    pieces: tuple[Piece, ...] = ()
    """What is spoken in the language that is asked for, or in any."""

    def terms_in(self, span: Span) -> Sequence[Occurrence]:
        """The terms that start in a stretch."""
        return self.terms[
            bisect_left(self.term_starts, span.start) : bisect_left(self.term_starts, span.end)
        ]

    def words_in(self, span: Span) -> int:
        """How many running words start in a stretch."""
        return bisect_left(self.words, span.end) - bisect_left(self.words, span.start)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said in the sources in scope."""

    sources: Mapping[str, SpokenSource]
    unread: Mapping[str, int]
    """Running words by language that nothing analyses, which are left out."""
    models: Mapping[str, str]
    """The analyser of each language that was read."""

    def notes(self) -> list[str]:
        """A sentence for each language whose words are left out."""
        return [
            ngettext(
                "left out: {count:,} word in {language}, which nothing here analyses; name an "
                "installed spaCy pipeline for it under [language] in qct.toml",
                "left out: {count:,} words in {language}, which nothing here analyses; name an "
                "installed spaCy pipeline for it under [language] in qct.toml",
                count,
            ).format(
                count=count,
                language=language_named(language),
            )
            for language, count in sorted(self.unread.items())
            if count
        ]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often terms occur in some stretches."""

    terms: Counter[Term]
    by_case: Mapping[str, Counter[Term]]
    words: int
    """Running words of the stretches."""
    words_by_case: Mapping[str, int]

    def cases_with(self, term: Term) -> int:
        """The number of cases that use a term."""
        return sum(1 for counts in self.by_case.values() if counts[term])

    @property
    def cases(self) -> list[str]:
        """The cases that say anything in the stretches."""
        return [case for case, words in self.words_by_case.items() if words]


def read_spoken(
    session: ProjectSession, sources: Iterable[Source], request: TermsRequest
) -> Spoken:
    """The terms of sources by the analysers of their languages.

    Phrases are those that occur twice or more in all of them together. Raises `InputError` where
    an analyser is not installed, and for a language that nobody speaks.
    """
    roles = frozenset(request.roles)
    analysers = analysers_of(session)
    read, unread, languages = [], Counter[str](), dict[str, None]()
    for item in analysed_sources(session, sources, roles=request.roles, note=request.progress):
        bodies = [turn.body for turn in item.turns if turn.role in roles]
        parts = list(pieces(item.text, bodies, item.source.language))
        languages |= dict.fromkeys(part.language for part in parts)
        asked = tuple(part for part in parts if request.language in (None, part.language))
        kept = [part for part in asked if analysers.reads(part.language)]
        for part in asked:
            if not analysers.reads(part.language):
                unread[part.language] += len(running_words(item.text, [part]))
        readings = read_words(item.text, item.analysed.analysis, kept)
        read.append((item, asked, readings, running_words(item.text, kept)))
    _check_language(request, languages)
    known = (
        frozenset[tuple[str, str]]()
        if request.kind == Kind.WORDS
        else known_phrases(
            reading for _item, _parts, readings, _words in read for reading in readings
        )
    )
    result = {}
    for item, asked, readings, words in read:
        terms = tuple(
            term for reading in readings for term in occurrences(reading, known, Kind(request.kind))
        )
        result[item.source.id] = SpokenSource(
            item.source,
            item.text,
            item.turns,
            terms,
            tuple(term.start for term in terms),
            tuple(words),
            item.analysed.analysis.tokens,
            asked,
        )
    models = {
        language: analysers.of(language).id
        for language in languages
        if request.language in (None, language) and analysers.reads(language)
    }
    return Spoken(result, unread, dict(sorted(models.items())))


def read_as_written(
    session: ProjectSession, sources: Iterable[Source], request: TermsRequest
) -> Spoken:
    """What is said in sources, without terms: it needs no analyser, and leaves no language out.

    Raises `InputError` for a language that nobody speaks.
    """
    roles, chosen = frozenset(request.roles), list(sources)
    ids = [source.id for source in chosen]
    texts, turns = queries.texts_of(session.database, ids), queries.turns_of(session.database, ids)
    result, languages = {}, dict[str, None]()
    for source in chosen:
        text, own = texts[source.id], tuple(turns[source.id])
        bodies = [turn.body for turn in own if turn.role in roles]
        parts = list(pieces(text, bodies, source.language))
        languages |= dict.fromkeys(part.language for part in parts)
        asked = tuple(part for part in parts if request.language in (None, part.language))
        words = tuple(running_words(text, asked))
        result[source.id] = SpokenSource(source, text, own, (), (), words, pieces=asked)
    _check_language(request, languages)
    return Spoken(result, {}, {})


def _check_language(request: TermsRequest, languages: Iterable[str]) -> None:
    """Raise `InputError` for a language that is asked for and that nobody speaks."""
    if request.language is not None and request.language not in languages:
        raise unknown("language", request.language, sorted(languages))


def count(
    spoken: Spoken,
    stretches: Mapping[str, Mapping[str, Sequence[Span]]],
    whole: Mapping[str, Sequence[Span]],
) -> Counts:
    """How often each term starts in stretches.

    `stretches` are those of each case, by case and source; `whole` those of all cases together,
    by source, each once, so that what two cases share counts once in the sums.
    """
    by_case: dict[str, Counter[Term]] = {}
    words_by_case: dict[str, int] = {}
    for case, of_case in stretches.items():
        by_case[case], words_by_case[case] = _count(spoken, of_case)
    terms, words = _count(spoken, whole)
    return Counts(terms, by_case, words, words_by_case)


def _count(spoken: Spoken, spans: Mapping[str, Sequence[Span]]) -> tuple[Counter[Term], int]:
    terms: Counter[Term] = Counter()
    words = 0
    for source_id, of_source in spans.items():
        source = spoken.sources[source_id]
        for span in of_source:
            terms.update(term.key for term in source.terms_in(span))
            words += source.words_in(span)
    return terms, words
