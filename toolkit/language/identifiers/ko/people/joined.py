"""Names that are joined to a title in one word, in Korean: 김과장님."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import LONGER, NOUNS
from toolkit.language.identifiers.ko.people import titles
from toolkit.language.identifiers.ko.people.shapes import (
    AMBIGUOUS,
    CERTAIN,
    CLEAR_NAMES,
    OFFICES,
    TITLES,
    starts_name,
    title_end,
)
from toolkit.language.identifiers.ko.people.surnames import (
    FREQUENT,
    SURNAMES,
    TWO_SYLLABLES,
    USUAL,
    could_be_given,
    given_of,
)
from toolkit.language.identifiers.ko.places_list import is_place
from toolkit.language.identifiers.ko.words import Word, is_tail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.identifiers.ko.words import Morphemes


_NOT_SSI = frozenset("날글말솜불홀볍맘꽃저가겨호성")
"""Syllables that make another word with 씨: 날씨, 글씨, 솜씨."""
NOT_JOINED = words_of(
    """
    조교수 정교수 부교수 노교수 여교수 전교수 구의원 시의원 도의원 군의원 전시장 우시장 공사장
    노무사 신대표 현대표 전대표 총대표 주대표 여의사 여교사 여기자 국과장 실국장 반과장 부국장
    주의사 조사원 한의사 명의사 양의사 구시장 현시장 전시장 신시장 전사원 조기사 공기사 전기사
    석박사 경비서 정비사 전이사 주검사 전검사 진검사 구검사 여사원 남사원 신사원 전직원 주강사
    문기사 여선생 남선생
    """
)
_DEFINITELY_TITLED = words_of(
    """
    과장 팀장 국장 실장 부장 차장 계장 대리 주임 주무관 사무관 서기관 교수 박사 사장 부사장 대표
    이사 선생 위원 위원장 장관 차관 소장 센터장 본부장 원장 처장 반장 수석 책임 선임 쌤 씨 선배
    군수 변호사 간호사 상무 전무 기자 조사관 의원
    """
)
"""Titles that a surname of one syllable can be joined to."""
_NO_SIRS = words_of(
    "하나 하늘 선배 주인 지인 자신 이용 성인 원장 주주 환자 기사 교수 의원 자재 선생"
)
SOMEBODY = frozenset(["모", "뭐시기", "머시기", "거시기", "아무개", "뭐", "누구"])
"""Words that stand for a given name that is not said."""


def joined(text: str, word: Word, morphemes: Morphemes) -> Iterator[Candidate]:
    """A name and a title in one word: 김과장님, 민수씨, 이수진팀장."""
    if not starts_name(text, word.start):
        return
    for length in (3, 2, 1, 4):
        if len(word.text) <= length:
            continue
        end = title_end(text, word.start + length, word.end)
        if end <= word.start + length:
            if not (length in (2, 3) and _called_sir(word.text, length)):
                continue
            end = word.start + length + 1
        name = Word(word.start, word.start + length, word.text[:length])
        if name.text in SOMEBODY:
            before = text[max(0, word.start - 2) : word.start]
            if before[1:] == " " and before[0] in SURNAMES and starts_name(text, word.start - 2):
                yield Candidate(
                    word.start - 2, word.start - 1, Kind.PERSON, "surname and 모", CERTAIN
                )
            return
        if _fits_joined(name, text[name.end : end], morphemes):
            yield Candidate(name.start, name.end, Kind.PERSON, "name joined to title", CERTAIN)
            return


def _called_sir(word: str, length: int) -> bool:
    """Whether 님 follows a full name, or a given name that is no other word."""
    if word[length : length + 1] != "님" or not is_tail(word[length + 1 :]):
        return False
    name = word[:length]
    if length == 2:
        return (
            name in USUAL and name not in _NO_SIRS and (name not in AMBIGUOUS or name not in NOUNS)
        )
    return given_of(name) in CLEAR_NAMES and name not in LONGER


def _fits_joined(name: Word, title: str, morphemes: Morphemes) -> bool:
    word, bare = name.text, title.removesuffix("님")
    if word + bare in TITLES or word + bare in NOT_JOINED or word in LONGER or is_place(word):
        return False
    noun = morphemes.tag_from(name.start) in ("NNG", "MAG", "NNB", "VV", "VA")
    if len(word) == 1 and noun and morphemes.end_from(name.start) > name.end:
        return False
    if len(word) == 1:
        if bare == "씨":
            return word in FREQUENT and word not in _NOT_SSI
        polite = title != bare and bare in OFFICES and len(bare) > 1
        if polite and word in SURNAMES and word not in titles.DETERMINERS and word not in "타모대":
            return morphemes.tag_from(name.start)[:1] not in ("V", "M")
        if word not in FREQUENT or bare not in _DEFINITELY_TITLED:
            return False
        if morphemes.tag_from(name.start)[:1] == "V":
            return False
        determiner = word in titles.DETERMINERS and word != "이"
        return not determiner or (title != bare and word not in "전현부총")
    if len(word) == 2:
        if bare in (
            "군",
            "양",
            "옹",
            "형",
            "샘",
            "프로",
            "기사",
            "감독",
            "의사",
            "검사",
            "책임",
            "선임",
        ):
            return word in CLEAR_NAMES
        if word in TWO_SYLLABLES:
            return True
        if bare in ("씨", "쌤") and word in USUAL:
            return True
        return word not in AMBIGUOUS and (
            word in USUAL
            or (
                word[0] in FREQUENT
                and bool(given_of(word))
                and title != bare
                and not morphemes.is_noun(name.start, name.end)
            )
            or (bare == "씨" and could_be_given(word))
        )
    if not given_of(word) or (word[:2] in AMBIGUOUS and given_of(word) not in USUAL):
        return False
    return given_of(word) in USUAL or title != bare or morphemes.is_name(name.start, name.end)
