"""Speaker labels: what they look like, whatever their place in the text."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum

from toolkit.text.labels.words import PARTICLES, PROSE, ROLES

_CODE = re.compile(r"[A-Z]{1,3}[-_]?\d{1,3}")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_NUMBER = re.compile(r"[\s\-_#.]*\d{1,3}$")
_TITLE_FIRST = re.compile(r"(?:Dr|Mr|Mrs|Ms|Prof|Professor|Director|Sir|Mx)\.?\s+\S", re.IGNORECASE)
_TITLE_LAST = re.compile(
    r"[가-힣]{1,4}\s?(?:과장|국장|교수|박사|위원장|위원|사무관|서기관|주무관|이사관|팀장|실장|원장|"
    r"소장|부장|차장|본부장|센터장|대표|연구위원|연구원|연구관|선임|책임|이사|변호사|선생|선생님|"
    r"차관|장관|의원|기자|대리)님?|[가-힣]{2,4}\s?(?:님|씨)"
)
_KOREAN_PROSE_END = re.compile(r"(?:는|를|면|고|다|요|죠|서는|에서|으로|에게|까지|부터|건|거는)$")


class Strength(IntEnum):
    """How certainly a text is a speaker label."""

    NONE = 0
    LIKELY = 1
    """A name or initials, which is a label only where it recurs."""
    SURE = 2
    """A role, a participant code, a titled name."""


def label_key(label: str) -> str:
    """The key of a label, equal for all spellings of it."""
    folded = unicodedata.normalize("NFC", label).casefold()
    return " ".join(folded.strip("[]*").split()).rstrip(".")


def base_key(key: str) -> str:
    """The key of a label without its number: the same for `Interviewer 1` and `Interviewer 2`."""
    return _NUMBER.sub("", key)


def strength(label: str) -> Strength:
    """How certainly `label`, at the start of a line, is a speaker label."""
    label = unicodedata.normalize("NFC", label.strip())
    key = label_key(label)
    if not key or key in PROSE or base_key(key) in PROSE:
        return Strength.NONE
    if base_key(key) in ROLES:
        # "i" and "q" in lower case are items of lists more often than speakers.
        return (
            Strength.SURE
            if len(base_key(key)) > 1 or label[0] == label[0].upper()
            else (Strength.NONE)
        )
    if _CODE.fullmatch(label) or _TITLE_LAST.fullmatch(label):
        return Strength.SURE
    if _TITLE_FIRST.match(label) and _is_name(label):
        return Strength.SURE
    if _LETTERS.fullmatch(label) or _is_name(label):
        return Strength.LIKELY
    return Strength.NONE


def _is_name(label: str) -> bool:
    """Whether a label has one to four words that are all parts of a name."""
    words = label.split()
    if len(label) > 30 or not 1 <= len(words) <= 4:
        return False
    if any("가" <= char <= "힣" for char in label):
        return _is_korean_name(words)
    return all(_is_name_word(word) for word in words) and words[0] not in PARTICLES


def _is_name_word(word: str) -> bool:
    if word in PARTICLES or word.isdigit():
        return True
    if not all(char.isalnum() or char in ".'’-_" or _is_mark(char) for char in word):
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
