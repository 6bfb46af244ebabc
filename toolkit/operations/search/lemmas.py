"""Searching the texts of a project by lemma, with what is installed to analyse them."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from toolkit.domain.events import canonical_json
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.language import cache, kiwi, spacy_pipeline
from toolkit.language.analyse import Analysers, Given
from toolkit.language.patterns.kept_words import from_text, rules_digest, to_text
from toolkit.language.patterns.match import Unit, find
from toolkit.language.patterns.parse import parse
from toolkit.language.patterns.words import Words, plain_tokens
from toolkit.language.pieces import pieces
from toolkit.operations.search.searchers import Searcher
from toolkit.operations.suggestions.models import cache_folder
from toolkit.store import queries
from toolkit.text.search import Haystack, Matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from toolkit.domain.spans import Span
    from toolkit.domain.transcript import Source
    from toolkit.language.patterns.parse import Pattern
    from toolkit.language.protocol import Token
    from toolkit.operations.session import ProjectSession


_KIND = "words"
"""Of what is kept in the cache."""


def is_installed() -> bool:
    """Whether an analyser of any language is installed; none is loaded for the answer."""
    if kiwi.is_installed():
        return True
    return find_spec("spacy") is not None and bool(spacy_pipeline.installed())


def need_installed() -> None:
    """Raise `InputError`, which names the extra, where no analyser is installed."""
    if not is_installed():
        raise InputError(
            _("no analyser of a language is installed, so words cannot be searched by lemma"),
            code="language-missing",
            hint=spacy_pipeline.install_hint(),
        )


class ByLemma(Searcher):
    """Looks for a pattern of words by lemma. Where the pattern is words alone, places that have
    them as they are written are matches too."""

    def __init__(self, pattern: str, *, unit: Unit = "sentence") -> None:
        """Raises `PatternError`, which says where the pattern is wrong. What NOT excludes must
        not stand in the same `unit`."""
        self.pattern: Pattern = parse(pattern)
        self._unit = unit

    def find(self, haystack: Haystack) -> Matches:
        """The places that have the words of the pattern as they are written."""
        return haystack.find(self.pattern.text)

    def find_in(self, words: Words, haystack: Haystack | None = None) -> Matches:
        """The matches in an analysed text; `haystack` is the same text for searching."""
        spans: Iterable[Span] = find(self.pattern, words, self._unit)
        if self.pattern.is_plain:
            written = self.find(haystack if haystack is not None else Haystack(words.text))
            spans = _joined([*spans, *written])
        listed = list(spans)
        return Matches(
            array("l", [span.start for span in listed]), array("l", [span.end for span in listed])
        )


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, those that overlap as one."""
    current: Span | None = None
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if current is None or span.start >= current.end:
            if current is not None:
                yield current
            current = span
        elif span.end > current.end:
            current = type(span)(current.start, span.end)
    if current is not None:
        yield current


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The words of a source, for patterns to be found in."""

    words: Words
    unread: tuple[str, ...]
    """Languages of it without an analyser: their words are taken as they are written."""


class _Installed(Analysers):
    """The analysers of a project that are installed; others are as if they were not named."""

    def reads(self, language: str) -> bool:
        """Whether the language has an analyser that can be used."""
        if not super().reads(language):
            return False
        try:
            self.of(language)
        except InputError:
            return False
        return True


def words_of(
    session: ProjectSession,
    sources: Sequence[Source],
    note: Callable[[int, int], None] | None = None,
) -> list[SourceWords]:
    """The words of each source, in order. What no analyser reads is taken as it is written.

    Texts are analysed when they are first asked for, which `note` is told of, and kept.
    """
    ids = [source.id for source in sources]
    texts, turns = (
        queries.texts_of(session.database, ids),
        queries.turns_of(session.database, ids),
    )
    key = tuple(
        (
            source.id,
            source.language,
            source.text_sha256,
            tuple(turn.body for turn in turns[source.id]),
        )
        for source in sources
    )
    analysers = session.caches.get(
        "search.analysers",
        "",
        lambda: _Installed(cache_folder(session), session.config.pipelines),
    )

    def make() -> list[SourceWords]:
        given = [
            Given(texts[source.id], tuple(turn.body for turn in turns[source.id]), source.language)
            for source in sources
        ]
        return _read(cache_folder(session), analysers, given, note)

    return session.caches.get("search.words", key, make)


def _read(
    folder: Path,
    analysers: Analysers,
    given: Sequence[Given],
    note: Callable[[int, int], None] | None,
) -> list[SourceWords]:
    """The words of each text, from the cache in the folder where that has them."""
    rules = [rules_digest(), analysers.ids]
    keys = [
        canonical_json(
            [item.text, item.language, [(span.start, span.end) for span in item.bodies], *rules]
        )
        for item in given
    ]
    known = cache.kept(folder, _KIND, keys)
    todo = [at for at, key in enumerate(keys) if key not in known]
    analysed = analysers.analyse([given[at] for at in todo], note) if todo else []
    made = {
        at: _words(given[at], analysers, result.analysis.tokens, result.unread)
        for at, result in zip(todo, analysed, strict=True)
    }
    fresh = {keys[at]: f"{canonical_json(w.unread)}\n{to_text(w.words)}" for at, w in made.items()}
    if fresh:
        cache.keep(folder, _KIND, fresh)
    return [
        made[at] if at in made else _kept(known[key], item)
        for at, (key, item) in enumerate(zip(keys, given, strict=True))
    ]


def _kept(text: str, item: Given) -> SourceWords:
    unread, _newline, words = text.partition("\n")
    return SourceWords(from_text(words, item.text, item.bodies), tuple(json.loads(unread)))


def _words(
    given: Given, analysers: Analysers, tokens: Iterable[Token], unread: tuple[str, ...]
) -> SourceWords:
    if unread:
        others = (
            token
            for span, language in pieces(given.text, given.bodies, given.language)
            if not analysers.reads(language)
            for token in plain_tokens(given.text, span)
        )
        tokens = sorted([*tokens, *others], key=lambda token: token.start)
    return SourceWords(Words(given.text, tokens, given.bodies), unread)
