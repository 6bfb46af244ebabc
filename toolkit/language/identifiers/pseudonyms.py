"""Pseudonyms: what stands in the place of an identifier, the same throughout a project.

A pseudonym is in square brackets, in English or Korean after the words that it replaces, and says
what was there: `[Ministry A]`, `[기관-3]`, `[Expert 2]`, `[telephone number]`.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from toolkit.language.identifiers.candidate import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HANGUL = re.compile(r"[가-힣]")
_MINISTRY = re.compile(r"\b(?:Ministry|Department)\b", re.IGNORECASE)
_AGENCY = re.compile(r"\b(?:Agency|Authority|Bureau|Office|Service)\b", re.IGNORECASE)
_ENGLISH = {
    Kind.PERSON: "Person",
    Kind.ORGANISATION: "Organisation",
    Kind.PLACE: "Place",
    Kind.TITLE: "Position",
    Kind.NICKNAME: "Person",
    Kind.EVENT: "Event",
}
_KOREAN = {
    Kind.PERSON: "인물",
    Kind.ORGANISATION: "기관",
    Kind.PLACE: "장소",
    Kind.TITLE: "직위",
    Kind.NICKNAME: "인물",
    Kind.EVENT: "사건",
}
_PLAIN = {
    Kind.ADDRESS: ("address", "주소"),
    Kind.TELEPHONE: ("telephone number", "전화번호"),
    Kind.EXTENSION: ("extension", "내선번호"),
    Kind.ROOM: ("room number", "호실"),
    Kind.EMAIL: ("e-mail address", "전자우편"),
    Kind.URL: ("web address", "누리집 주소"),
    Kind.RESIDENT_NUMBER: ("personal number", "개인식별번호"),
    Kind.ACCOUNT: ("account number", "계좌번호"),
    Kind.PLATE: ("vehicle plate", "차량번호"),
    Kind.BIRTH_DATE: ("date of birth", "생년월일"),
}
"""What needs no number: nothing refers to it again."""
NEEDS_NO_NUMBER = frozenset(_PLAIN)
"""Kinds whose pseudonym is the same for all words."""
_BY_LETTER = ("Ministry", "Agency", "Organisation", "Place")
_ROLES = {"expert": ("Expert", "전문가"), "interviewer": ("Interviewer", "면담자")}
PSEUDONYM = re.compile(
    r"\[(?:(?:Ministry|Agency|Organisation|Place) [A-Z]{1,3}"
    r"|(?:Person|Position|Event|Expert|Interviewer) \d{1,4}"
    r"|(?:인물|기관|장소|직위|사건|전문가|면담자)-\d{1,4}"
    rf"|{'|'.join(sorted(word for pair in _PLAIN.values() for word in pair))})\]"
)
"""A pseudonym in the forms that are made here."""
_BRACKETED = re.compile(r"\[[^\[\]\n]{1,40}\]")


class Named(NamedTuple):
    """Words of a kind, as somebody decided on them."""

    kind: Kind
    words: str
    replacement: str


def comparable(words: str) -> str:
    """Words in the form in which they are compared: without case, accents' forms and breaks."""
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())


def in_brackets(text: str) -> set[str]:
    """What stands in square brackets in a text, with the brackets."""
    return set(_BRACKETED.findall(text))


class Pseudonyms:
    """Gives each identifier its pseudonym: that of `known`, else the next that is free."""

    def __init__(
        self,
        known: Iterable[Named] = (),
        roles: Mapping[str, str] | None = None,
        texts: Iterable[str] = (),
    ) -> None:
        """`roles` are `expert` or `interviewer` by the name of somebody who speaks.

        What stands in square brackets in one of the `texts` is somebody's pseudonym already.
        """
        self._by_words: dict[tuple[Kind, str], str] = {}
        self._people: dict[str, str] = {}
        """Pseudonyms of persons by their comparable names."""
        self._taken = {found for text in texts for found in in_brackets(text)}
        self._roles = {comparable(name): role for name, role in (roles or {}).items()}
        for kind, words, replacement in known:
            self._note(kind, words, replacement)

    def of(self, kind: Kind, words: str, language: str = "") -> str:
        """The pseudonym of words of a kind; it is kept for the next time.

        `language` is that of the source, which decides where words have no letters.
        Part of a name, such as a surname, has the pseudonym of the one person whose name has it.
        Give whole names first.
        """
        key = (kind, comparable(words))
        if key not in self._by_words:
            whole = self._person_with(key[1]) if kind is Kind.PERSON else ""
            self._note(kind, words, whole or self._new(kind, words, language))
        return self._by_words[key]

    def given(self) -> list[Named]:
        """Every pseudonym that was given or known before, with words in comparable form."""
        return [Named(*key, replacement) for key, replacement in self._by_words.items()]

    def name_people(self, names: Iterable[str]) -> None:
        """Give persons their pseudonyms, whole names before parts of them.

        A whole name has the pseudonym that a part of it was given before, as where the surname
        was replaced first; not where the part is in the name of another person, too.
        """
        whole_first = sorted(names, key=lambda name: (-len(name.split()), -len(name)))
        before = dict(self._people)
        compared = {comparable(name) for name in whole_first} | set(before)
        for words in whole_first:
            name = comparable(words)
            if (Kind.PERSON, name) in self._by_words:
                continue
            parts = {
                replacement
                for part, replacement in before.items()
                if _is_part(part, name)
                and not any(_is_part(part, other) for other in compared if other != name)
            }
            if len(parts) == 1 and not self._person_with(name):
                self._note(Kind.PERSON, words, parts.pop())
            else:
                self.of(Kind.PERSON, words)

    def _note(self, kind: Kind, words: str, replacement: str) -> None:
        self._by_words[kind, comparable(words)] = replacement
        self._taken.add(replacement)
        if kind is Kind.PERSON:
            self._people[comparable(words)] = replacement

    def _person_with(self, part: str) -> str:
        """The pseudonym of the only person whose name has this part; else empty."""
        whole = {replacement for name, replacement in self._people.items() if _is_part(part, name)}
        return whole.pop() if len(whole) == 1 else ""

    def _new(self, kind: Kind, words: str, language: str) -> str:
        is_korean = bool(_HANGUL.search(words))
        if not any(map(str.isalpha, words)):
            is_korean = language.startswith("ko")
        if kind in _PLAIN:
            return f"[{_PLAIN[kind][is_korean]}]"
        role = self._roles.get(comparable(words)) if kind is Kind.PERSON else None
        if role in _ROLES:
            prefix = _ROLES[role][is_korean]
        elif is_korean:
            prefix = _KOREAN[kind]
        elif kind is Kind.ORGANISATION and _MINISTRY.search(words):
            prefix = "Ministry"
        elif kind is Kind.ORGANISATION and _AGENCY.search(words):
            prefix = "Agency"
        else:
            prefix = _ENGLISH[kind]
        numbers = map(str, count(1)) if prefix not in _BY_LETTER else map(_letters, count(0))
        joint = "-" if is_korean else " "
        return next(
            name for number in numbers if (name := f"[{prefix}{joint}{number}]") not in self._taken
        )


def _is_part(part: str, name: str) -> bool:
    if part == name:
        return False
    if _HANGUL.fullmatch(name[:1]) and " " not in name:
        # The surname comes first, and is one syllable, rarely two; what follows is the given name.
        return name.startswith(part) if len(part) == 1 else name.endswith(part)
    words = name.replace("-", " ").split()
    own = part.replace("-", " ").split()
    return any(words[at : at + len(own)] == own for at in range(len(words) - len(own) + 1))


def _letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
