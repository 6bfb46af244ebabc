"""Places in Korean: divisions, quarters, villages, stations, buildings."""

from __future__ import annotations

import pytest

from tests.language.identifiers.ko.marked import marks, plain, proposals

ROWS = [
    "⟦place|서울⟧에서 내려왔어요.",
    "⟦place|부산⟧ 사람이에요.",
    "⟦place|경기도⟧는 또 달라요.",
    "⟦place|수원⟧까지 갔어요.",
    "⟦place|성남시⟧ ⟦place|분당구⟧ ⟦place|정자동⟧에 살아요.",
    "⟦place|안동⟧에서 시작해서 ⟦place|포항⟧ 갔다가 왔어요.",
    "⟦place|태안읍⟧에 계신 분이에요.",
    "⟦place|신안군⟧ 전체가 그래요.",
    "⟦place|광진구⟧까지 찾아갔죠.",
    "본사를 ⟦place|나주⟧로 옮길 때니까요.",
    "⟦place|영등포⟧에 그 순댓국집이요.",
    "⟦place|해운대⟧에서 왜 내가 주차를 해.",
    "⟦place|오송역⟧에 내려서 버스를 탔어요.",
    "⟦place|가산디지털단지역⟧ 5번 출구 바로 앞이에요.",
    "⟦place|도봉산역⟧에서 타서 내려요.",
    "⟦place|세종⟧까지 올라갔어요.",
    "⟦place|제주도⟧에서 열린 회의였어요.",
    "⟦place|판교⟧ 쪽 회사들이 그래요.",
    "⟦place|여의도⟧로 출근하세요.",
    "⟦place|조치원⟧에서 갈아타요.",
    "⟦place|전라남도⟧ 쪽이 심해요.",
    "⟦place|우림테크타워⟧ 7층이에요.",
    "⟦place|은행마을 주공아파트⟧로 이사를 갔어요.",
    "⟦place|충주시⟧ 사례를 봤어요.",
    "⟦place|강남구⟧에서 시범으로 했어요.",
    "⟦place|베이징⟧에서 오래 사셨대요.",
    "⟦place|목포⟧에서 열두 명이 왔고요.",
    "⟦place|울산⟧에 있는 아들이요.",
    "⟦place|춘천⟧까지 버스로 두 시간이요.",
    "⟦place|중구⟧ 쪽에 있어요.",
]


@pytest.mark.parametrize("row", ROWS)
def test_places_are_proposed_without_particles(row: str) -> None:
    assert proposals(plain(row)) == marks(row)


NONE = [
    "다시 하고 또 다시 했어요. 역시 안 되죠. 혹시 아세요?",
    "필요한 것도 없고 활동도 안 해요.",
    "행동으로 옮기는 방면에서요.",
    "친구가 연구를 요구했어요.",
    "자동으로 이동하고 공동으로 운동해요.",
    "지역 구역 영역이 다 달라요.",
    "번역을 하고 통역을 해요.",
    "화면에서 보면 그러면 되는데.",
    "한국에서 미국으로, 유럽까지.",
    "동시에 처리하고 즉시 표시해요.",
    "예산이 없어서 장수하지 못했어요.",
    "도시에서 시골로 갔어요.",
    "입구에서 출구까지 가구가 많아요.",
    "거리가 멀어서 자리가 없어요.",
    "관리 처리 정리 수리 다 해요.",
    "아파트에 살아요. 빌딩이 높아요.",
    "우리 동네 시장에서 샀어요.",
    "시군구에서 읍면동으로 내려가요.",
    "환승역에서 갈아타세요.",
    "측면에서 보면 정면 돌파예요.",
    "노동이 아니라 감동이죠.",
    "중국어랑 일본어도 돼요.",
    "어느 군이냐고 물어요.",
    "시내버스 터미널 앞이요.",
    "강연에서 공주처럼 앉아 있었어요.",
]


@pytest.mark.parametrize("text", NONE)
def test_words_that_end_as_places_are_not_proposed(text: str) -> None:
    assert proposals(text) == []
