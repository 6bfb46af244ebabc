"""Titles and forms of address that stand beside names in Korean."""

from __future__ import annotations

from toolkit.language.identifiers.ko.listed import listing, words_of

OFFICES = listing(
    """
    과장 주무관 사무관 서기관 부이사관 이사관 관리관 행정관 비서관 팀장 국장 실장 부장 차장 계장
    반장 소장 원장 처장 청장 본부장 센터장 단장 위원장 부위원장 위원 의원 의장 부의장 장관 차관
    총리 대통령 시장 부시장 군수 부군수 구청장 도지사 지사 면장 읍장 동장 이장 통장 교수 부교수
    조교수 강사 박사 석사 연구원 연구위원 연구관 연구사 지도사 조사관 수사관 감사관 담당관 심사관
    조정관 정책관 기획관 심의관 보좌관 비서 대표 대표님 사장 부사장 회장 부회장 이사 이사장 상무
    전무 대리 사원 주임 선임 책임 수석 매니저 프로 파트장 그룹장 실무관 주사 서기 주사보 서기보
    지점장 지부장 지회장 간사 총무 사무총장 사무국장 사무장 총장 학장 학과장 교장 교감 교사 선생
    간호사 수간호사 의사 약사 변호사 판사 검사 노무사 회계사 세무사 변리사 법무사 기자 피디 작가
    감독 코치 기사 경위 경감 경정 총경 경사 경장 순경 서장 지구대장 파출소장 소방관 소방장 소방위
    소방경 소방교 소방사 대위 중위 소위 소령 중령 대령 상사 중사 하사 병장 사회복지사 복지사
    상담사 통역사 치료사 요양보호사 목사 신부 스님 수녀 조교 관장 점장 공장장 현장소장 조합장
    위원님 전문위원 전문관 컨설턴트 엔지니어 개발자 디렉터 이사님 고문 자문위원 조장 학예사 사서
    원사 교육장 장학사 장학관 행정사 건축사 기술사 설계사 중개사 세무관 책임연구원 선임연구원
    수석연구원 전임연구원 선임연구위원 책임매니저 담당 부단장 부원장 부총리 부총장 부소장 부국장
    부팀장 팀원 차석 보건소장 소방서장 경찰서장 우체국장 세무서장 지청장 교도관 부관 권사 집사
    장로 전도사 사모 사모님 어르신 여사 대원 대장 중대장 소대장
    """
)
"""Offices, ranks and professions, which stand after a name and can take 님."""
KIN = listing(
    """
    할아버지 할머니 아저씨 아주머니 아줌마 이모 삼촌 고모 이모부 선배 후배 언니 오빠 누나 형님 형
    쌤 샘 엄마 아빠 어머니 아버지 어머님 아버님 학생 동생 친구 군 양 옹 씨네 씨 매형 형수 처남
    처제 고모부 외삼촌 큰아버지 작은아버지 시어머니 장모님 사돈
    할멈 영감 영감님 어머니께 아재 아지매 총각 아가씨 꼬마
    """
)
"""Forms of address for people, after a full or a given name."""
WORDS_TOO = words_of(
    """
    과장 대표 시장 원장 의원 이사 대리 감사 감독 사장 소장 지사 주사 주임 선임 책임 수석 총무 검사
    의사 기사 교사 비서 사원 간사 서기 신부 통장 이장 형 군 양 샘 담당 프로 상사 회장 하사 석사
    박사 반장 기자 작가 강사 판사 사서 고문 조장 서장 대장 동장 면장 점장 학생 친구 동생 엄마 아빠
    관장 단장 위원 상무 중위 대위 소위 부관 장관 차관 총리 대통령 도지사 군수
    """
)
"""Titles that are other words as well, or that a determiner often stands before."""
DETERMINERS = frozenset("이그저한전현각신구총부주원양본당타두세네몇온제내우반첫새옛맨명")
"""Surnames and other syllables that can stand before a title without being a name."""
