"""Names of people that no title marks, in Korean: by their syllables, the analysis and the context.

Evidence is added up; a word that reaches `ENOUGH` is proposed.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.bodies_list import BODIES
from toolkit.language.identifiers.ko.generic import is_generic
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import LONGER, NOUNS
from toolkit.language.identifiers.ko.numerals import DIGIT
from toolkit.language.identifiers.ko.people.abroad import FOREIGN
from toolkit.language.identifiers.ko.people.cues import CALLED, ENOUGH, closed, cues
from toolkit.language.identifiers.ko.people.native import NATIVE
from toolkit.language.identifiers.ko.people.shapes import (
    AMBIGUOUS,
    CERTAIN,
    CLEAR_NAMES,
    POSSIBLE,
    TITLES,
    lengths_of_name,
    title_end,
)
from toolkit.language.identifiers.ko.people.surnames import (
    FREQUENT,
    TWO_SYLLABLES,
    USUAL,
    could_be_given,
    given_of,
)
from toolkit.language.identifiers.ko.people.unknown import AT, evidence_of_unknown
from toolkit.language.identifiers.ko.places_list import COUNTRIES, is_place
from toolkit.language.identifiers.ko.words import Word, begins_word, is_tail, rest_of_word, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.language.identifiers.ko.words import Morphemes


_VERB = re.compile(r"는|고|면|지|니|던|기|여|게|려|다|며|자|냐|든|거|도록|네|라|시|셨|신")
"""Endings that follow 하, so that 정하고 is a verb."""


def after_titles(text: str, words: Sequence[Word], morphemes: Morphemes) -> Iterator[Candidate]:
    """Full names that follow a title, as in 팀장 이수진."""
    for word, following in pairwise(words):
        if text[word.end : following.start] != " ":
            continue
        if title_end(text, word.start, word.end) != word.end and not _ends_in_office(word.text):
            continue
        if word.text.endswith("님") or word.text in ("씨", "군", "양", "형", "친구", "기사"):
            continue
        for length in (3, 4, 2):
            name = following.text[:length]
            if len(name) < length or not is_tail(following.text[length:]):
                continue
            stem = Word(following.start, following.start + length, name)
            clear = length == 2 and _is_short_full(stem, morphemes)
            likely = _evidence(text, stem, morphemes) >= ENOUGH - (length > 2)
            if clear or (likely and given_of(name)):
                yield Candidate(stem.start, stem.end, Kind.PERSON, "title and name", CERTAIN)
                break


def _is_short_full(stem: Word, morphemes: Morphemes) -> bool:
    """Whether two syllables are a surname and a given name of one, in no dictionary: 우현."""
    name = stem.text
    tags = morphemes.tags(stem.start, stem.end)
    apart = len(tags) == 2 and all(tag[0] == "N" for tag in tags)
    fits = name[0] in FREQUENT and name[1] in _ALONE and name not in AMBIGUOUS
    return fits and apart


def _ends_in_office(word: str) -> bool:
    return word.endswith(
        ("담당자", "책임자", "관리자", "팀장", "과장", "국장", "실장", "소장", "센터장")
    )


def alone(text: str, words: Sequence[Word], morphemes: Morphemes) -> Iterator[Candidate]:
    """Full and given names with enough evidence from the syllables, the analysis, the context."""
    for word in words:
        if not begins_word(text, word.start):
            continue
        likely = stems(word.text, 6)
        if not likely:
            continue
        for length in _lengths(word, morphemes):
            if length not in likely:
                continue
            stem = Word(word.start, word.start + length, word.text[:length])
            if _evidence(text, stem, morphemes) >= ENOUGH:
                yield Candidate(stem.start, stem.end, Kind.PERSON, "name alone", POSSIBLE)
                break


def _lengths(word: Word, morphemes: Morphemes) -> Iterable[int]:
    """The lengths that a name at the beginning of a word can have, the likeliest first."""
    lengths = lengths_of_name(word.text[:5])
    if word.text[:2] not in TWO_SYLLABLES:
        lengths = tuple(length for length in lengths if length < 4)
    proper = length_of_proper(word, morphemes)
    if word.text[:proper] in FOREIGN or 2 < proper < 7:
        lengths = (proper, *lengths) if word.text[:proper] in FOREIGN else (*lengths, proper)
    return [length for length in lengths if length <= len(word.text)]


def length_of_proper(word: Word, morphemes: Morphemes) -> int:
    """The length of the foreign name or proper noun that a word begins with."""
    if morphemes.tag_from(word.start) == "NNP":
        return min(morphemes.end_from(word.start), word.end) - word.start
    return next((n for n in range(min(7, len(word.text)), 1, -1) if word.text[:n] in FOREIGN), 0)


def _evidence(text: str, stem: Word, morphemes: Morphemes) -> int:
    """How much speaks for a stretch at the beginning of a word being a name."""
    name = stem.text
    if (
        (name[:2] in TITLES and len(name) > 2 and is_tail(name[2:] + rest_of_word(text, stem.end)))
        or name in LONGER
        or name in TITLES
        or name in BODIES
        or is_place(name)
        or name in TWO_SYLLABLES
    ):
        return 0
    if all(char in DIGIT for char in name) and given_of(name) not in USUAL:
        return 0
    rest = rest_of_word(text, stem.end)
    tags = morphemes.tags(stem.start, stem.end)
    proper = tags == ("NNP",)
    if _is_addressed(text, stem, morphemes) or _is_divided(stem, morphemes):
        return ENOUGH
    if _is_crumbled(stem, tags, morphemes) or _with_syllable(text, stem, tags, morphemes):
        return ENOUGH
    if name in FOREIGN:
        called = CALLED.match(text, stem.end) is not None
        return ENOUGH if len(name) > 2 or (len(name) > 1 and (proper or called)) else 0
    if morphemes.is_unknown(stem.start, stem.end) or (
        rest[:1] == "이"
        and closed(name)
        and len(name) == 2
        and morphemes.is_unknown(stem.start, stem.end + 1)
    ):
        return evidence_of_unknown(text, stem)
    full = given_of(name) if len(name) > 2 else ""
    short = len(name) == 2
    if len(name) == 4 and name[:2] in TWO_SYLLABLES and given_of(name):
        return ENOUGH
    if short and name in NATIVE - USUAL and not any(tag[0] in "VEJ" for tag in tags):
        return cues(text, stem) + 2 * proper
    if short and not could_be_given(name):
        # A surname and one syllable, such as 허윤, only where the words around leave no doubt.
        fits = name[0] in FREQUENT and name[1] in _ALONE and name not in AMBIGUOUS
        if fits and morphemes.known and not is_generic(name):
            whole = len(tags) == 1 and tags[0] in ("NNG", "NNP")
            if (
                whole
                and _STANDS_ALONE.match(text, stem.end)
                and _BEGINS.search(text, max(0, stem.start - 3), stem.start)
            ):
                return ENOUGH
        likely = name[0] in FREQUENT and given_of(name) and name not in AMBIGUOUS
        return cues(text, stem) + proper if likely and tags != ("NNG",) else 0
    if not full and not short:
        named = proper and not is_generic(name) and name not in COUNTRIES
        return ENOUGH if named and cues(text, stem) > 1 else 0
    inflected = full and len(name) == 3 and name[:2] in AMBIGUOUS and not proper
    if inflected and _is_inflected(name, rest):
        return 0
    if full and len(name) == 3 and name[:2] in NOUNS and full not in USUAL and cues(text, stem) < 2:
        return ENOUGH if proper and name[0] in FREQUENT else 0
    if short and name[1] == "하" and _VERB.match(rest) and not proper:
        return 0
    if full and name[-1] in "산강" and full not in USUAL:
        return 0
    if short and proper and name not in AMBIGUOUS and not AT.match(text, stem.end):
        known = name in COUNTRIES or (is_generic(name) and name not in USUAL)
        return 0 if known else ENOUGH
    given = full or name
    score = 1
    if given in USUAL:
        score += 2 if given not in AMBIGUOUS else 1
    if full and name[0] not in FREQUENT:
        score -= 1
    if name in AMBIGUOUS:
        score -= 2
    if (
        full
        and len(name) == 3
        and name[:2] in NOUNS
        and not morphemes.known
        and cues(text, stem) < 2
    ):
        score -= 1
    around = cues(text, stem)
    if morphemes.known and full and not proper and given not in USUAL and _all_nouns(tags):
        return 0
    analysed = _from_analysis(name, tags, proper, morphemes.known)
    if short and analysed < 0 and name in CLEAR_NAMES:
        glued = morphemes.end_from(stem.start) == stem.end + 1 and rest[:1] == "이"
        analysed = 0 if glued and closed(name) else -1
    apart = len(tags) > 1 and all(tag in ("NNG", "NNP", "NNB", "NR", "XSN") for tag in tags)
    if short and apart and name in CLEAR_NAMES:
        analysed = 0
    if short and proper and name in USUAL and around:
        analysed = 2
    if short and not morphemes.known and name in CLEAR_NAMES and rest:
        analysed = 0
    # What is introduced as a name need not be one to the analysis.
    return score + around + (max(analysed, 0) if full and around > 1 else analysed)


_NOT_ADDRESSED = words_of(
    """
    친구 아이 애들 얘들 자식 새끼 바보 세상 사람 엄마 아빠 누나 언니 오빠 동생 할매 할배 인간 이놈
    저놈 이년 그놈 아가 얘야 여보 자기 이모 고모 삼촌 형님 선배 후배 아들 딸아 어매 아배 제발 진짜
    정말 뭐야 거야 이야 그래 아니 우와 하나 두리 모두
    """
)
"""Nouns that people call out and that name nobody."""
_CALL = re.compile(r"(?:아|야)(?:[ ]?[,!?\"'”’.]|$)")


def _is_addressed(text: str, stem: Word, morphemes: Morphemes) -> bool:
    """Whether somebody is called by a given name: 광복아, 나라야."""
    name = stem.text
    if len(name) != 2 or name in _NOT_ADDRESSED or not _CALL.match(text, stem.end):
        return False
    whole = morphemes.is_name(stem.start, stem.end + 1) or morphemes.is_unknown(
        stem.start, stem.end + 1
    )
    if (text[stem.end] == "아") != closed(name):
        return False
    if morphemes.tag_from(stem.end) != "JKV" and not whole:
        return False
    return name in NATIVE or name in USUAL or (name not in NOUNS and name not in TITLES)


def _is_crumbled(stem: Word, tags: tuple[str, ...], morphemes: Morphemes) -> bool:
    """Whether the analysis only finds single syllables in a full name, or a part of no dictionary.

    No word of its dictionary fits there: 음, 문 and 석.
    """
    name = stem.text
    given = given_of(name)
    if len(name) != 3 or not given or len(given) != 2 or name[:2] in AMBIGUOUS or is_generic(name):
        return False
    if any(char in DIGIT for char in name) and given not in USUAL:
        return False
    nouns = all(tag in ("NNG", "NNP", "NNB", "MM", "NR", "XPN", "NP") for tag in tags)
    if len(tags) == 3 and nouns:
        return name[1:] not in NOUNS and (tags[-1] != "NNB" or given in USUAL)
    if len(tags) != 2 or not nouns:
        return False
    middle = morphemes.end_from(stem.start)
    if middle == stem.start + 1:
        return tags[0] == "NNP" and (given in USUAL or given in NATIVE)
    return name[0] in FREQUENT and morphemes.is_unknown(stem.start, middle)


def _with_syllable(text: str, stem: Word, tags: tuple[str, ...], morphemes: Morphemes) -> bool:
    """Whether 이 stands between a given name and its particle, as behind no noun: 아름이가."""
    name = stem.text
    if len(name) == 3 and name[:2] in _TWO_SURNAMES:
        return tags[:1] == ("NNP",) and name[2] not in "이가은는도만의을를"
    if len(name) != 2 or not closed(name) or not _SYLLABLE_BEHIND.match(text, stem.end):
        return False
    if name in NATIVE or (could_be_given(name) and name not in NOUNS):
        nouns = all(tag[0] in "NX" for tag in tags)
        if tags == ("NNG",) and name not in NATIVE and name not in CLEAR_NAMES:
            return False
        return nouns and (bool(tags) or morphemes.is_name(stem.start, stem.end + 1))
    return False


_TWO_SURNAMES = TWO_SYLLABLES - {"동방", "사공", "소봉", "어금", "장곡"}
_SYLLABLE_BEHIND = re.compile(r"이(?:가|는|네(?!요)|한테|헌티|한티|에게|를|께)(?![가-힣]{3})")


def _is_divided(stem: Word, morphemes: Morphemes) -> bool:
    """Whether the analysis takes the surname of a full name apart: 이 and 장복이."""
    name = stem.text
    if len(name) != 3 or name[0] not in FREQUENT or not given_of(name) or name in AMBIGUOUS:
        return False
    given = stem.start + 1
    if morphemes.end_from(stem.start) != given or name[1:] in NOUNS - NATIVE:
        return False
    for end in (stem.end, stem.end + 1):
        if morphemes.is_unknown(given, end) or morphemes.is_name(given, end):
            return end == stem.end or closed(name)
    return False


_ALONE = frozenset("훈준민혁진윤현우빈솔별은원철석건웅율찬호선설결린희섭란옥숙영경휘욱봄샘산강인연")
"""Given names of one syllable."""
_STANDS_ALONE = re.compile(r"[.,?!]|이?(?:에요|예요|요[.,?])|입니다|이?라고")
_BEGINS = re.compile(r"(?:^|[.,?!:\n\"“]) ?$")


def _is_inflected(name: str, rest: str) -> bool:
    """Whether three syllables can be a word of two with its particle or its 하다."""
    return is_tail(name[2:] + rest) or name[2] in "하한해함할했" or name[1:] == "해진"


def _all_nouns(tags: tuple[str, ...]) -> bool:
    """Whether a stretch is made of common nouns that the analysis knows."""
    return bool(tags) and all(tag in ("NNG", "XSN", "XPN", "NNB", "MAG") for tag in tags)


def _from_analysis(name: str, tags: tuple[str, ...], proper: bool, known: bool) -> int:
    if not known:
        return 0 if len(name) > 2 else -1
    if proper:
        return 2 if len(name) > 2 else 1
    if not tags or any(tag[0] in "JEV" or tag in ("XSV", "XSA") for tag in tags):
        return -1 if len(name) > 2 and not tags else -2
    if tags == ("NNG",) or tags == ("MAG",):
        return -1 if len(name) > 2 else -2
    return 0 if len(name) > 2 else -2
