"""Further mentions of people whose names are certain, in Korean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import LONGER, NOUNS
from toolkit.language.identifiers.ko.people.cues import cues
from toolkit.language.identifiers.ko.people.joined import NOT_JOINED
from toolkit.language.identifiers.ko.people.native import NATIVE
from toolkit.language.identifiers.ko.people.shapes import (
    AMBIGUOUS,
    LIKELY,
    POSSIBLE,
    TITLES,
    title_end,
)
from toolkit.language.identifiers.ko.people.surnames import (
    FREQUENT,
    RARE,
    USUAL,
    given_of,
)
from toolkit.language.identifiers.ko.words import Word, begins_word, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.language.identifiers.ko.words import Morphemes


_SURNAME_AGAIN = re.compile(r"(?<![가-힣])([가-힣])(?=( ?)([가-힣]{2,9}))")
_LIKE_AN_OFFICE = re.compile(
    r"([가-힣]{2,7}?(?:님|[장관위경령]|[간기검강영조복설]사|주임|팀원|기장))"
    r"(?=[^가-힣]|[이가은는을를의도]|한테|께|이랑|하고|예요|이에요|입니다|이요)"
)
"""Nouns that can be a title, whatever office it is."""
_DETERMINERS = frozenset("이그저한전현각두세네몇내첫새옛맨제본")
_NOT_TITLES = words_of(
    "통장 시장 의원 이사 기사 감사 대표 담당 지사 주사 소장 감독관 사서 신부 원장 이장 기자"
)
_SYLLABLE = re.compile(r"(?<![가-힣])([가-힣]) ?자(?=[를가는도만] |예요|라고| 못| 안|[,.])")
_LATIN_WORD = re.compile(r"(?<![A-Za-z0-9@._-])[A-Z][A-Za-z]+(?![A-Za-z0-9@_-])")


def repeated(
    text: str, certain: Iterable[Candidate], words: Sequence[Word], morphemes: Morphemes
) -> Iterator[Candidate]:
    """Every further mention of names that are certain, and their given names alone."""
    names: set[str] = set()
    givens: set[str] = set()
    latin: set[str] = set()
    single: set[str] = set()
    several: list[list[str]] = []
    for candidate in certain:
        name = text[candidate.start : candidate.end]
        if len(name) < 2:
            single.add(name)
            continue
        if " " in name and not name.isascii():
            several.append(name.split())
        if name.isascii():
            latin.update(part for part in name.split() if len(part) > 2)
        elif all("가" <= char <= "힣" for char in name):
            names.add(name)
            if len(name) > 2 and len(given_of(name)) == 2:
                givens.add(given_of(name))
    for match in _LATIN_WORD.finditer(text) if latin else ():
        if match.group() in latin:
            yield Candidate(match.start(), match.end(), Kind.PERSON, "repeated name", LIKELY)
    names.update(part for parts in several for part in parts if _is_telling(part))
    yield from _last_syllables(text, {parts[-1] for parts in several})
    titled = set(single)
    surnames = {name[0] for name in names if len(name) > 2} | single
    for match in _SURNAME_AGAIN.finditer(text) if surnames else ():
        if match.group(1) in surnames - _DETERMINERS and begins_word(text, match.start()):
            start = match.end() + len(match.group(2))
            title = title_end(text, start, start + len(match.group(3)))
            if title <= start and match.group(2) and len(match.group(1)) == 1:
                office = _LIKE_AN_OFFICE.match(text, start)
                noun = office is not None and morphemes.tag_from(start) in ("NNG", "NNP", "XPN")
                title = office.end(1) if office and noun else start
            joined = match.group(1) + text[start:title].removesuffix("님")
            other = not match.group(2) and (joined in TITLES or joined in NOT_JOINED)
            other = other or (not match.group(2) and joined[:2] in NOUNS)
            thing = text[start:title] in _NOT_TITLES and match.group(1) not in titled
            if title > start and not other and not thing:
                yield Candidate(*match.span(1), Kind.PERSON, "surname again", LIKELY)
    for match in _SYLLABLE.finditer(text) if surnames else ():
        verb = morphemes.tag_from(match.start(1))[:1] in ("V", "M", "E")
        if match.group(1) in surnames and not verb:
            yield Candidate(*match.span(1), Kind.PERSON, "syllable of a name", LIKELY)
    longest = max(max(map(len, names), default=0), 3 if givens or names else 0)
    for word in words:
        if not begins_word(text, word.start):
            continue
        for length in stems(word.text, longest):
            name = word.text[:length]
            full = len(name) == 3 and name[1:] in names and name[0] in FREQUENT | RARE
            full = full and _is_full(word, length, morphemes)
            if name not in names and name not in givens and not full:
                continue
            if full and (name in LONGER or name in NOUNS):
                continue
            if not _is_again(text, word, length, morphemes):
                continue
            end = word.start + length
            strength = LIKELY if name in names else POSSIBLE
            start = word.start - 2 * _has_surname(text, word.start)
            yield Candidate(start, end, Kind.PERSON, "repeated name", strength)
            break


def _is_full(word: Word, length: int, morphemes: Morphemes) -> bool:
    """Whether a surname and a given name that is certain are one name here: 김민수 for 민수."""
    end = word.start + length
    given = word.text[1:length]
    whole = morphemes.is_name(word.start, end) or morphemes.is_unknown(word.start, end)
    tags = morphemes.tags(word.start, end)
    if given in USUAL and not (given in NOUNS and tags and tags[0] != "NNP"):
        return True
    divided = given in NATIVE and morphemes.end_from(word.start) == word.start + 1
    return not morphemes.known or whole or divided or (len(tags) > 1 and tags[0] == "NNP")


def _has_surname(text: str, at: int) -> bool:
    """Whether a surname stands apart before a given name: 강 가람."""
    alone = (
        at > 1 and text[at - 1] == " " and text[at - 2] in FREQUENT and begins_word(text, at - 2)
    )
    return alone and text[at - 2] not in _DETERMINERS | frozenset("도나라차성명오주표마편")


_SYLLABLE_OF_NAME = re.compile(
    r"(?<![가-힣])([가-힣])(?=이(?:가|는|를|도|의|한테|랑|하고|네|야)?(?:[ .,?!]|$)| ?(?:씨|언니|"
    r"누나|형|"
    r"쌤)(?:[^가-힣]|[가는를도의이]))"
)


def _last_syllables(text: str, given: set[str]) -> Iterator[Candidate]:
    """Given names of one syllable of people from abroad: 란이 for 응우옌 티 란."""
    single = {name for name in given if len(name) == 1} - _DETERMINERS
    for match in _SYLLABLE_OF_NAME.finditer(text) if single else ():
        if match.group(1) in single and (ord(match.group(1)) - 0xAC00) % 28:
            yield Candidate(*match.span(1), Kind.PERSON, "repeated name", LIKELY)


def _is_telling(part: str) -> bool:
    """Whether a word of a name of several words names the person alone."""
    hangul = all("가" <= char <= "힣" for char in part)
    return hangul and len(part) > 1 and part not in NOUNS and part not in TITLES


_OF_THINGS = re.compile(
    r"(?:은|이|도) (?:[가-힣]{1,3} ){0,2}?(?:있|없|어디|두 쪽|빨갛|푸르|파랗|맑|흐[리렸]|커|컸|"
    r"크|높|낮|지고|지는|"
    r"뜨|떴|느[껴끼]|보이|보였|무너|개[고더]|필요|중요)"
)
"""What is said of things that have the name of a person: 보람은 있어요."""
_CALL = re.compile(r" ?(?:아|야)(?=[ ,.!?\"'”’])| (?:이?라고|가 이름)")
_OF_SOMEBODY = re.compile(
    r"(?:이?(?:가|는|도|한테|랑|하고|네)|은|이)(?=[ ,.?!\n\"')])|(?=[,.?!\n\"')])|이?(?:에요|"
    r"예요|라고|라는|예[.,?]|여[.,]|유[.,]|요[.,])|입니다"
)


def _is_again(text: str, word: Word, length: int, morphemes: Morphemes) -> bool:
    """Whether a word that a certain name equals means the person here too."""
    name = word.text[:length]
    if (
        name in USUAL
        and name not in AMBIGUOUS
        and morphemes.end_from(word.start) <= (word.start + length)
    ):
        return True
    if _CALL.match(text, word.start + length) and name in NATIVE:
        return True
    if morphemes.at(word.start) and (len(name) == 2 or given_of(name) not in USUAL):
        tags = morphemes.tags(word.start, word.start + length)
        odd = not tags and morphemes.tag_from(word.start)[0] in "VME"
        odd = odd or any(tag[0] in "VEJM" or tag in ("NNB", "XSV") for tag in tags)
        if odd and cues(text, Word(word.start, word.start + length, name)) < 2:
            return False
    if len(name) > 2 or name not in AMBIGUOUS:
        return True
    if morphemes.is_name(word.start, word.start + length):
        return True
    if morphemes.is_unknown(word.start, word.start + length):
        return True
    if cues(text, Word(word.start, word.start + length, name)) > 1:
        return True
    if not morphemes.known or morphemes.tags(word.start, word.start + length) != ("NNG",):
        return False
    if _OF_THINGS.match(text, word.start + length):
        return False
    alone = not morphemes.noun_before(word.start) and not morphemes.noun_at(word.start + length)
    said = morphemes.tag_from(word.start + length) == "VCP"
    return alone and (said or _OF_SOMEBODY.match(text, word.start + length) is not None)
