"""Named bodies in Korean: ministries, offices of regions, companies, hospitals, schools."""

from __future__ import annotations

import pytest

from tests.language.identifiers.ko.marked import marks, plain, proposals

ROWS = [
    "⟦organisation|행정안전부⟧에서 공문이 왔어요.",
    "⟦organisation|행안부⟧고요, 그다음이 ⟦organisation|기재부⟧예요.",
    "⟦organisation|과기정통부⟧랑 ⟦organisation|국토부⟧가 서로 미뤘죠.",
    "⟦organisation|국세청⟧ 자료를 못 받았어요.",
    "⟦organisation|통계청⟧하고 협의를 했는데.",
    "⟦organisation|감사원⟧ 감사 때문에요.",
    "⟦organisation|개인정보보호위원회⟧에 질의를 했습니다.",
    "⟦organisation|권익위⟧에서 권고가 나왔어요.",
    "⟦organisation|보건복지부⟧ 담당자가 바뀌었어요.",
    "⟦organisation|식약처⟧장이 서명을 했어요.",
    "⟦organisation|질병청⟧에 전화를 했더니.",
    "⟦organisation|심평원⟧이랑 ⟦organisation|건보공단⟧ 코드가 달라요.",
    "⟦organisation|국민연금공단⟧으로 보내 달래요.",
    "⟦organisation|한국도로공사⟧에 물어봤죠.",
    "⟦organisation|한전⟧이 안 준대요.",
    "⟦organisation|교통안전공단⟧ 자료하고 맞춰 봐야 돼요.",
    "⟦organisation|NIA⟧에서 컨설팅을 왔어요.",
    "⟦organisation|KISA⟧가 점검을 했고요.",
    "⟦organisation|삼성SDS⟧가 수주를 했어요.",
    "⟦organisation|LG CNS⟧ 사람들이 상주했죠.",
    "⟦organisation|KT⟧랑 계약을 했어요.",
    "⟦organisation|수원시청⟧에서 일했어요.",
    "⟦organisation|마포구청⟧이 먼저 시작했어요.",
    "⟦organisation|강원도청⟧에서 내려온 지침이에요.",
    "⟦organisation|태안군청⟧에 자료가 있어요.",
    "⟦organisation|서울시교육청⟧ 서버가 멈췄어요.",
    "⟦organisation|경기도교육청⟧에 신청했더니.",
    "⟦organisation|수원교육지원청⟧에서 왔어요.",
    "⟦organisation|천안서북경찰서⟧입니다.",
    "⟦organisation|경남경찰청⟧에서 연락이 왔죠.",
    "⟦organisation|마포구 보건소⟧에 전화했어요.",
    "⟦organisation|역삼동 주민센터⟧에 갔어요.",
    "⟦organisation|대전지방법원⟧에 냈어요.",
    "⟦organisation|부산세무서⟧에서 근무했어요.",
    "⟦organisation|서해성모병원⟧이잖아요 여기가.",
    "⟦organisation|서울대병원⟧에서 받은 기록이에요.",
    "⟦organisation|충남대학교⟧ 연구팀이 했어요.",
    "⟦organisation|연세대⟧ 교수님이 하셨어요.",
    "⟦organisation|새빛초등학교⟧ 선생님이에요.",
    "⟦organisation|덕산중학교⟧를 나왔어요.",
    "⟦organisation|국민은행⟧ 계좌로 보냈어요.",
    "⟦organisation|농협⟧에 가서 찾았어요.",
    "⟦organisation|새마을금고⟧고요.",
    "⟦organisation|주식회사 한빛⟧에 다녔어요.",
    "⟦organisation|나래정보㈜⟧가 맡았어요.",
    "⟦organisation|누리소프트⟧요. 지금은 없어졌어요.",
    "⟦organisation|전국공무원노동조합⟧에서 성명을 냈어요.",
    "⟦organisation|한국지능정보사회진흥원⟧에 물어봤어요.",
    "⟦organisation|사회보장정보원⟧에서 받아요.",
    "⟦organisation|경기복지재단⟧ 연구예요.",
    "⟦organisation|한국부동산원⟧에서 받고요.",
    "⟦organisation|부산교통공사⟧ 노선이에요.",
    "⟦organisation|법무법인 도담⟧에 자문했어요.",
    "⟦organisation|삼성전자⟧ 다니다 왔어요.",
    "⟦organisation|산림청⟧에서 지침이 내려오기를 기다렸죠.",
    "⟦organisation|국정원⟧ 심사가 있잖아요.",
    "⟦organisation|해양경찰청⟧ 무전이 안 돼요.",
    "⟦organisation|국가데이터처⟧로 이름이 바뀌었죠.",
]


@pytest.mark.parametrize("row", ROWS)
def test_named_bodies_are_proposed_whole(row: str) -> None:
    assert proposals(plain(row)) == marks(row)


NONE = [
    "정부 부처끼리 서로 안 줘요.",
    "내부에서 전부 검토하고 외부에 공개했어요.",
    "시청에 신청하고 구청에 요청했어요.",
    "병원에서 학교로, 학교에서 병원으로요.",
    "보건소는 여섯 시면 퇴근이에요.",
    "진료협력센터라고 환자분들 보내는 데예요.",
    "교통조사계에서 근무하고 있어요.",
    "콜센터에 전화하면 상담센터로 가래요.",
    "데이터센터를 새로 짓는대요.",
    "국책연구원 연구원들이 와서요.",
    "대학교 다닐 때 배운 거예요.",
    "종합병원이나 요양병원으로 보내요.",
    "인사위원회에서 결정을 해요.",
    "자문위원회하고 심의위원회가 따로예요.",
    "우리 협회에서 만들었어요.",
    "시중은행은 다 연계가 돼요.",
    "리모델링 공사를 하느라고 공사 중이에요.",
    "통합관제센터에서 보고 있어요.",
    "행정정보시스템이 멈췄어요.",
    "경찰서 가면 소방서로 가라고 해요.",
    "초등학교 때부터 친구예요.",
    "공부를 더 하고 싶어서 대학원에 갔어요.",
    "전산실하고 민원실이 붙어 있어요.",
    "그 부처는 자료를 안 줘요.",
    "노조에서 반대를 했어요.",
    "고객센터 직원이 친절했어요.",
    "주민센터에 서류가 없대요.",
    "복지부동이라는 말이 있잖아요.",
    "교육부터 다시 해야 돼요.",
    "환경부터 만들어 줘야죠.",
]


@pytest.mark.parametrize("text", NONE)
def test_common_bodies_are_not_proposed(text: str) -> None:
    assert proposals(text) == []
