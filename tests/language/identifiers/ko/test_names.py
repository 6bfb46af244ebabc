"""Names of people in Korean: with titles, introduced, called, in labels, said again."""

from __future__ import annotations

import pytest

from tests.language.identifiers.ko.marked import marks, plain, proposals

ROWS = [
    # A full name and a title.
    "그건 ⟦person|김민수⟧ 과장님이 결정하셨어요.",
    "⟦person|박지현⟧ 주무관한테 물어봤더니 모른대요.",
    "거기 ⟦person|윤태영⟧ 서기관께서 직접 오셨습니다.",
    "그때 ⟦person|오세훈⟧ 팀장님하고 둘이 갔죠.",
    "⟦person|한수정⟧ 교수님 연구실에서 나온 자료예요.",
    "결국 ⟦person|류승희⟧ 국장이 막았습니다.",
    "⟦person|서정민⟧ 박사라고 통계 하시는 분이 있어요.",
    "⟦person|남궁혁⟧ 센터장님은 반대하셨고요.",
    "⟦person|황보윤⟧ 위원이 질문을 했어요.",
    "간호부에 ⟦person|최은숙⟧ 수간호사 선생님이라고 계세요.",
    "⟦person|허준⟧ 계장님이 그 업무를 봤어요.",
    "⟦person|구자철⟧ 이장님이 마이크를 잡으셨지.",
    "⟦person|장미란⟧ 의원이 자료를 요구했어요.",
    "⟦person|이도현⟧ 대리랑 ⟦person|정해인⟧ 대리가 교대로 했어요.",
    "⟦person|강하늘⟧ 선배가 알려 줬어요.",
    # A surname and a title.
    "⟦person|김⟧ 과장이 또 전화를 했어요.",
    "⟦person|박⟧ 사무관님께 보고드렸습니다.",
    "⟦person|최⟧ 국장님은 그런 거 싫어하세요.",
    "⟦person|남궁⟧ 주무관한테 넘겼거든요.",
    "⟦person|제갈⟧ 교수님이 자문을 해 주셨고.",
    "그래서 ⟦person|정⟧ 팀장이랑 얘기를 했는데.",
    "⟦person|이⟧ 과장님이 퇴근을 못 하셨어요.",
    "⟦person|송⟧ 박사님 말로는 안 된대요.",
    "⟦person|마⟧ 반장님이 열쇠를 갖고 계세요.",
    "⟦person|백⟧ 선생님이 대신 들어가셨어요.",
    "⟦person|김⟧ 씨가 문을 열어 줬대요.",
    "⟦person|천⟧ 원장님 병원에서요.",
    "⟦person|한⟧ 과장님이 그때 계셨으니까.",
    # Joined without a space.
    "⟦person|김⟧과장님이 그러시더라고요.",
    "⟦person|박⟧주무관님한테 여쭤보세요.",
    "⟦person|최⟧팀장은 모르는 일이에요.",
    "⟦person|이수진⟧팀장님이 오셨어요.",
    "⟦person|영희⟧씨가 그걸 다 했어요.",
    "⟦person|민지⟧쌤이 도와주셨어요.",
    "⟦person|조은영⟧님이 접수하셨어요.",
    # A given name and a form of address.
    "⟦person|민수⟧ 씨한테 부탁했어요.",
    "⟦person|지현⟧ 씨는 그때 휴직이었죠.",
    "⟦person|보람⟧ 씨라고 새로 온 분이에요.",
    "⟦person|은별⟧ 대리님이 정리해 주셨어요.",
    "⟦person|태호⟧ 형이 밤새 고쳤어요.",
    "⟦person|수연⟧ 언니가 먼저 들어갔고요.",
    "⟦person|상민⟧ 선배 자리가 비었어요.",
    "⟦person|지훈⟧ 엄마가 민원을 넣었대요.",
    "⟦person|춘자⟧ 할머니 댁에 갔어요.",
    "⟦person|유리⟧ 씨가 다 했어요.",
    # A given name with particles.
    "⟦person|민준⟧이가 먼저 전화를 했어요.",
    "⟦person|재혁⟧이한테 물어보면 알아요.",
    "어제 ⟦person|영희⟧가 자료를 보냈어요.",
    "⟦person|지영⟧이는 다른 팀으로 갔고.",
    "⟦person|철수⟧야, 이것 좀 봐라.",
    "⟦person|동혁⟧이랑 저랑 둘이 했어요.",
    "⟦person|승우⟧네 집에서 모였어요.",
    # Full names without a title.
    "담당자는 ⟦person|김영호⟧, 그다음은 ⟦person|이정숙⟧이었어요.",
    "한 분은 ⟦person|박순자⟧ 한 분은 ⟦person|박순옥⟧ 이렇게요.",
    "명단에 ⟦person|조현우⟧가 빠졌더라고요.",
    "⟦person|신동엽⟧이라는 분이 계셨는데.",
    "⟦person|문채원⟧한테 인계를 했어요.",
    # A title before the name.
    "팀장 ⟦person|이수진⟧입니다.",
    "사무관 ⟦person|박지훈⟧ 이렇게 써 있었어요.",
    "담당자 ⟦person|최윤서⟧에게 보내세요.",
    "주무관 ⟦person|김하나⟧, 과장 ⟦person|정민호⟧로 돼 있어요.",
    # Introduced.
    "안녕하세요, 저는 ⟦person|김지우⟧라고 합니다.",
    "저는 ⟦person|박세준⟧입니다.",
    "이름이 ⟦person|오하늬⟧래요.",
    "제 이름은 ⟦person|양희은⟧이고요.",
    "성함이 ⟦person|허윤⟧이라는 분인데.",
    "본명은 ⟦person|강태욱⟧인데 다들 다르게 불러요.",
    "예금주는 ⟦person|오병길⟧로 돼 있어요.",
    # Foreign names.
    "⟦person|마이클⟧ 교수님이 발표하셨어요.",
    "⟦person|응우옌⟧ 씨가 통역을 했어요.",
    "⟦person|케빈⟧이라고 불렀어요.",
    "⟦person|다나카⟧ 상무가 왔어요.",
    "⟦person|Kevin⟧ 과장이 영어로 썼어요.",
    "⟦person|Sarah Kim⟧ 박사님이 오셨어요.",
    "⟦person|K⟧ 과장이 그랬어요.",
    "⟦person|P⟧ 주무관님은 아니고요.",
    "⟦person|김⟧ 모 씨라고만 나왔어요.",
    # Labels.
    "⟦person|이수진⟧: 안녕하세요.\n⟦person|한미경⟧: 네, 안녕하세요.",
    "⟦person|민서⟧: 그게 뭐야?\n⟦person|도윤⟧: 나도 몰라.",
    "[00:01:02] ⟦person|박성훈⟧: 시작할까요?",
    # Said again.
    "⟦person|김민수⟧ 과장님이요. ⟦person|민수⟧ 형은 원래 그래요. ⟦person|김민수⟧가 누군데.",
    "⟦person|정유리⟧ 주무관이요. ⟦person|유리⟧ 씨가 했어요.",
    "⟦person|임꽃님⟧ 실장이요. ⟦person|임꽃님⟧이 다 알아요.",
]


@pytest.mark.parametrize("row", ROWS)
def test_names_are_proposed_without_titles_and_particles(row: str) -> None:
    assert proposals(plain(row)) == marks(row)


NONE = [
    "제가 이 과장된 말을 하는 게 아니라 정말이에요.",
    "박사 과정 하다가 그만두고 왔어요.",
    "우리 과장님이 그러셨어요.",
    "저희 팀장님하고 담당 사무관한테 갔죠.",
    "담당 주무관이 바뀌면 끝이에요.",
    "그 교수님이 반대하셨어요.",
    "전 장관 때 만든 거예요.",
    "현 시장님은 관심이 없으세요.",
    "이 시장에서는 살아남기 힘들어요.",
    "날씨가 추워서 글씨도 안 써졌어요.",
    "아저씨가 솜씨가 좋으셔서 아가씨처럼 웃으셨어요.",
    "고민할 시간도 조금밖에 없었죠. 하지만 최근에는 괜찮아요.",
    "한국말을 정말 잘하세요.",
    "신고하고 신청하고 접수하고 그게 전부예요.",
    "정부가 바뀌든 장관이 바뀌든 유지만 하면 돼요.",
    "이용자가 많아지면 전산원이 필요해요.",
    "공무원이 무슨 힘이 있어요.",
    "학부모 대표랑 학생 대표가 왔어요.",
    "노조 위원장이랑 회사 대표가 만났어요.",
    "선생님이 한 분 계셨는데 이름이 기억이 안 나요.",
    "이름이 같은 사람이 둘이라 고생했죠.",
    "저는 개발자입니다. 저는 주무관이에요.",
    "저는 전문가라고 할 수 없어요.",
    "조교수에서 부교수가 되는 데 육 년이 걸려요.",
    "하나님께 맹세코 안 했어요.",
    "고객님, 주민님 이렇게 불러요.",
    "어린이가 고양이를 안고 있었어요.",
    "면접자: 시작하겠습니다.\n참여자: 네.\n연구자: 좋습니다.",
    "지원 팀장과 운영 팀장이 따로 있어요.",
    "정책 국장, 예산 과장 다 모였어요.",
    "사람이 두 명인데 한 명은 남자고 한 명은 여자예요.",
    "강 건너 불 보듯 하면 안 돼요.",
    "남의 일이 아니라 주인이 없는 일이에요.",
    "여성은 열두 명이고 남성은 여덟 명이에요.",
    "조용하니까 아무도 모르죠.",
    "배송 기사님이 오셨어요.",
    "정해진 순서대로 안내만 하면 되거든요.",
    "구성원이 다 바뀌어서 인수인계가 안 돼요.",
    "현장에서 공문이 오면 수정하고 승인하고.",
    "열한 군데가 보고를 깜빡했어요.",
    "동네 의원에서 진료를 받았어요.",
    "경비 선생님이 문을 열어 주셨어요.",
    "필리핀 언니가 있어요.",
    "시스템을 새로 만들면 누가 책임을 져요.",
]


@pytest.mark.parametrize("text", NONE)
def test_words_that_look_like_names_are_not_proposed(text: str) -> None:
    assert proposals(text) == []
