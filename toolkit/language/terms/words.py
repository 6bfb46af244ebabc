"""The content words of an analysed text, as terms, and the noun phrases that they stand in."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language.terms.stop_words import ENGLISH, KOREAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.language.pieces import Piece
    from toolkit.language.protocol import Analysis, Token

_BRACKET = re.compile(r"\[[^\[\]\n]{1,60}\]")
"""Remarks such as `[laughs]`, and tags in the place of names such as `[Ministry A]`: neither are
words of the speaker."""
_RUNNING = re.compile(r"\S*[^\W_]\S*")
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN = re.compile(r"[ \u00a0]*[-‐‑–·]?[ \u00a0]*")
"""What may stand between two words of one phrase."""
_CONTENT = frozenset(["NOUN", "PROPN", "VERB", "ADJ"])
_HEADS = frozenset(["NOUN", "PROPN", "X"])
_LEMMAS = {"datum": "data"}
"""Lemmas that nobody would look for, with the ones that are used."""
_KOREAN_WORDS = frozenset(["NNG", "NNP", "XR", "SL", "SH"])
_KOREAN_VERBS = frozenset(["VV", "VA"])
_MAKES_VERB = frozenset(["XSV", "XSA"])


class Word(NamedTuple):
    """A content word of a text."""

    start: int
    end: int
    term: str
    """The lemma in lower case; Korean verbs and adjectives end in 다."""
    form: str
    """How it stands inside a phrase: as it is spoken, in lower case."""
    pos: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text in one language, in order."""

    language: str
    words: tuple[Word, ...]
    runs: tuple[tuple[int, int], ...]
    """Runs of words `[first, end)` of a noun phrase, with nothing between them but blanks or a
    hyphen; each has two words or more."""


def read_words(text: str, analysis: Analysis, parts: Iterable[Piece]) -> list[Reading]:
    """The content words of each piece of a text; what stands in brackets is left out."""
    brackets = [match.span() for match in _BRACKET.finditer(text)]
    tokens, phrases = analysis.tokens, analysis.phrases
    starts = [token.start for token in tokens]
    phrase_starts = [phrase.start for phrase in phrases]
    readings = []
    for piece in parts:
        first, end = (bisect_left(starts, at) for at in (piece.span.start, piece.span.end))
        own = [token for token in tokens[first:end] if not _is_inside(token, brackets)]
        korean = piece.language == "ko"
        words = _korean(text, own) if korean else _others(text, own, piece.language)
        first, end = (bisect_left(phrase_starts, at) for at in (piece.span.start, piece.span.end))
        runs = tuple(
            run
            for phrase in phrases[first:end]
            for run in _runs(text, words, phrase.start, phrase.end)
        )
        readings.append(Reading(piece.language, tuple(words), runs))
    return readings


def running_words(text: str, parts: Iterable[Piece]) -> list[int]:
    """Where each spoken word of the pieces starts, in order: what stands between blanks and has a
    letter or a digit. What stands in brackets is left out."""
    plain = _BRACKET.sub(lambda match: " " * len(match[0]), text)
    return [
        match.start()
        for piece in parts
        for match in _RUNNING.finditer(plain, piece.span.start, piece.span.end)
    ]


def _is_inside(token: Token, brackets: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(brackets, (token.start + 1,)) - 1
    return at >= 0 and token.start < brackets[at][1]


def _others(text: str, tokens: Sequence[Token], language: str) -> list[Word]:
    stopped = ENGLISH if language == "en" else frozenset()
    words = []
    for token in tokens:
        form = text[token.start : token.end].lower()
        lemma = _LEMMAS.get(token.lemma, token.lemma)
        if (
            token.pos in _CONTENT
            and len(lemma) > 1
            and _LETTER.search(lemma)
            and lemma not in stopped
            and form not in stopped
        ):
            words.append(Word(token.start, token.end, lemma, form, token.pos))
    return words


def _korean(text: str, tokens: Sequence[Token]) -> list[Word]:
    """Nouns with their prefixes and suffixes, and verbs with the noun that they are made of."""
    words: list[Word] = []
    prefix: Token | None = None
    for token in tokens:
        last = words[-1] if words else None
        joins = last is not None and last.end == token.start and last.pos == "NOUN"
        form = text[token.start : token.end].lower()
        if token.tag == "XPN":
            prefix = token
            continue
        if token.tag == "XSN" and joins and last is not None:
            words[-1] = Word(last.start, token.end, last.term + form, last.form + form, "NOUN")
        elif token.tag in _MAKES_VERB and joins and last is not None:
            # 공유 + 하다 is one verb, and 필요 + 하다 one adjective.
            pos = "VERB" if token.tag == "XSV" else "ADJ"
            whole = last.term + token.lemma
            words[-1] = Word(last.start, token.end, whole, whole, pos)
        elif token.tag in _KOREAN_WORDS:
            start = token.start
            if prefix is not None and prefix.end == token.start:
                start, form = prefix.start, text[prefix.start : token.end].lower()
            words.append(Word(start, token.end, form, form, "NOUN"))
        elif token.tag in _KOREAN_VERBS:
            pos = "VERB" if token.tag == "VV" else "ADJ"
            words.append(Word(token.start, token.end, token.lemma, token.lemma, pos))
        prefix = None
    return [word for word in words if _is_korean_term(word)]


def _is_korean_term(word: Word) -> bool:
    if word.term in KOREAN or word.term in ENGLISH or not _LETTER.search(word.term):
        return False
    # A single syllable is often half of a word that was cut wrongly; a single letter is none.
    return len(word.term) > 1


def _runs(text: str, words: Sequence[Word], start: int, end: int) -> Iterable[tuple[int, int]]:
    """The runs of two or more words between `start` and `end` that end in a noun."""
    first = bisect_left(words, (start,))
    last = bisect_left(words, (end,))
    begin = first
    for at in range(first, last):
        joins = at + 1 < last and _BETWEEN.fullmatch(text, words[at].end, words[at + 1].start)
        if joins:
            continue
        stop = at + 1
        while stop > begin and words[stop - 1].pos not in _HEADS:
            stop -= 1
        if stop - begin > 1:
            yield begin, stop
        begin = at + 1
