"""Sentences and words of spoken English and Korean, by rule.

The units are spans of the unchanged text without the blank space around them, in order and
without overlap.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse

from toolkit.domain.spans import Span, stripped
from toolkit.text.hangul import final, is_korean, vowel

_CLOSERS = "\"'”’»)\\]}」』】〉》"
_STOP = re.compile(
    rf"(?P<mark>[.!?…。！？]+)(?P<close>[{_CLOSERS}]*)(?=\s|$|(?<=[。！？]))"
    r"|(?P<korean>(?<=[가-힣][니요죠까])|(?<=[가-힣]니다))[^\S\n]+"
)


def _listed(words_listed: str) -> frozenset[str]:
    return frozenset(words_listed.split())


_ABBREVIATIONS = _listed(
    "dr mr mrs ms prof rev hon st messrs gen col sgt capt gov rep sen vs cf viz eg ie e.g i.e "
    "fig figs eq sec ch vol art arts para paras p pp ed eds al approx ca dept est inc ltd co corp "
    "jr sr jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m etc"
)
_MAY_END = frozenset(["etc", "a.m", "p.m", "inc", "ltd", "co", "corp", "jr", "sr", "al"])
"""Abbreviations that may also end a sentence."""
_NUMBERED = frozenset(["no", "nos", "nr", "art", "sec", "fig"])
"""Words that are abbreviations only before a number."""
_STARTERS = _listed(
    "i we you he she it they the this that these those there then so but and or well yes no "
    "what when where why how who in on at if as our my your their his her its not now one some "
    "because"
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_QUOTING = re.compile(r"(?:라고|라는|라며|라면서|이라고|이라는|하고|고)(?![가-힣]*요)")
_YO_WORDS = frozenset(
    ["필요", "중요", "주요", "수요", "개요", "그게요", "제가요", "근데요", "그런데요", "저는요"]
)
_YO_ENDINGS = frozenset("든군지고구까네데래대세예에나가죠")
_YO_VOWELS = frozenset([0, 1, 4, 6, 9, 10, 14])
"""Medial vowels of contracted verb forms: 가요 해요 서요 져요 봐요 돼요 둬요."""
_SYLLABLE = re.compile(r"[가-힣]+$")
_CHUNK = re.compile(r"[^\s—–…/]+")
_APART = "—–…/"
"""What separates words, beside blank space."""
_QUOTES = "“”‘’·"
"""Frequent marks beyond ASCII that are no part of a word."""
_LETTERS = re.compile("[\x00-\x7fÀ-ÖØ-öø-ʯ가-힣]*+")
"""A text that has nothing but letters beyond ASCII."""
_ASCII = [chr(code) for code in range(128)]
_KINDS = bytes(ord("a" if code > 127 or chr(code).isalnum() else " ") for code in range(256))
"""A letter for each byte of UTF-8 that is a part of a letter or digit, a blank for the others."""
_MARKS = bytes(ord(char) for char in _ASCII if not (char.isalnum() or char.isspace()))
"""What neither makes nor separates words."""


def sentences(text: str, span: Span | None = None) -> list[Span]:
    """Sentences of `text`, or of its stretch `span`; the end of a line always ends a sentence.

    Korean speech without full stops is cut after polite final endings (-습니다, -어요, -죠).

    >>> [str(sentence) for sentence in sentences("Dr. Lee left. 네, 그렇습니다 저도요.")]
    ['0:13', '14:22', '23:27']
    """
    start, end = (span.start, span.end) if span else (0, len(text))
    spans: list[Span] = []
    while start < end:
        newline = text.find("\n", start, end)
        stop = end if newline < 0 else newline
        if start < stop:
            _sentences_of_line(text, start, stop, spans)
        start = stop + 1
    return spans


def words(text: str, span: Span | None = None) -> list[Span]:
    """Words of `text`, or of its stretch `span`, which blanks, dashes and slashes separate.

    Punctuation around a word is left off; a combining mark stays with its letter. A Korean word
    is the eojeol, with its particles. A word has at least one letter or digit.

    >>> [str(word) for word in words("“Well-known”, 1.5 부처의 — yes!")]
    ['1:11', '14:17', '18:21', '24:27']
    """
    start, end = (span.start, span.end) if span else (0, len(text))
    spans: list[Span] = []
    for match in _CHUNK.finditer(text, start, end):
        chunk = match[0]
        first, last = match.span()
        if not (chunk[0].isalnum() and chunk[-1].isalnum()):
            letters = [at for at, char in enumerate(chunk) if char.isalnum()]
            if not letters:
                continue
            tail = letters[-1] + 1
            while tail < len(chunk) and unicodedata.category(chunk[tail]).startswith("M"):
                tail += 1
            first, last = first + letters[0], first + tail
        spans.append(Span(first, last))
    return spans


def count_words(text: str) -> int:
    """How many words `words` finds, counted in a fiftieth of its time; a tenth in some scripts."""
    for mark in _APART:
        if mark in text:
            text = text.replace(mark, " ")
    for mark in _QUOTES:
        if mark in text:
            text = text.replace(mark, "")
    if text.isascii() or _LETTERS.fullmatch(text):
        # Without the marks, a word is whatever follows a blank: no word need be cut out.
        return (b" " + text.encode("utf-8").translate(_KINDS, _MARKS)).count(b" a")
    chunks = text.split()
    # Most words are letters alone; only the others are looked at.
    others = [chunk for chunk in filterfalse(str.isalnum, chunks) if not chunk[0].isalnum()]
    return len(chunks) - sum(not any(map(str.isalnum, chunk)) for chunk in others)


def _sentences_of_line(text: str, start: int, end: int, spans: list[Span]) -> None:
    begin = start
    seen, has_words = start, False
    for match in _STOP.finditer(text, start, end):
        # Punctuation alone is no sentence. Each stretch is examined once, so that a long run
        # of marks takes no quadratic time.
        has_words = has_words or any(char.isalnum() for char in text[seen : match.start()])
        seen = match.start()
        if not has_words:
            continue
        if match["mark"] is None:
            ends, stop = _ends_in_korean(text, begin, match), match.start()
        else:
            ends, stop = match.end() < end and _ends(text, begin, end, match), match.end()
        if ends:
            if piece := stripped(text, begin, stop):
                spans.append(piece)
            begin, seen, has_words = match.end(), match.end(), False
    if piece := stripped(text, begin, end):
        spans.append(piece)


def _ends(text: str, begin: int, end: int, match: re.Match[str]) -> bool:
    """Whether a sentence that began at `begin` ends at the marks of `match`."""
    mark = match["mark"]
    following = text[match.end() : end][:64].lstrip()[:24]
    after = following.lstrip("\"'“‘([「『")[:1]
    if mark[-1] in "。！？":
        return True
    if match["close"] and after.islower():
        return False
    if "…" in mark or (mark == "." * len(mark) and len(mark) > 1):
        previous = text[match.start() - 1]
        return previous in "다요죠까네" if is_korean(previous) else not after.islower()
    if mark != ".":
        return True
    return not _abbreviated(text, begin, match.start(), following, after)


def _abbreviated(text: str, begin: int, dot: int, following: str, after: str) -> bool:
    """Whether the dot at `dot` belongs to an abbreviation rather than ending a sentence."""
    before = _WORD_BEFORE.search(text, max(begin, dot - 24), dot)
    if before is None:
        return False
    word = before[0]
    if word.isdigit():
        # "1. First": a number at the start of a sentence numbers it.
        return before.start() == begin or not text[begin : before.start()].strip()
    key = word.lower().rstrip(".")
    next_word = following.partition(" ")[0].strip(".,!?;:").lower()
    starts = after.isupper() and next_word.partition("'")[0].partition("’")[0] in _STARTERS
    if key in _NUMBERED:
        return after.isdigit()
    if key in _ABBREVIATIONS:
        return not (key in _MAY_END and (after.isupper() or is_korean(after)))
    if _INITIALS.fullmatch(word) and not is_korean(word[-1]):
        return not starts if "." in word or word.isupper() else False
    return False


def _ends_in_korean(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the word before a blank ends a Korean sentence that has no full stop."""
    syllables = _SYLLABLE.search(text, max(begin, match.start() - 12), match.start())
    if syllables is None or _QUOTING.match(text, match.end()):
        return False
    word = syllables[0]
    if word in _YO_WORDS or len(word) < 2:
        return False
    if word.endswith(("니다", "니까")):
        return len(word) > 2 and final(word[-3]) == 17
    if word.endswith("죠"):
        return True
    if not word.endswith("요"):
        return False
    previous = word[-2]
    if previous == "게":
        return len(word) > 2 and final(word[-3]) == 8
    if previous == "는":
        return False
    return previous in _YO_ENDINGS or (final(previous) == 0 and vowel(previous) in _YO_VOWELS)
