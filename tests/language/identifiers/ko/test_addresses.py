"""Postal addresses in Korean, and e-mail addresses and sites that are read aloud."""

from __future__ import annotations

import pytest

from tests.language.identifiers.ko.marked import marks, plain, proposals

ROWS = [
    "주소가 ⟦address|양지로 38번길 17⟧이에요.",
    "⟦address|세종대로 209⟧에 있어요.",
    "⟦address|서울특별시 종로구 세종대로 209⟧입니다.",
    "⟦address|한누리대로 402⟧로 보내세요.",
    "⟦address|테헤란로 12길 7⟧이래요.",
    "⟦address|충렬4길 9-2⟧, 거기가 책방이에요.",
    "⟦address|경기도 성남시 분당구 판교역로 235⟧예요.",
    "⟦address|해안면 송림리 284번지⟧요.",
    "⟦address|정자동 178-1⟧이고요.",
    "⟦address|역삼동 736번지⟧에 살았어요.",
    "옛날 휴게소 자리. ⟦address|백학로 1120⟧. 거기예요.",
    "주소는 ⟦address|중앙로 45번길 12-3⟧이요.",
    "⟦address|송림리 이백팔십사번지⟧예요.",
    "메일은 ⟦email|민수 골뱅이 예시 점 컴⟧이에요.",
    "⟦email|제이 케이 골뱅이 메일 점 예시 점 오알지⟧로 주세요.",
    "누리집은 ⟦url|데이터 점 예시 점 케이알⟧이에요.",
    "⟦url|더블유더블유더블유 점 나눔 점 컴⟧에 있어요.",
]


@pytest.mark.parametrize("row", ROWS)
def test_addresses_are_proposed_whole(row: str) -> None:
    assert proposals(plain(row)) == marks(row)


NONE = [
    "별도로 10건을 처리했어요.",
    "최대로 5 정도예요.",
    "그대로 2년을 썼어요.",
    "시스템으로 20 정도 나와요.",
    "바로 3층으로 올라가세요.",
    "새로 12명을 뽑았어요.",
    "서버로 3대를 샀어요.",
    "지도로 1위를 했어요.",
    "길 건너 2번 출구요.",
    "활동 3-1 항목을 보세요.",
    "이 점 하나만 고치면 돼요.",
    "좋은 점 세 가지가 있어요.",
    "골뱅이 무침을 먹었어요.",
    "차로 25분 걸려요.",
]


@pytest.mark.parametrize("text", NONE)
def test_words_and_numbers_without_address_are_not_proposed(text: str) -> None:
    assert proposals(text) == []
