"""Which stretches of a text an analyser gets, and of which language each is.

What is spoken is analysed turn by turn, without the labels of speakers. In a text of unknown or
mixed language the script of each sentence decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from toolkit.domain.spans import Span
from toolkit.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_ENDS_IN_HANGUL = re.compile(r"[\uac00-\ud7a3][^\w]*$")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LETTER = re.compile(r"[^\W\d_]")
_A_WORD = 2.5
"""Latin letters that say as much as one Hangul syllable."""


class Piece(NamedTuple):
    """A stretch of a text in one language."""

    span: Span
    language: str
    """Code of ISO 639-1; `und` where no language is known for it."""


def pieces(text: str, bodies: Iterable[Span], language: str) -> Iterator[Piece]:
    """The stretches `bodies` of a text, cut where the language changes between sentences.

    `language` is that of the source. Hangul is Korean in every source. A Latin sentence of a
    Korean or undetermined source is English, since no other language is told apart by its script.
    """
    for body in bodies:
        begin, current, end = body.start, "", body.start
        for sentence in sentences(text, body):
            own = language_of(text[sentence.start : sentence.end], language)
            if own and current and own != current:
                yield Piece(Span(begin, end), current)
                begin = sentence.start
            current = own or current
            end = sentence.end
        if end > begin:
            yield Piece(Span(begin, end), current or _settled(language) or "und")


def language_of(sentence: str, language: str) -> str:
    """The language of a sentence in a source in `language`; empty where it has no letters.

    >>> language_of("그 API gateway 얘기죠.", "en"), language_of("We use 공문.", "ko")
    ('ko', 'en')
    """
    hangul = len(_HANGUL.findall(sentence))
    latin = len(_LATIN.findall(sentence))
    # Korean ends in its verb, so that Latin terms may outnumber its own letters.
    share = 2 if _ENDS_IN_HANGUL.search(sentence) else 1
    if hangul * _A_WORD * share > latin:
        return "ko"
    if latin:
        own = _settled(language)
        return own if own and own not in ("ko", "ja", "zh", "ru", "ar", "he") else "en"
    if _LETTER.search(sentence):
        return _settled(language) or "und"
    return ""


def _settled(language: str) -> str:
    """The code without its region; empty where the language is not known."""
    code = language.lower().replace("_", "-").partition("-")[0]
    return "" if code in ("und", "mul", "") else code
