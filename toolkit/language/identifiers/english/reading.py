"""A text as the English rules read it: its words, where sentences begin, what is in capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.given_names import (
    FAMILY_WORDS,
    GIVEN_NAMES,
    KOREAN_FAMILY,
    KOREAN_SYLLABLES,
)
from toolkit.language.identifiers.english.regional_words import FESTIVALS
from toolkit.language.identifiers.english.vocabulary import is_common
from toolkit.language.identifiers.english.world_words import (
    COMPANIES,
    LANGUAGES,
    NICKNAMES,
    VEHICLES,
)
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.spans import Span
    from toolkit.language.protocol import Analysis

_LETTERS = "[A-Za-zªµºÀ-ÖØ-öø-ʯͰ-ϿЀ-ԯḀ-ỿ]+"
"""Letters of alphabets with capitals; Korean words are not for these rules."""
_APOSTROPHES = rf"{_LETTERS}(?:['’]{_LETTERS})*"
_WORD = re.compile(
    rf"{_APOSTROPHES}(?:[-\u2011]{_APOSTROPHES})*|\d+(?:st|nd|rd|th|[A-Za-z])?(?![A-Za-z\d])|\d+"
)
_POSSESSIVE = re.compile(r"['’][sS]$")
_BREAK = re.compile(r"[.?!:\n;\[\]“‘\"«]|\.\.\.|…")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_LATIN = re.compile("[A-Za-z]")
_FEW_CAPITALS = 0.015
"""A text with a smaller share of words in capitals is read as one in lower case."""
NEVER = (
    lists.COUNTRIES | lists.DEMONYMS | lists.CALENDAR | lists.BELIEFS | lists.SOFTWARE
    | lists.OTHERS | lists.SHORT_FORMS | FESTIVALS | VEHICLES | LANGUAGES
) - COMPANIES  # fmt: skip
_GIVEN = GIVEN_NAMES | NICKNAMES
_NUMBERS = word_set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million billion"
)


def is_korean_given(lower: str) -> bool:
    """Whether a hyphened word is a Korean given name in Latin letters, as `min-seok`."""
    first, hyphen, second = lower.partition("-")
    if not hyphen or first not in KOREAN_SYLLABLES or second not in KOREAN_SYLLABLES:
        return False
    return not (is_common(first) and is_common(second)) or first in ("so", "sun", "young")


@dataclass(slots=True)
class Word:
    """A word without its possessive ending, or a sign of punctuation."""

    start: int
    end: int
    text: str
    lower: str
    before: str
    """What stands between it and the word before."""
    first: bool
    """Whether a sentence can begin with it."""
    cap: bool
    """Whether it begins with a capital letter."""
    caps: bool
    """Whether it has two or more letters and all are capitals."""
    common: bool
    """Whether it is a common word in lower case."""
    never: bool
    """Whether it names a country, a day, a program: nothing that identifies a person."""
    possessive: bool = False
    label: bool = False
    sure: bool = False
    """Whether the word names a person elsewhere in the text."""
    heading: bool = False
    tag: str = ""
    """The tag of the analyser."""
    entity: str = ""
    """The kind of the analyser's name that covers it."""

    @property
    def alpha(self) -> bool:
        """Whether it is made of letters."""
        return self.text[0].isalpha()

    @property
    def given(self) -> bool:
        """Whether it is a given name, perhaps a common word too."""
        return self.lower in _GIVEN or is_korean_given(self.lower)

    @property
    def unknown(self) -> bool:
        """Whether it is no common word and may be a name."""
        return self.alpha and not self.common and not self.never

    @property
    def family(self) -> bool:
        """Whether it is a common word that is a family name too."""
        return self.lower in FAMILY_WORDS


@dataclass(slots=True)
class Reading:
    """A text and its words."""

    text: str
    words: list[Word]
    lower: bool
    """Whether the text is written without capital letters, as speech recognition gives it."""
    labels: list[tuple[int, int]]
    entities: list[tuple[int, int, str]]
    foreign: bool = False
    """Whether most of the text is in Hangul, so that words in Latin letters are terms mostly."""

    def near(self, index: int) -> Word | None:
        """The word behind `index` where nothing but a space stands between."""
        if index + 1 < len(self.words) and self.words[index + 1].before in (" ", "\u00a0"):
            return self.words[index + 1]
        return None

    def link(self, index: int) -> str:
        """The word before `index` in lower case where nothing but a space stands between."""
        if index and self.words[index].before in (" ", "\u00a0"):
            return self.words[index - 1].lower
        return ""


def read(text: str, analyses: Analysis, labels: Sequence[Span | tuple[int, int]]) -> Reading:
    """The words of a text, with what the analyser says of them."""
    spans = sorted((span if isinstance(span, tuple) else (span.start, span.end)) for span in labels)
    words = _words(text)
    _mark_labels(words, spans)
    _mark_headings(text, words)
    tags = {token.start: token.tag for token in analyses.tokens}
    entities = sorted(
        (entity.start, entity.end, entity.kind)
        for entity in analyses.entities
        if entity.kind in ("person", "organisation", "place")
    )
    place = 0
    for word in words:
        word.tag = tags.get(word.start, "")
        while place < len(entities) and entities[place][1] <= word.start:
            place += 1
        if place < len(entities) and entities[place][0] < word.end:
            word.entity = entities[place][2]
    body = [word for word in words if word.alpha and not word.label and not word.heading]
    capitals = sum(word.cap and word.lower != "i" and "'" not in word.text for word in body)
    foreign = len(_HANGUL.findall(text)) > len(_LATIN.findall(text))
    lower = capitals < _FEW_CAPITALS * len(body) and not foreign
    if not lower:
        _mark_words_in_lower_case(text, words)
    return Reading(text, words, lower, spans, entities, foreign)


_BEFORE_NOUNS = word_set(
    "the a an our your my their his her its of no some any this that these those every each in for"
)


def _mark_words_in_lower_case(text: str, words: list[Word]) -> None:
    """A word that stands in lower case behind an article somewhere is no name elsewhere."""
    seen = {
        word.lower
        for before, word in pairwise(words)
        if not word.cap
        and word.unknown
        and word.before == " "
        and before.lower in _BEFORE_NOUNS
        and text[word.end : word.end + 1] not in ("@", ".", "_", "/")
        and not re.match(r" (?:at|dot)\b|\.\w", text[word.end : word.end + 5])
    }
    for word in words:
        if word.cap and word.lower in seen and not word.given:
            word.common = True


def _words(text: str) -> list[Word]:
    words: list[Word] = []
    end_before = 0
    for match in _WORD.finditer(text):
        for low, high in _parts(text, *match.span()):
            words.append(_word(text, low, high, text[end_before:low] if words else "\n", words))
            end_before = high
    return words


def _word(text: str, start: int, end: int, before: str, words: list[Word]) -> Word:
    """The word of a stretch, without its possessive ending, behind the words before it."""
    piece = text[start:end]
    possessive = bool(_POSSESSIVE.search(piece)) and piece.lower() not in _PRONOUNS
    if possessive:
        end -= 2
        piece = text[start:end]
    lower = piece.lower().replace("’", "'")
    return Word(
        start=start,
        end=end,
        text=piece,
        lower=lower,
        before=before,
        first=bool(_BREAK.search(before)) and not _is_after_short_form(before, words),
        cap=piece[0].isupper(),
        caps=len(piece) > 1 and piece.isupper(),
        common=not piece[0].isalpha() or lower in _NUMBERS or is_common(lower),
        never=_is_never(piece, lower),
        possessive=possessive,
    )


def _is_after_short_form(before: str, words: list[Word]) -> bool:
    """Whether a full stop ends a short form, as in `Dr. Smith` and `J. Smith`, and no sentence."""
    if before.strip() != "." or not before.startswith(".") or "\n" in before:
        return False
    previous = words[-1]
    initial = len(previous.lower) == 1 and previous.lower not in "ai"
    return previous.cap and (initial or previous.lower in lists.ABBREVIATED_TITLES)


_PRONOUNS = frozenset(
    f"{word}{mark}s"
    for mark in "'’"
    for word in word_set(
        "it he she that there what who where here let how when one everyone why this"
    )
)


def _is_never(piece: str, lower: str) -> bool:
    """Whether a word names nothing that identifies a person."""
    if lower in lists.SHORT_FORMS and piece[0].isupper() and piece[1:].islower():
        # "Seo" is a family name, "SEO" is not.
        return not (lower in KOREAN_FAMILY and len(lower) == 3)
    return lower in NEVER or _is_plural(lower)


def _is_plural(lower: str) -> bool:
    return lower.endswith("s") and (lower[:-1] in lists.DEMONYMS or lower[:-1] in lists.CALENDAR)


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a hyphened word that stand for themselves, as in `Leeds-based`."""
    piece = text[start:end]
    hyphen = piece.find("-")
    if hyphen < 0 or not piece[0].isupper():
        return [(start, end)]
    first, rest = piece[:hyphen], piece[hyphen + 1 :]
    if not rest or rest[0].isupper() or "-" in rest:
        return [(start, end)]
    syllables = KOREAN_SYLLABLES
    if first.lower() in syllables and rest.replace("'s", "").lower() in syllables:
        return [(start, end)]
    if is_common(rest.lower()):
        return [(start, start + hyphen), (start + hyphen + 1, end)]
    return [(start, end)]


def _mark_labels(words: list[Word], spans: list[tuple[int, int]]) -> None:
    place = 0
    for word in words:
        while place < len(spans) and spans[place][1] <= word.start:
            place += 1
        word.label = place < len(spans) and spans[place][0] < word.end


def _mark_headings(text: str, words: list[Word]) -> None:
    """Mark words of lines in capitals, which say nothing of what a word is."""
    line: list[Word] = []
    for word in [*words, None]:
        if word is None or (line and "\n" in text[line[-1].end : word.start]):
            letters = [w for w in line if w.alpha]
            shouted = all(w.caps or len(w.text) == 1 for w in letters)
            if len(letters) >= 2 and shouted and any(w.common and len(w.text) > 3 for w in line):
                for w in line:
                    w.heading = True
            line = []
        if word is not None:
            line.append(word)
