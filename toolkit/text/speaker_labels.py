"""Speaker labels: what they look like, whatever their place in the text."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

from toolkit.text.labels.words import PARTICLES, PROSE, PROSE_PHRASES, ROLES, SENTENCE_STARTS, SMALL

_CODE = re.compile(r"[A-Z]{1,3}[-_]?\d{1,3}\??|[A-Z]{1,3}\?")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_NUMBER = re.compile(r"[\s\-_#.]*\d{1,3}$")
_DISTINCTION = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]$")
_TOGETHER = re.compile(r"\s*[/&+]\s*")
_TITLE_FIRST = re.compile(r"(?:Dr|Mr|Mrs|Ms|Prof|Professor|Director|Sir|Mx)\.?\s+\S", re.IGNORECASE)
_TITLE_LAST = re.compile(
    r"[가-힣]{1,4}\s?(?:과장|국장|교수|박사|위원장|위원|사무관|서기관|주무관|이사관|팀장|실장|원장|"
    r"소장|부장|차장|본부장|센터장|대표|연구위원|연구원|연구관|선임|책임|이사|변호사|선생|선생님|"
    r"차관|장관|의원|기자|대리)님?|[가-힣]{2,4}\s?(?:님|씨)"
)
_MASKED = re.compile(r"\w{1,4}[*○◯●×〇]{1,4}(?:\s?[가-힣]{1,6})?|[○◯×〇]{2,4}(?:\s?[가-힣]{1,6})?")
_KOREAN_PROSE_END = re.compile(r"(?:는|를|면|고|다|요|죠|서는|에서|으로|에게|까지|부터|건|거는)$")
_SENTENCE = re.compile(r"[!;。！；…]|[^\W\d_]{5,}\.\s|[?？]\s|//|\\|,$|^[\"'“”‘«„「『]")
_ABOUT_A_TALK = re.compile(
    r"\binterview(?:ed|s)?\s+(?:by|with|conducted|mit|avec|con|com)\b|\b(?:conducted|transcribed)"
    r"\s+by\b|\bentretien avec\b|\bentrevista (?:a|con|com)\b",
    re.IGNORECASE,
)
MAX_LABEL = 60
"""Longest label, in code points."""


class Strength(IntEnum):
    """How certainly a text is a speaker label."""

    NONE = 0
    WEAK = 1
    """Words that are a label only where the talk has no sense without it."""
    LIKELY = 2
    """A name or initials, which is a label only where it recurs."""
    SURE = 3
    """A role, a participant code, a titled name."""


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """The key of a label, equal for all spellings of it."""
    folded = unicodedata.normalize("NFC", label).casefold()
    return " ".join(folded.strip("[]*").split()).rstrip(".")


def base_key(key: str) -> str:
    """The key of a label without its number: the same for `Interviewer 1` and `Interviewer 2`.

    Letters in parentheses go too, as in `Interviewer (MK)`.
    """
    return _NUMBER.sub("", _DISTINCTION.sub("", key))


def strength(label: str) -> Strength:
    """How certainly `label`, at the start of a line, is a speaker label."""
    label = unicodedata.normalize("NFC", label.strip())
    key = label_key(label)
    base = base_key(key)
    if not key or key in PROSE or key in PROSE_PHRASES or _ABOUT_A_TALK.search(label):
        return Strength.NONE
    if base in ROLES:
        # "i" and "q" in lower case are items of lists more often than speakers.
        lower = len(base) == 1 and label[0] != label[0].upper()
        return Strength.WEAK if lower else Strength.SURE
    if all(_CODE.fullmatch(code) for code in _TOGETHER.split(label)):
        return Strength.SURE
    if _TITLE_LAST.fullmatch(label):
        return Strength.SURE
    if _TITLE_FIRST.match(label) and _is_name(label):
        return Strength.SURE
    likely = _LETTERS.fullmatch(label) or _MASKED.fullmatch(label) or _is_name(label)
    if base not in PROSE and (likely or _is_name_in_order(label)):
        return Strength.LIKELY
    return Strength.WEAK if _can_be_label(label) else Strength.NONE


def is_title(label: str) -> bool:
    """Whether a label reads as the name or the title of a person, of any length."""
    words = label.split()
    if not words or len(words) > 12 or words[0].casefold() in SENTENCE_STARTS:
        return False
    if base_key(label_key(label)) in PROSE or not _can_be_label(label):
        return False
    if any("가" <= char <= "힣" for char in label):
        return len(words) <= 6 and not any(_KOREAN_PROSE_END.search(word) for word in words)
    parts = [word.strip(",&/()-") for word in words]
    names = [part for part in parts if part and part not in SMALL]
    return bool(names) and all(_is_name_word(part) for part in names)


def is_name_list(words: str) -> bool:
    """Whether words are the names or codes of people, as the head of a document lists them."""
    parts = re.split(r"\s*(?:,|;|/|&|、|\band\b|\bund\b|\bet\b|\by\b)\s*", words.strip())
    return len(words) <= 120 and all(
        bool(_CODE.fullmatch(part) or _MASKED.fullmatch(part)) or _is_name(part) for part in parts
    )


def _can_be_label(label: str) -> bool:
    """Whether a label is short, and no sentence."""
    return (
        len(label) <= MAX_LABEL
        and len(label.split()) <= 10
        and any(char.isalnum() or char in "*?○◯×" for char in label)
        and not (label.isdigit() and len(label) > 3)
        and not _SENTENCE.search(label)
    )


def _is_name(label: str) -> bool:
    """Whether a label has one to four words that are all parts of a name."""
    words = label.split()
    if len(label) > 30 or not 1 <= len(words) <= 4 or not any(map(str.isalpha, label)):
        return False
    if any("가" <= char <= "힣" for char in label):
        return _is_korean_name(words)
    return all(_is_name_word(word) for word in words) and words[0] not in PARTICLES


def _is_name_in_order(label: str) -> bool:
    """Whether a label is a last name, a comma and a first name."""
    last, comma, first = label.partition(", ")
    return bool(comma) and _is_name(last) and _is_name(first) and len(label) <= 40


def _is_name_word(word: str) -> bool:
    if word in PARTICLES or word.isdigit():
        return True
    if not all(char.isalnum() or char in ".'’-_״׳" or _is_mark(char) for char in word):
        return False
    # Scripts without case have no capital letters.
    return word[0].isalpha() and (word[0].isupper() or word[0].lower() == word[0].upper())


def _is_korean_name(words: list[str]) -> bool:
    whole = "".join(words)
    return (
        len(words) <= 3
        and len(whole) <= 10
        and all(char.isalnum() for char in whole)
        and not any(_KOREAN_PROSE_END.search(word) for word in words)
    )


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")
