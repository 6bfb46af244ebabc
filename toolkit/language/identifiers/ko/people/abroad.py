"""Names from abroad in Hangul: which are usual, and names of two or more words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.bodies_list import BODIES
from toolkit.language.identifiers.ko.generic import is_generic
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import FOREIGN as COMMON
from toolkit.language.identifiers.ko.lookalikes import LONGER, NOUNS
from toolkit.language.identifiers.ko.people.shapes import LIKELY, TITLES, title_end
from toolkit.language.identifiers.ko.people.surnames import FREQUENT, USUAL, given_of
from toolkit.language.identifiers.ko.place_words import PRODUCTS
from toolkit.language.identifiers.ko.places_list import COUNTRIES, is_place
from toolkit.language.identifiers.ko.words import begins_word, is_tail, stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.ko.words import Morphemes, Word

FOREIGN = COMMON | words_of(
    """
    응우옌 구엔 우옌 즈엉 흐엉 프엉 타오 짱 뚜언 투언 히엔 비엣 득칸 마이린 투하 응아 티엡 탄흐엉
    응옥 쑤언 산토스 크루즈 델라크루즈 레예스 바우티스타 로웨나 마리셀 제넬린 로사리오 알바레스
    페르난데스 곤잘레스 로드리게스 마르티네스 에르난데스 미겔 라몬 카르멘 이네스 수닐 라메시
    라케시 프라딥 아닐 산토시 타망 셰르파 라이프 슈레스타 바하두르 카트리 간바타르
    엥흐바야르 뭉흐바트 바야르 오윤 나란체첵 볼로르마 체체그 알탄 사란 소팔 소피읍 속헹 찬나
    솜차이 수파폰 나타퐁 아농 디요라 딜노자 자밀라 술탄 아지즈 아지자 루스탐 사르도르 굴노라
    나르기자 일홈 미로 무스타파 압둘 압둘라 압델 유수프 이브라힘 파티마 아이샤 라시드 카림 하미드
    모하마드 무하마드 후세인 하산 자히드 라흐만 칸다커 유키 유키코 사쿠라 하루카 켄지 켄타 다이스케
    유이 요시다 사이토 하시모토 이노우에 기무라 하야시 시미즈 모리 이시카와 마쓰모토 왕웨이 장웨이
    리나 샤오밍 샤오리 메이링 뮐러 뮬러 슈미트 슈나이더 피셔 베버 바그너 베커 호프만 슐츠
    하인리히 프리드리히 게르하르트 마르틴 카타리나 안나레나 미카 비르타넨 코르호넨 니에미넨
    라스 에릭손 요한손 안데르손 닐스 올센 한센 옌센 스벤 피에르 장피에르 소피아 카미유 클레르 뒤퐁
    르브룅 마리안 줄리앙 파비앙 로랑 조반니 로시 마테오 루카 파올라 이고르 세르게이 드미트리
    나데즈다 스베틀라나 류드밀라 타티아나 예카테리나 이리나 올레그 막심 알렉세이 빅토르 대니얼 대니
    다니얼 매튜 매슈 마이키 조슈아 조쉬 라이언 숀 션 션리 케니 지미 토미 바비 빌리 제리 래리 게리
    그렉 그레그 브루스 데이비슨 존스 윌리엄스 로빈슨 톰슨 해리스 마틴스 무어 화이트 잭슨 루이스 워커
    홀 앨런 영 킹 라이트 초이 클로이 에이미 애슐리 브리아나 사만다 나탈리 스텔라 루나 첼시 메건 로렌
    몰리 케이티 케이틀린 페이스 호프 조이스 아나스타시아 마르타 에바 이레나 카타지나 토마시 야쿠브
    페테르 이슈트반 졸탄 니콜라이 밀란 조란 고란 오바마 은구기 아데바요 치디 오마르 콰메 코피 아마
    느와 므와 자카리 케말 메흐메트 아이셰 엘리프
    """
) - words_of("영 홀 킹 호프 라이프 페이스 미로 알탄 사란")
"""Names from abroad that are common in Hangul."""
_CALLED = re.compile(r"이?라(?:고|는)[, ]|이?란 (?:분|사람|친구|직원)|이?래요|이?라던")
_IS = re.compile(r"[,.]|입니다|이에요|예요|이고|이라|라고|이요|요[,.]| 씨")
_NAME_BEFORE = re.compile(
    r"(?:이름은|이름이|성함은|성함이|본명은|풀네임은|풀 네임은|이었나|였나) ?$"
)


def pairs(text: str, words: Sequence[Word], morphemes: Morphemes) -> Iterator[Candidate]:
    """Names of two or three words, one of which is strange: 미카 살로넨, 구룽."""
    number = 0
    while number < len(words) - 1:
        last = number
        while last - number < 3 and last + 1 < len(words):
            first, second = words[last], words[last + 1]
            whole = text[first.end : second.start] == " " and _strange(text, first, morphemes)
            if not whole or not _length(second, morphemes):
                break
            last += 1
        if last == number:
            number += 1
            continue
        end = words[last].start + _length(words[last], morphemes)
        if _is_name(text, words, number, last, end, morphemes):
            yield Candidate(words[number].start, end, Kind.PERSON, "name from abroad", LIKELY)
        number = last + 1


def _is_name(
    text: str, words: Sequence[Word], first: int, last: int, end: int, morphemes: Morphemes
) -> bool:
    parts = [words[number].text for number in range(first, last)] + [text[words[last].start : end]]
    listed = sum(part in FOREIGN for part in parts)
    following = words[last + 1] if last + 1 < len(words) else None
    titled = (
        following is not None
        and end == words[last].end
        and text[end : following.start] == " "
        and title_end(text, following.start, following.end) > following.start
    )
    said = _CALLED.match(text, end) or _NAME_BEFORE.search(
        text, max(0, words[first].start - 12), words[first].start
    )
    unknown = morphemes.is_unknown(words[first].start, words[first].end) or morphemes.is_unknown(
        words[last].start, end
    )
    return (
        listed > 1 or (bool(titled or said) and (listed > 0 or unknown)) or (listed > 0 and unknown)
    )


def _strange(text: str, word: Word, morphemes: Morphemes) -> bool:
    """Whether a whole word can be the first of a name from abroad."""
    if word.text in FOREIGN:
        return begins_word(text, word.start)
    named = morphemes.is_name(word.start, word.end) or morphemes.is_unknown(word.start, word.end)
    return named and begins_word(text, word.start) and _is_free(word.text)


def _length(word: Word, morphemes: Morphemes) -> int:
    """How many syllables at the beginning of a word can be a name from abroad."""
    for length in (*stems(word.text, 7), 1):
        name, end = word.text[:length], word.start + length
        if not is_tail(word.text[length:]):
            continue
        if name in FOREIGN:
            return length
        if length == 1 and name in FREQUENT and not is_tail(name):
            return length
        if length < 2:
            break
        named = morphemes.is_name(word.start, end) or morphemes.is_unknown(word.start, end)
        if named and _is_free(name):
            return length
    return 0


def _is_free(name: str) -> bool:
    """Whether a word is nothing else that is known."""
    if name in TITLES or name in BODIES or name in COUNTRIES or name in PRODUCTS:
        return False
    if name in NOUNS or name in LONGER or name in USUAL or is_place(name) or is_generic(name):
        return False
    return not (len(name) in (3, 4) and given_of(name) in USUAL)
