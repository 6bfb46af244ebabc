"""The places of a word or a phrase by its lemma."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.domain.spans import Span
    from toolkit.operations.terms.spoken import Spoken

_PARTS = re.compile(r"[\s\-‐‑–·]+")
_BETWEEN = re.compile(r"\s*[-‐‑–·]?\s*")


class Hit(NamedTuple):
    """A place that matches; offsets are code points."""

    source_id: str
    start: int
    end: int


class _Word(NamedTuple):
    start: int
    end: int
    lemma: str


def find(spoken: Spoken, stretches: Mapping[str, Sequence[Span]], word: str) -> list[Hit]:
    """The places of a word or phrase in stretches, in the order of the texts.

    `word` is a lemma, or a form whose lemma is meant where no word has it as a lemma. Content
    words come first; function words are looked for where no content word is meant. The words of
    a phrase may be given as lemmas or as forms.
    """
    asked = [part for part in _PARTS.split(word.strip().lower()) if part]
    if not asked:
        raise UsageError(_("there is no word to look for"), code="terms-wordless")
    content = {name: _content(spoken, name, stretches.get(name, ())) for name in spoken.sources}
    hits = _places(spoken, content, asked)
    if not hits:
        every = {name: _tokens(spoken, name, stretches.get(name, ())) for name in spoken.sources}
        hits = _places(spoken, every, asked)
    return hits


def _places(
    spoken: Spoken, words: Mapping[str, Sequence[_Word]], asked: Sequence[str]
) -> list[Hit]:
    if len(asked) == 1:
        return list(_single(spoken, words, asked[0]))
    return [hit for name in words for hit in _phrase(spoken, name, words[name], asked)]


def _single(spoken: Spoken, words: Mapping[str, Sequence[_Word]], asked: str) -> Iterator[Hit]:
    lemmas = {asked}
    if not any(word.lemma == asked for own in words.values() for word in own):
        lemmas = {
            word.lemma
            for name, own in words.items()
            for word in own
            if _form(spoken, name, word) == asked
        }
    lemmas |= {form for lemma in lemmas for form in _gerunds(lemma)}
    for name, own in words.items():
        for word in own:
            if word.lemma in lemmas:
                yield Hit(name, word.start, word.end)


def _gerunds(verb: str) -> Iterator[str]:
    """The English forms in -ing, which an analyser often takes for nouns of their own."""
    if not verb.isascii() or len(verb) < 3:
        return
    yield verb + "ing"
    yield verb + verb[-1] + "ing"
    if verb.endswith("e"):
        yield verb[:-1] + "ing"
    if verb.endswith("ie"):
        yield verb[:-2] + "ying"


def _phrase(
    spoken: Spoken, name: str, words: Sequence[_Word], asked: Sequence[str]
) -> Iterator[Hit]:
    text = spoken.sources[name].text
    for at in range(len(words) - len(asked) + 1):
        own = words[at : at + len(asked)]
        if all(
            part in (word.lemma, _form(spoken, name, word))
            for part, word in zip(asked, own, strict=True)
        ) and all(
            _BETWEEN.fullmatch(text, left.end, right.start)
            for left, right in itertools.pairwise(own)
        ):
            yield Hit(name, own[0].start, own[-1].end)


def _form(spoken: Spoken, name: str, word: _Word) -> str:
    return spoken.sources[name].text[word.start : word.end].lower()


def _content(spoken: Spoken, name: str, spans: Sequence[Span]) -> list[_Word]:
    source = spoken.sources[name]
    return [
        _Word(term.start, term.end, term.term) for span in spans for term in source.terms_in(span)
    ]


def _tokens(spoken: Spoken, name: str, spans: Sequence[Span]) -> list[_Word]:
    source = spoken.sources[name]
    return [
        _Word(token.start, token.end, token.lemma)
        for span in spans
        for token in source.tokens
        if token.start in span and token.end > token.start
    ]
