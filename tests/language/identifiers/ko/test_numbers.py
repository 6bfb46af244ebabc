"""Numbers that identify people, as they are said in Korean."""

from __future__ import annotations

import pytest

from tests.language.identifiers.ko.marked import marks, plain, proposals
from toolkit.language.identifiers.ko.numerals import digits_of, value

ROWS = [
    # Telephones that are read.
    "제 번호는 ⟦telephone|공일공에 일이삼사에 오육칠팔⟧이에요.",
    "⟦telephone|공일공 일이삼사 오육칠팔⟧로 전화 주세요.",
    "⟦telephone|공이에 사오육칠에 팔구공일⟧ 맞죠?",
    "⟦telephone|공삼일 육이칠에 삼사공구⟧요.",
    "앞은 ⟦telephone|공이에 이일일사⟧고요.",
    "⟦telephone|영일영 사삼이칠 구공일팔⟧입니다.",
    "전화번호 뒷자리가 ⟦telephone|5572⟧예요.",
    "⟦telephone|공칠공 팔팔삼일에 공공이구⟧로 거세요.",
    "핸드폰은 ⟦telephone|공일공⟧에, 어, ⟦telephone|칠칠이구에 일사사팔⟧이요.",
    # Extensions.
    "내선 ⟦extension|2816⟧번이에요.",
    "내선번호가 ⟦extension|412⟧예요.",
    "내선이 뭐였더라, ⟦extension|삼공팔이⟧였나.",
    "내선 ⟦extension|오일삼⟧으로 하세요.",
    "교환 ⟦extension|3302⟧ 돌려 달라고 하세요.",
    "구내번호 ⟦extension|4471⟧로 걸면 받아요.",
    # Identity and staff numbers.
    "주민번호가 ⟦resident_number|710826-1234567⟧이에요.",
    "⟦resident_number|850302-2⟧ 하고 뒤는 별표요.",
    "주민등록번호는 ⟦resident_number|칠일공팔이육 다시 일⟧이요.",
    "사번이 ⟦resident_number|20110452⟧인데.",
    "제 사번 ⟦resident_number|041873⟧ 치면 나와요.",
    "사번은 ⟦resident_number|NS-20110452⟧예요.",
    "여권번호 ⟦resident_number|M12345678⟧로 조회해요.",
    # Accounts.
    "⟦organisation|국민은행⟧ ⟦account|123456-04-789012⟧로 보내세요.",
    "계좌번호가 ⟦account|9002-1847-3365-2⟧예요.",
    "⟦organisation|농협⟧ ⟦account|삼공이에 공구일칠에 육육팔삼 공일⟧이요.",
    "제 카드가 끝이 ⟦account|4406⟧인데요.",
    # Plates.
    "차 번호가 ⟦plate|12가 3456⟧이에요.",
    "⟦plate|서울 12가 3456⟧ 차량이요.",
    "⟦plate|38더 7320⟧이었어요.",
    "⟦plate|123가4567⟧로 등록했어요.",
    "⟦plate|서울70사 5183⟧이라고 적어 뒀어요.",
    "번호판이 ⟦plate|삼팔더 칠삼이공⟧이래요.",
    # Births.
    "⟦birth_date|71년생⟧이에요.",
    "둘 다 ⟦birth_date|83년생⟧이라 편했죠.",
    "⟦birth_date|칠십일년생⟧이니까요.",
    "⟦birth_date|71년 3월 2일생⟧이고요.",
    "⟦birth_date|1971년⟧에 태어났어요.",
    "⟦birth_date|천구백삼십팔년생⟧이셨어요.",
    "⟦birth_date|1988년 4월⟧에 태어난 아이예요.",
    "⟦birth_date|58년 개띠⟧예요.",
    "⟦birth_date|구공년생⟧이래요.",
    "생년월일이 ⟦birth_date|1971. 3. 2⟧로 돼 있어요.",
    "생일이 ⟦birth_date|5월 17일⟧이에요.",
    "⟦birth_date|2010년생⟧이니까 그때 열세 살이죠.",
    "빠른 ⟦birth_date|82⟧라서 애매해요.",
    # Rooms.
    "사무실은 ⟦room|417호⟧예요.",
    "⟦room|301호실⟧로 오세요.",
    "⟦room|B동 1203호⟧에서 만났어요.",
    "방 번호는 ⟦room|이백십사 호⟧예요.",
    "저희 방은 ⟦room|709호⟧네요.",
    "⟦room|사백십이호⟧ 앞에서요.",
]


@pytest.mark.parametrize("row", ROWS)
def test_numbers_are_proposed_with_their_kind(row: str) -> None:
    assert proposals(plain(row)) == marks(row)


NONE = [
    "2019년 7월에 왔어요.",
    "예산이 1억 2천이에요.",
    "한 달에 3만 4,200건이 들어와요.",
    "별지 제12호 서식이에요.",
    "2020-1147호 고시로 바뀌었어요.",
    "조례 제2413호하고 제1987호요.",
    "공공데이터법 제27조요.",
    "접수번호가 20230518-447 이런 식이에요.",
    "버전 4.1.2에서 멈췄어요.",
    "3184번 티켓이 열려 있었어요.",
    "1970년대생이 아니라 그냥 1970년대 얘기예요.",
    "나이가 서른여덟 살이에요. 마흔다섯이에요.",
    "2호선 타고 3호 안건을 봤어요.",
    "이천이십삼년 오월에 했어요.",
    "삼백이십 건을 네 명이 해요.",
    "일일이 확인을 해야 돼요.",
    "다음 주에 이사를 가요. 공사 중이에요.",
    "팔만 원인가 구만 원인가 그래요.",
    "육이오 때 얘기예요. 사일구도요.",
    "1 대 1로 붙어서 5 대 5가 됐어요.",
    "고등학생 두 명이 왔어요.",
    "12월 3일에 회의를 했어요.",
    "생일 같아서 미역국을 끓였어요.",
    "오이 사 왔어요. 구이 먹었어요.",
    "2022년 발생 건수가 300건이에요.",
    "내선으로 돌려 드릴게요. 3분만 기다리세요.",
    "통장은 옛날 이름인데 2019년에 바꿨어요.",
    "카드 번호를 12자리로 바꿨어요.",
    "사번 쓰고, 이름 쓰고, 사유 쓰고.",
    "차량이 30대 있어요.",
]


@pytest.mark.parametrize("text", NONE)
def test_other_numbers_are_not_proposed(text: str) -> None:
    assert proposals(text) == []


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("이백십사", 214),
        ("천구백삼십팔", 1938),
        ("이천십팔", 2018),
        ("칠십일", 71),
        ("십", 10),
        ("백", 100),
        ("이만 팔천", 28_000),
        ("구", 9),
        ("칠일", None),
        ("학교", None),
    ],
)
def test_numerals_with_units_are_read(words: str, number: int | None) -> None:
    assert value(words) == number


@pytest.mark.parametrize(
    ("words", "digits"), [("공일공", "010"), ("영일이", "012"), ("31칠", "317"), ("가나", "")]
)
def test_digits_are_read_one_by_one(words: str, digits: str) -> None:
    assert digits_of(words) == digits
