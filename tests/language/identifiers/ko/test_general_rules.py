"""Rules of the language behind names and numbers: hidden digits, readings, words beside names."""

from __future__ import annotations

import pytest

from tests.language.identifiers.ko.marked import marks, plain, proposals
from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.find import find
from toolkit.language.identifiers.ko.masks import numbers_a_thing, unmasked
from toolkit.language.identifiers.korean import find_korean
from toolkit.language.protocol import NOTHING, UNKNOWN, Analysis, Entity, Token

ROWS = [
    # Digits that were hidden.
    "제 번호는 ⟦telephone|010-2●●3-71●4⟧예요.",
    "번호판이 ⟦plate|서울 43나 1○92⟧였어요.",
    "사번 ⟦resident_number|2016-0○52⟧로 들어가요.",
    # Readings with figures, with single digits, and with 하나 and 둘.
    "연락처는 ⟦telephone|010 삼구이팔 1154⟧예요.",
    "전화번호 가운데가 ⟦telephone|삼, 칠, 오⟧예요.",
    "핸드폰이 ⟦telephone|공 일 공 육 하나 이 사 팔 팔 삼 구⟧예요.",
    "내선 ⟦extension|사오⟧ 누르세요.",
    "내선 ⟦extension|이백삼십사⟧번으로 거세요.",
    "계좌가 ⟦account|삼오이 다시 공일구사 다시 육육이삼 다시 일이⟧예요.",
    # Rooms with what stands before them.
    "회의는 ⟦room|신관 305호⟧에서 해요.",
    "저희는 ⟦room|지하 2층 B-07호⟧에 있어요.",
    "면담은 ⟦room|제2회의실⟧에서 했어요.",
    # Addresses with their details.
    "주소가 ⟦address|솔빛구 새들로 14, 301동 502호⟧예요.",
    "⟦address|해오름군 들말읍 장터길 7, 별관 3층⟧으로 보내세요.",
    "⟦address|해오름군 들말면 솔고개길 산 3-4⟧ 근처예요.",
    "⟦address|버들구 느릅로 12나길 8, 반지하⟧에 사세요.",
    # Dates soon after a word for birth.
    "생년월일을 적으라고 해서 ⟦birth_date|1979. 11. 2.⟧ 이렇게 썼어요.",
    "출생연도가 어떻게 되세요? ⟦birth_date|79년⟧이요.",
    "생신이 음력이라 ⟦birth_date|삼팔년 섣달 초사흘⟧이세요.",
    # Rare surnames, surnames that are said, and hidden names.
    "⟦person|감⟧ 주무관님이 받으셨어요.",
    "⟦person|편⟧ 계장님께 물어보세요.",
    "⟦person|빙⟧ 과장님이 그러셨어요.",
    "성이 ⟦person|견⟧이에요, 드물죠.",
    "⟦person|노⟧ 뭐시기라는 분이 왔어요.",
    "담당자가 ⟦person|문○○⟧이라고 나와요.",
    "명단에는 ⟦person|강*석⟧이라고 돼 있어요.",
    "이름이 ⟦person|리안⟧이에요.",
    # Given names that are words, and a name with 이 before a form of address.
    "우리 ⟦person|슬기⟧ 과장이 했어요.",
    "⟦person|재민⟧이 형이 알려 줬어요.",
    "⟦person|쩐 티 호아⟧ 씨가 통역했어요.",
    # Bodies with a branch, companies that are described.
    "⟦organisation|한국전력 삼척지사⟧에서 왔어요.",
    "⟦organisation|너울데이타⟧라는 조그만 회사예요.",
    "⟦organisation|새별시설관리공단⟧에 넘겼어요.",
    "통장이 ⟦organisation|우체국⟧ 거예요.",
]


@pytest.mark.parametrize("row", ROWS)
def test_general_rules_propose_what_is_marked(row: str) -> None:
    text = plain(row)
    every = find(text, language="ko", analyses=NOTHING)
    assert [(str(c.kind), text[c.start : c.end]) for c in every] == marks(row)


NONE = [
    "접수번호 2024-0312로 조회하세요.",
    "관리번호가 12-0381-774 이런 식이에요.",
    "봉인번호 5521, 5522 스티커를 붙여요.",
    "응시번호 2022-0431만 보여요.",
    "문서번호는 2021-3호예요.",
    "그냥 Jira로 올리면 돼요.",
    "결과는 Dashboard에 나와요.",
    "예전에는 Kafka였고 지금은 아니에요.",
    "처리 기한이 21일이래요.",
    "이름이 비슷해요.",
    "시스템 이름이 누리예요.",
    "구청 주무관이 나왔어요.",
    "제 통장이 없어졌어요.",
    "일, 이, 삼 순서로 해요.",
    "한은 없어요.",
    "고양이 이름을 지었어요.",
    "새로 온 과장이 봤어요.",
    "우리도 과장님이 계세요.",
    "그런데 할머니가 오셨어요.",
]


@pytest.mark.parametrize("text", NONE)
def test_words_that_only_look_like_identifiers_are_left(text: str) -> None:
    assert [text[c.start : c.end] for c in find(text, language="ko", analyses=NOTHING)] == []


def _with_unknown(text: str, noun: str, tag: str = "NNP") -> Analysis:
    start = text.index(noun)
    end = start + len(noun)
    token = Token(start, end, noun, "PROPN", tag)
    return Analysis((token,), (Entity(start, end, UNKNOWN),), ())


@pytest.mark.parametrize(
    ("text", "noun", "kind"),
    [
        ("저거 우리 도겸 건데요.", "도겸", "person"),
        ("그건 빙세아 일이에요.", "빙세아", "person"),
        ("어제 물안터에서 왔어요.", "물안터", "place"),
        ("누벨르라고 아시죠.", "누벨르", "organisation"),
        ("거기 국립너울해양과학원 분이요.", "국립너울해양과학원", "organisation"),
    ],
)
def test_nouns_of_no_dictionary_are_names(text: str, noun: str, kind: str) -> None:
    candidates = find_korean(text, _with_unknown(text, noun))
    assert [(str(c.kind), text[c.start : c.end]) for c in candidates] == [(kind, noun)]


@pytest.mark.parametrize("noun", ["판단표", "서버실", "대직자", "내선", "개별법"])
def test_compounds_and_words_of_offices_are_no_names(noun: str) -> None:
    text = f"그건 {noun}에게 물어봐요."
    assert find_korean(text, _with_unknown(text, noun)) == []


def test_hidden_digits_become_ones_and_the_length_stays() -> None:
    assert unmasked("010-●●34-5○78이요") == "010-1134-5178이요"
    assert unmasked("그 ○○과 두 ● 표시") == "그 ○○과 두 ● 표시"


def test_a_number_of_a_person_is_no_number_of_a_thing() -> None:
    text = "주민등록번호 123456, 접수번호 123456"
    first = Candidate(7, 13, Kind.RESIDENT_NUMBER, "rule", 80)
    second = Candidate(20, 26, Kind.TELEPHONE, "rule", 80)
    assert not numbers_a_thing(text, first)
    assert numbers_a_thing(text, second)


def test_a_certain_surname_counts_before_any_title() -> None:
    text = "온다미 선생님이요. 그때 온 감독님이 계셨어요."
    assert ("person", "온") in proposals(text)


def test_regions_of_an_address_count_elsewhere() -> None:
    text = "주소는 해오름군 들말읍 장터길 7이에요. 해오름군하고 같이 해요."
    assert ("place", "해오름군") in proposals(text)
