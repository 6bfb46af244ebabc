"""Words that are speaker labels, and words that are none although a colon follows them."""

from __future__ import annotations


def _words(*listings: str) -> frozenset[str]:
    return frozenset(word for listing in listings for word in listing.split())


INTERVIEWER_LABELS = (
    "I", "INT", "IV", "Interviewer", "Moderator", "MOD", "Facilitator", "Researcher", "Q",
    "Question", "면담자", "면접자", "질문자", "질의자", "연구자", "조사자", "인터뷰어", "진행자",
    "사회자", "질문", "문",
)  # fmt: skip
"""Labels of interviewers, unless the caller names others."""

ROLES = _words(
    "interviewee respondent participant expert speaker informant moderator facilitator "
    "interviewer researcher int mod i q 면담자 면접자 질문자 질의자 연구자 조사자 인터뷰어 진행자 "
    "사회자 문 답 응답자 답변자 전문가 참여자 참가자 참석자 피면담자 피면접자 인터뷰이 화자"
)
"""Words that are labels from their first occurrence, with or without a number."""

PROSE = _words(
    "note notes nb ps fyi ok okay example examples first firstly second secondly third thirdly "
    "fourth fifth last lastly next then also finally point points problem problems result "
    "results reason reasons conclusion summary warning remark remarks background title date "
    "place location duration topic subject project time source sources link address phone tel "
    "email fax url http https file version page table figure section chapter part step option "
    "law act article day yes no well so but and or however therefore because again still "
    "finding findings recommendation recommendations issue issues fact idea "
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow cf re cc "
    "todo id eg ie total goal goals aim aims benefit benefits cost costs risk risks "
    "참고 주의 예 예시 예컨대 첫째 둘째 셋째 넷째 다섯째 여섯째 첫번째 두번째 세번째 네번째 하나 "
    "둘 셋 결론 요약 정리 배경 제목 일시 날짜 장소 시간 주제 목적 대상 비고 주 단 즉 또 또한 "
    "그리고 그러나 하지만 결과 문제 문제점 이유 원인 방법 대안 해결책 전화 이메일 주소 출처 링크 "
    "자료 장점 단점 사례 원칙 법 제도 기술 재정 조직 보안 오늘 어제 내일 마지막 우선 먼저 다음"
)
"""Words before a colon in prose; they are never labels, however often they recur."""

PARTICLES = _words("de van von der den la le di da del bin al of")
"""Words in lower case that are parts of names."""
