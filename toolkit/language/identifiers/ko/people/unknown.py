"""Nouns that are in no dictionary of the analyser, which mostly are names, in Korean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.generic import is_generic
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import LONGER, NOUNS
from toolkit.language.identifiers.ko.people.cues import (
    CALLED_PERSON,
    ENOUGH,
    PERSON_PARTICLE,
    cues,
)
from toolkit.language.identifiers.ko.people.surnames import (
    FREQUENT,
    USUAL,
    could_be_given,
    given_of,
)
from toolkit.language.identifiers.ko.places_list import COUNTRIES, is_place
from toolkit.language.identifiers.ko.words import Word, begins_word, is_tail, rest_of_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.identifiers.ko.words import Morphemes


_ENDING = re.compile(
    r"(?:법|표|실|관|자|증|록|지|팀|과|국|부|서|판|식|용|형|률|율|권|비|료|함|기|률|병|약|제|당|앱|맵|톡|북|폰)$"
)
_OF_PLACES = re.compile(
    r"(?:에서|까지|에|으로|로|쪽|역)(?![가-힣])| (?:사는|사시는|출신|쪽|근처|입구|사람)"
)
_SAID_TO_BE = re.compile(r"이?라(?:는|고)|이?란 | ?(?:소속|다니|다녔|직원|본사|측)")


def unknown(text: str, morphemes: Morphemes) -> Iterator[Candidate]:
    """Nouns of three or more syllables that no dictionary has, beside those that look like people.

    In speech they are mostly names: of bodies, of places, of people from abroad.
    """
    for start, end in morphemes.names_of_length(5):
        name, rest = text[start:end], rest_of_word(text, end)
        whole = begins_word(text, start) and is_tail(rest) and name not in COUNTRIES
        if (
            whole
            and not name.endswith(("에서", "으로", "니아", "리아"))
            and "가" <= name[0] <= "힣"
        ):
            yield Candidate(start, end, Kind.ORGANISATION, "long proper noun", _LONG)
    for start, end in morphemes.unknown_nouns():
        name = text[start:end]
        if len(name) < 3 or not all("가" <= char <= "힣" for char in name):
            continue
        rest = rest_of_word(text, end)
        if not begins_word(text, start) or not is_tail(rest) or name in LONGER:
            continue
        if name[-1] == "이" and is_tail(name[-1] + rest):
            name, end = name[:-1], end - 1
        heads = (name[:size] for size in range(2, len(name) if len(name) < 5 else 2))
        if is_generic(name) or name in NOUNS | _JARGON or (_ENDING.search(name) and len(name) < 5):
            continue
        if any(head in NOUNS or is_generic(head) for head in heads):
            continue
        place = _OF_PLACES.match(text, end) is not None
        person = PERSON_PARTICLE.match(text, end) is not None
        long = len(name) > 5 and morphemes.is_name(start, end)
        if not (place or person or long or _SAID_TO_BE.match(text, end)):
            continue
        kind = Kind.PLACE if place else Kind.PERSON if person else Kind.ORGANISATION
        yield Candidate(start, end, kind, "noun of no dictionary", _WEAK)


_WEAK, _LONG = 30, 76
_JARGON = words_of(
    """
    내선 대직자 에어록 적극행정 안건지 서버실 개별법 깃발 챗봇 브이룩업 피벗 엑셀파일 전산실
    수기대장 조나
    피티 피피티 이슈 로그 쿼리 배치 테이블 컬럼 디비 유저 어드민 세션 캐시 슬랙 노션 지라 깃 줌
    팀즈 앱
    큐알 오티피 에스엔에스 유튜브 카톡방 단톡방 톡방 밴드 맘카페 키오스크 드론 랜선 유에스비
    외장하드
    """
)
"""Words of offices and of their systems that dictionaries lack."""


def evidence_of_unknown(text: str, stem: Word) -> int:
    """How much speaks for a noun that is in no dictionary being the name of a person."""
    name = stem.text
    if is_generic(name) or name in COUNTRIES or is_place(name) or name in _JARGON:
        return 0
    if len(name) == 2 and name in NOUNS and name not in USUAL:
        return 0
    if len(name) in (3, 4) and given_of(name):
        noun = _ends_as_noun(name) or (name[-1] in "이가은는도만" and name[:-1] in NOUNS)
        return 0 if noun and given_of(name) not in USUAL else ENOUGH
    if CALLED_PERSON.match(text, stem.end) and name not in NOUNS:
        return ENOUGH
    if len(name) == 2 and name not in USUAL and (name[0] == name[1] or _VERB.match(text, stem.end)):
        return 0
    alone = len(name) == 2 and bool(given_of(name))
    if len(name) == 2 and (could_be_given(name) or alone) and not AT.match(text, stem.end):
        return ENOUGH
    noun = _ENDING.search(name) is not None or name[-1] in "원사인님장수생민"
    strange = len(name) == 2 and name[0] not in FREQUENT and not could_be_given(name)
    enough = cues(text, stem) - (strange and text.startswith("께", stem.end)) > 1
    return ENOUGH if enough and not noun else 0


_VERB = re.compile(r" ?(?:겨|것|거|카|캐|적|줄|수|게|께)(?![가-힣]{3})")
"""What follows a verb of a province that the analysis takes for a noun."""


AT = re.compile(r"에(?![게요])|까지|으로|로 |쪽|역")


def _ends_as_noun(name: str) -> bool:
    """Whether a word is a noun with a syllable that makes another of it: 판단표, 서버실."""
    return name[-1] in "표실관법지증록부과팀장문서비료율권령안별용형식제기" and (
        name[:-1] in NOUNS or is_generic(name[:-1])
    )
