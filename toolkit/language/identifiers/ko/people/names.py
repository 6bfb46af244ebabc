"""Names of people that a title or a form of address marks, in Korean."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.bodies_list import BODIES
from toolkit.language.identifiers.ko.generic import is_generic
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import LONGER, NOUNS
from toolkit.language.identifiers.ko.people import titles
from toolkit.language.identifiers.ko.people.abroad import FOREIGN
from toolkit.language.identifiers.ko.people.joined import NOT_JOINED, SOMEBODY, joined
from toolkit.language.identifiers.ko.people.native import NATIVE
from toolkit.language.identifiers.ko.people.shapes import (
    AFTER_SURNAMES,
    AMBIGUOUS,
    CERTAIN,
    CLEAR_NAMES,
    OFFICES,
    TITLES,
    is_word_and_particle,
    starts_name,
    title_end,
)
from toolkit.language.identifiers.ko.people.surnames import (
    FREQUENT,
    RARE,
    SURNAMES,
    TWO_SYLLABLES,
    USUAL,
    could_be_given,
    given_of,
)
from toolkit.language.identifiers.ko.places_list import COUNTRIES, is_place
from toolkit.language.identifiers.ko.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.ko.words import Morphemes


_OF_OFFICES = words_of(
    """
    가온 기용 기정 미래 미정 상태 선정 선진 수정 영상 운용 유선 유지 인선 인성 인수 인용 인재 인정
    인화 재경 재정 재원 재학 재현 정규 정기 정례 정상 정서 정식 정신 정원 정의 정착 정화 종합 지성
    지수 지원 지정 지형 진상 진실 진화 창원 천수 철근 하나 현상 현재 현지 형식 형태 호수 희망 세종
    광주 경기 성남 수원 영광 영주 한국 승진 성과 상호
    """
)
"""Given names that before the title of an office are its subject or its place: 재정 과장."""
_RANKS = words_of(
    """
    과장 팀장 국장 실장 부장 차장 계장 대리 주임 주무관 사무관 서기관 사장 이사 상무 전무 선생 박사
    소장 센터장 본부장 원장 처장 반장 수석 책임 선임 주사 주사보 경위 경감 경사 경장 순경 경정
    변호사 간호사 장학사 매니저 파트장 조사관 연구관 연구사 기사 실무관 대표 계장 교수 강사 상담사
    사회복지사 복지사 코치 감독
    """
)
_BEFORE_SSI = SURNAMES | {name[0] for name in TWO_SYLLABLES}
_OF_PERSONS = re.compile(
    r"(?:께|한테|에게|이랑|랑|하고|더러|보고|이라고|라고|이라는|라는|은요|이요)"
)
_HIGH = words_of(
    """
    장관 차관 총리 대통령 시장 부시장 도지사 지사 군수 구청장 청장 원장 위원장 대표 의원 회장 의장
    총장 사장 이사장 교수
    """
)
"""Offices of which people speak with 전 and 현: former and present."""
_OF_ONE = words_of(
    """
    선생 교수 박사 의원 위원 변호사 간호사 의사 교사 기자 대원 학생 여사 어르신
    """
)
"""Titles that 한 often stands before as a number: a teacher, a professor."""
_ELDERS = frozenset(
    [
        "할머니",
        "할아버지",
        "아저씨",
        "아주머니",
        "아줌마",
        "영감",
        "영감님",
        "형",
        "형님",
        "언니",
        "누나",
    ]
)
"""Forms of address that a surname alone can stand before, if it is no determiner."""
_THINGS = words_of(
    """
    시장 의원 이사 대표 원장 감사 소장 지사 주사 의사 기사 교사 감독 상사 검사 신부 통장
    """
)
"""Titles that are things as well: 이 시장 is this market."""


def before_titles(text: str, words: Sequence[Word], morphemes: Morphemes) -> Iterator[Candidate]:
    """Names that stand before a title or a form of address, apart or joined to it."""
    for number, word in enumerate(words):
        end = title_end(text, word.start, word.end)
        if end > word.start:
            if number:
                yield from _apart(text, words, number, end, morphemes)
            continue
        yield from joined(text, word, morphemes)


def _apart(
    text: str, words: Sequence[Word], number: int, end: int, morphemes: Morphemes
) -> Iterator[Candidate]:
    """The name in the word before the title `words[number]`."""
    name, word = words[number - 1], words[number]
    if text[name.end : word.start] != " " or not starts_name(text, name.start):
        return
    title = text[word.start : end]
    if title == "씨" and len(name.text) == 1 and name.text != "모" and name.text in _BEFORE_SSI:
        if name.text not in "그저":
            yield Candidate(name.start, name.end, Kind.PERSON, "surname and title", CERTAIN)
        return
    if len(name.text) == 1:
        previous = words[number - 2] if number > 1 else None
        foreign = _start_of_name(text, words, number - 1, morphemes)
        if foreign < name.start and name.text not in SURNAMES:
            yield Candidate(foreign, name.end, Kind.PERSON, "foreign name and title", CERTAIN)
        elif name.text == "모" and title.endswith("님") and title.removesuffix("님") in OFFICES:
            yield Candidate(name.start, name.end, Kind.PERSON, "surname and title", CERTAIN)
        elif name.text in SOMEBODY and previous and text[previous.end : name.start] == " ":
            if previous.text in SURNAMES:
                yield Candidate(
                    previous.start, previous.end, Kind.PERSON, "surname and 모", CERTAIN
                )
        elif _surname_before(text, name, word, title, morphemes):
            yield Candidate(name.start, name.end, Kind.PERSON, "surname and title", CERTAIN)
        return
    if len(name.text) == 2 and name.text[1] == "모" and name.text[0] in SURNAMES:
        if name.text not in AMBIGUOUS and title.removesuffix("님") in ("씨", "군", "양"):
            yield Candidate(name.start, name.start + 1, Kind.PERSON, "surname and 모", CERTAIN)
        return
    if name.text in SOMEBODY:
        previous = words[number - 2] if number > 1 else None
        if previous and previous.text in SURNAMES and text[previous.end : name.start] == " ":
            yield Candidate(previous.start, previous.end, Kind.PERSON, "surname and 모", CERTAIN)
        return
    if len(name.text) == 3 and name.text[2] == "이" and _is_called(name, title, morphemes):
        name = Word(name.start, name.end - 1, name.text[:2])
    many = text.startswith(("들", "님들"), word.start + len(title.removesuffix("님")))
    if many and len(name.text) == 2 and name.text not in USUAL:
        return
    if _name_before(name, title, morphemes):
        start = _start_of_name(text, words, number - 1, morphemes)
        yield Candidate(start, name.end, Kind.PERSON, "name and title", CERTAIN)


def _is_called(name: Word, title: str, morphemes: Morphemes) -> bool:
    """Whether 이 only follows the given name, as in 재민이 형."""
    given = name.text[:2]
    if (ord(given[1]) - 0xAC00) % 28 == 0:
        return False
    whole = morphemes.is_unknown(name.start, name.end)
    proper = morphemes.is_name(name.start, name.end - 1) or whole
    family = title.removesuffix("님") in titles.KIN
    return given in CLEAR_NAMES or (
        family and (given in NATIVE or given in USUAL or (proper and could_be_given(given)))
    )


_MIDDLE = frozenset(
    ["티", "득", "꽝", "응옥", "쑤언", "반", "디", "드", "데", "다", "빈", "폰", "판"]
)
"""Parts between the names of foreigners."""


def _start_of_name(text: str, words: Sequence[Word], number: int, morphemes: Morphemes) -> int:
    """Where a name begins that ends with `words[number]`: 김 민수, 쩐 티 흐엉."""
    start = words[number].start
    for back in range(number - 1, max(-1, number - 4), -1):
        previous, following = words[back], words[back + 1]
        if text[previous.end : following.start] != " ":
            break
        strange = morphemes.is_unknown(previous.start, previous.end) and len(previous.text) > 1
        middle = (
            previous.text in _MIDDLE
            and back > 0
            and (
                words[back - 1].text in FOREIGN
                or morphemes.is_unknown(words[back - 1].start, words[back - 1].end)
            )
        )
        strange = strange and len(words[number].text) == 1
        if not middle and not strange and not _extends(previous, following, morphemes):
            break
        start = previous.start
    return start


@lru_cache(maxsize=32)
def _times(text: str, words: str) -> int:
    return text.count(words)


def _surname_before(text: str, name: Word, word: Word, title: str, morphemes: Morphemes) -> bool:
    """Whether a single syllable before a title is a surname and no determiner."""
    bare = title.removesuffix("님")
    polite = bare != title or bare in ("쌤", "선배")
    if name.text in FOREIGN and bare in OFFICES:
        return True
    if title in _ELDERS:
        common = name.text in SURNAMES and name.text not in titles.DETERMINERS
        return common and morphemes.tag_from(name.start)[:1] == "N"
    if name.text in RARE and bare in _THINGS | {"검사", "조사관"} and not polite:
        return False
    if name.text in "시군읍면" and morphemes.tag_from(name.start) != "NNP":
        return False
    if name.text not in SURNAMES or (bare not in OFFICES and bare not in AFTER_SURNAMES):
        return False
    if name.text not in titles.DETERMINERS:
        return True
    tag = morphemes.tag_from(name.start)
    often = _times(text, f"{name.text} {bare}") > 1 and bare in _RANKS
    if tag == "NNP":
        if name.text == "한" and bare in _OF_ONE:
            return _times(text, f"한 {bare}") > 1
        return name.text not in "전현" or bare not in _HIGH
    after = text[word.start + len(title) : word.end]
    of_person = polite or _OF_PERSONS.match(after) is not None
    if name.text == "이":
        again = _times(text, f"이 {bare}") > 1 and bare not in _THINGS
        return (
            of_person
            or again
            or (bare not in titles.WORDS_TOO and tag != "MM")
            or (bare == "대리" and tag != "MM")
        )
    if tag == "MM" and name.text in "전현구신한각총":
        return False
    if name.text in "전현구신":
        low = name.text in "구신" and bare in _RANKS
        return bare not in _HIGH and (polite or often or low)
    if name.text in "한":
        return (polite or often) and bare not in _OF_ONE
    if name.text in "부총각본양":
        compound = name.text + bare in TITLES or name.text + bare in NOT_JOINED
        rank = name.text in "부양" and bare in _RANKS and not compound
        return (name.text == "양" and (of_person or often)) or (
            rank and bare not in ("국장", "팀장")
        )
    if name.text in "명반우원주온":
        return of_person or (bare in _RANKS and tag[:1] == "N")
    return of_person


def _name_before(name: Word, title: str, morphemes: Morphemes) -> bool:
    """Whether a word of two or more syllables before a title is a name."""
    word, bare = name.text, title.removesuffix("님")
    if word in LONGER or word in COUNTRIES or word in TITLES or word in BODIES or len(word) > 7:
        return False
    if word in FOREIGN:
        return True
    proper = morphemes.is_name(name.start, name.end)
    first = morphemes.tag_from(name.start)
    if not morphemes.at(name.start) and morphemes.known and len(word) == 2:
        return word in USUAL and word not in _OF_OFFICES
    parts = morphemes.tags(name.start, name.end)
    fits = len(word) == 3 and bool(given_of(word)) and not any(tag[0] in "JE" for tag in parts)
    if (
        first
        and (first[0] in "VE" or first == "MM")
        and given_of(word) not in USUAL
        and word not in USUAL
        and not (fits and bare in OFFICES)
    ):
        return False
    if is_place(word) and bare != "씨":
        return False
    if len(word) == 2:
        return word in TWO_SYLLABLES or _short_before(name, title, proper, morphemes)
    if bare in ("군", "양") and not proper and given_of(word) not in USUAL:
        return False
    if len(word) == 3 and word[0] in FREQUENT and bare in OFFICES:
        middle = morphemes.end_from(name.start)
        if middle == name.start + 2 and morphemes.is_unknown(name.start, middle):
            return True
    if (
        bare == "씨"
        and len(word) == 3
        and word[0] in SURNAMES
        and given_of(word)
        and (word[:2] not in AMBIGUOUS)
    ):
        return not any(tag[0] in "JE" for tag in parts)
    if is_generic(word) or (word[:2] in NOUNS and given_of(word) not in USUAL and not proper):
        return False
    if fits and bare in OFFICES and (title != bare or bare in _RANKS):
        return True
    if given_of(word) and len(word) <= 4 and not is_word_and_particle(word):
        return word[0] in FREQUENT or given_of(word) in USUAL or proper or word[:2] in TWO_SYLLABLES
    if bare == "씨" and not morphemes.known and len(word) > 2:
        return not is_generic(word) and word[:2] not in NOUNS
    return proper and (bare == "씨" or not _has_office(word)) and not word.endswith(_NO_NAME_ENDS)


def _short_before(name: Word, title: str, proper: bool, morphemes: Morphemes) -> bool:
    """Whether two syllables before a title are a given name, or a surname with one syllable."""
    word, bare = name.text, title.removesuffix("님")
    full = word[0] in FREQUENT and bool(given_of(word))
    of_people = bare in titles.KIN or bare in ("씨", "쌤", "샘") or bare in _OF_PEOPLE
    if word in NATIVE and of_people:
        if bare == "씨" and word in USUAL:
            return True
        return word not in _NOT_CALLED and bare not in ("군", "양")
    if bare in ("할머니", "할아버지") and word not in _NOT_ELDERLY:
        noun = not morphemes.known or proper or morphemes.is_noun(name.start, name.end)
        pieces = morphemes.tags(name.start, name.end)
        noun = noun or (could_be_given(word) and all(tag[0] == "N" for tag in pieces))
        return noun and word not in NOUNS and not is_generic(word)
    if not full and not could_be_given(word) and not proper:
        return False
    if word.endswith(("과", "팀", "실", "국", "부")) and word not in USUAL:
        return False
    if bare == "씨":
        return word not in NOUNS or word in USUAL or proper
    if word in AMBIGUOUS:
        usual = word in USUAL and (proper or bare in _PARENTS or bare in titles.KIN)
        return usual or (word in USUAL and bare in OFFICES and word not in _OF_OFFICES)
    if word in USUAL or proper or morphemes.is_unknown(name.start, name.end):
        return True
    if morphemes.is_noun(name.start, name.end):
        return False
    if bare in ("군", "양"):
        return False
    if could_be_given(word):
        return True
    polite = title != bare
    return not morphemes.is_noun(name.start, name.end) if morphemes.known else polite


_NOT_ELDERLY = words_of(
    """
    동네 옆집 우리 이웃 시골 치매 독거 앞집 뒷집 윗집 아랫집 그런 이런 저런 어느 어떤 다른 모든 마을
    저희 친정 시댁 무슨 혼자 아픈 늙은 젊은 계신 오신 하신 그냥 아까 어제 오늘 거기 여기 같은 슈퍼
    """
)
_OF_PEOPLE = words_of("간호사 대리 주임 주무관 사회복지사 매니저 사무관 서기관 간호조무사 상담사")
"""Offices that have no subject of their own before them."""
_NOT_CALLED = words_of(
    """
    우리 바로 모아 하나 새로 사이 다소 조은 가을 겨울 여름 새벽 아침 하루 이든 이랑 도움 바른 어진
    고운 이쁜 예쁜 영감 소리 다울 큰별
    """
)
_PARENTS = words_of("엄마 아빠 어머니 아버지 어머님 아버님 할머니 할아버지")
_NO_NAME_ENDS = (
    "과",
    "팀",
    "실",
    "국",
    "부",
    "청",
    "처",
    "원",
    "동",
    "구",
    "시",
    "군",
    "읍",
    "면",
    "리",
    "도",
    "역",
    "센터",
    "학교",
    "병원",
    "공사",
    "공단",
    "기술",
    "소프트",
    "은행",
    "회",
)


def _has_office(word: str) -> bool:
    return any(word.endswith(office) for office in ("담당", "담당자", "관리자", "책임자"))


def _extends(previous: Word, name: Word, morphemes: Morphemes) -> bool:
    """Whether the word before a name is part of it: 김 민수, 마이클 브라운."""
    if len(name.text) == 2 and could_be_given(name.text) and previous.text in FREQUENT:
        return (
            previous.text not in titles.DETERMINERS or morphemes.tag_from(previous.start) == "NNP"
        )
    if previous.text not in FOREIGN:
        return False
    return name.text in _MIDDLE or (len(name.text) >= 2 and not given_of(name.text))
