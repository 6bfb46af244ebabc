"""Addresses of mail and of the web, written and read aloud."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers.windows import near
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDINGS = (
    "com|org|net|edu|gov|mil|int|info|biz|io|ai|app|dev|cloud|eu|uk|kr|ie|de|fr|nl|pl|se|dk|fi|ch|"
    "cz|pt|gr|hu|ro|jp|cn|tw|hk|sg|au|nz|ca|za|ng|ke|gh|ae|sa|tr|ru|ua|br|mx|scot|wales|london|"
    "example|test|invalid|local"
)
"""Ends of domains; those that are words of a language as well, as `it` and `me`, are left out."""
_SPOKEN_ENDINGS = (
    "com|org|net|edu|gov|mil|int|info|biz|io|eu|uk|kr|ie|de|fr|nl|pl|se|dk|fi|ch|cz|jp|au|nz|ca|"
    "za|ng|in|ke|gh|be|at|it|es|no|pt|gr|tr|ua|ru|scot|wales|city|local|internal|test|invalid"
    "|u k|k r|e u|example"
)
_LABEL = r"[^\W_](?:[\w-]{0,62})"
_EMAIL = re.compile(
    rf"(?<![\w.+%@-])[\w][\w.+%'-]{{0,63}}(?:@|\s?(?:\[at\]|\(at\))\s?){_LABEL}"
    rf"(?:(?:\.|\s?(?:\[dot\]|\(dot\))\s?)[A-Za-z][\w-]{{1,62}}){{1,5}}",
    re.ASCII,
)
_URL = re.compile(
    r"(?<![\w@])(?:https?://|ftp://|www\.)[^\s<>\"'“”‘’|⟦⟧가-힣]{2,2000}",
    re.IGNORECASE | re.ASCII,
)
_DOMAIN = re.compile(
    rf"(?<![\w@./\\-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,5}}(?:{_ENDINGS})(?![\w@-])(?!\.[a-z])"
    rf"(?:/[\w./%#?=&~+-]{{0,500}})?",
    re.ASCII | re.IGNORECASE,
)
_GAP = r"(?:,?\s+(?:(?:um|uh|er|erm),?\s+)?|\s*[-–—]\s*)"
_PIECE = r"[^\W_][\w'.-]{0,40}"
_JOINER = r"(?:dot|point|underscore|dash|hyphen|minus|full stop|period)"
_SPOKEN_DOMAIN = (
    rf"(?:[^\W_][\w-]{{0,40}}(?:{_GAP}(?:dot|dash|hyphen|full stop|period){_GAP})){{1,5}}"
    rf"(?:{_SPOKEN_ENDINGS})(?![\w'’-])"
)
_SPOKEN_EMAIL = re.compile(
    rf"(?<![\w'’.])(?:(?:[a-z]{_GAP}){{1,12}}(?:(?={_JOINER}"
    rf"|at)))?(?:{_PIECE}{_GAP}{_JOINER}{_GAP}){{0,5}}"
    rf"{_PIECE}{_GAP}(?:at(?:\s+sign)?|@){_GAP}{_SPOKEN_DOMAIN}",
    re.IGNORECASE,
)
_SPOKEN_URL = re.compile(
    rf"(?<![\w'’.])(?:(?:www|w w w|double u double u double u){_GAP}dot{_GAP})?{_SPOKEN_DOMAIN}"
    rf"(?:{_GAP}(?:forward\s+)?slash{_GAP}{_PIECE}){{0,4}}",
    re.IGNORECASE,
)
_HALF_SPOKEN = re.compile(
    rf"(?<![\w'’.-])(?P<address>[a-z][\w-]{{0,30}}(?:[._][\w-]{{1,30}}){{1,3}}\s(?:at|@)\s"
    rf"(?:[\w-]{{1,40}}\.){{1,4}}(?:{_ENDINGS}))(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_SPELLED = re.compile(rf"(?:(?<![\w'’])[a-z]{_GAP}){{1,14}}$", re.IGNORECASE)
_NO_NAME = word_set("the a an this that on to of and or some every one is it's its at in")
_WORDS_TOO = word_set("it in no be at es me to de local example test city")
_AT = re.compile(r"@|\[at\]|\(at\)")
_DOT = re.compile(r"\b(?:[Dd]ot|DOT|full stop|period)\b")
_SAID_AT = re.compile(r"\s(?:at|@)\s(?=[\w-]+\.)")
_TRAILING = ".,;:!?)]}'\"”’…"


def find_online(text: str) -> Iterator[Candidate]:
    """Mail addresses, addresses of the web and domains."""
    for match in near(text, _AT, _EMAIL, 80, 200):
        if _DOT_END.search(match.group()):
            yield _candidate(match.start(), match.end(), text, Kind.EMAIL, "email")
    for match in near(text, _DOT, _SPOKEN_EMAIL, 300, 200):
        start = match.start()
        yield _candidate(_spelled_from(text, start), match.end(), text, Kind.EMAIL, "spoken email")
    for match in near(text, _SAID_AT, _HALF_SPOKEN, 140, 180):
        yield _candidate(
            match.start("address"), match.end("address"), text, Kind.EMAIL, "half spoken email"
        )
    for match in _URL.finditer(text):
        yield _candidate(match.start(), match.end(), text, Kind.URL, "url")
    for match in _DOMAIN.finditer(text):
        if _is_domain(match.group()):
            yield _candidate(match.start(), match.end(), text, Kind.URL, "domain")
    for match in near(text, _DOT, _SPOKEN_URL, 120, 200):
        words = match.group().lower().replace(",", " ").split()
        if words[0] not in _NO_NAME and not _is_sentence(words):
            yield _candidate(match.start(), match.end(), text, Kind.URL, "spoken url")


def _is_sentence(words: list[str]) -> bool:
    """Whether `period` and a short word are words of a sentence, as in `a grace period it ends`."""
    return "dot" not in words and words[-1] in _WORDS_TOO


_DOT_END = re.compile(r"(?:\.|\[dot\]|\(dot\))\s?[A-Za-z]{2,24}$")
_NO_DOMAIN = re.compile(r"^(?:asp|vb|ado|socket|ml|paint)\.(?:net|io|ai)$|^(?:i\.e|e\.g)\b", re.I)


def _is_domain(word: str) -> bool:
    """Whether a word with full stops is a domain, not two sentences without a space between."""
    host = word.partition("/")[0]
    if _NO_DOMAIN.match(host):
        return False
    end = host.rpartition(".")[2]
    return end == end.lower() and not host.replace(".", "").isdigit()


def _spelled_from(text: str, start: int) -> int:
    """The start with the single letters that are read out before it."""
    before = text[max(0, start - 60) : start]
    match = _SPELLED.search(before)
    if match is None:
        return start
    letters = match.group().split()
    if letters and letters[0].strip(",").lower() in ("a", "i"):
        # "a" and "I" before a word are words of the sentence more often than letters.
        skipped = re.match(r"\S+\s+", match.group())
        return start - len(match.group()) + (skipped.end() if skipped else 0)
    return start - len(match.group())


def _candidate(start: int, end: int, text: str, kind: Kind, rule: str) -> Candidate:
    while end > start + 1 and text[end - 1] in _TRAILING:
        end -= 1
    return Candidate(start, end, kind, rule, 95 if kind is Kind.EMAIL else 90)
