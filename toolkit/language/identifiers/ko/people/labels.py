"""Names in the labels of speakers, in Korean texts: at the beginning of lines, before a colon."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.generic import is_generic
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import LONGER, NOUNS
from toolkit.language.identifiers.ko.people.abroad import FOREIGN
from toolkit.language.identifiers.ko.people.native import NATIVE
from toolkit.language.identifiers.ko.people.shapes import AMBIGUOUS, CERTAIN, TITLES
from toolkit.language.identifiers.ko.people.surnames import (
    SURNAMES,
    TWO_SYLLABLES,
    USUAL,
    could_be_given,
    given_of,
    surname_of,
)
from toolkit.language.identifiers.ko.places_list import COUNTRIES, is_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.domain.spans import Span

_ROLES = words_of(
    """
    질문 답변 면접자 면담자 응답자 참여자 참가자 연구자 진행자 사회자 조사자 제보자 전문가 기자
    간호사 교사 메모 참고 날짜 장소 일시 문 답 나 주제 제목 대상 시간 내용 요약 인터뷰어 인터뷰이
    구술자 채록자 기록 비고 주민 공무원 의사 학생 환자 담당자 연구원 과장 팀장 국장 주무관 사무관
    교수 박사 대표 위원 위원장 모두 일동 남자 여자 남성 여성 통역 통역사 보호자 상담사 상담자 내담자
    강사 발표자 토론자 청중 면담 인터뷰 녹취 전사 주 소속 직책 성별 나이 경력 기관 부서 출처 이유
    방법 활동가 조합원 경찰 소방관 시장 면접 진행 면 응 연 참 조 남 여 갑 을 병 정 참석 참석자 배석
    배석자 동석 동석자 기록자 서기 사례 파일 녹음 시작 종료 끝 주의 예시 결론 배경 목적 질의 응답
    첫째 둘째 셋째 예 단 즉 다만 참조 문의 비용 번호 이름 성명 성함 주소 전화 연락처 이메일 메일
    계좌 예금주 생년월일 직업 직위 학교 회사 병원 표 그림 항목 구분 유형 상황 문제 해결 현황 대안
    장점 단점 기타 계획 결과 원인 대책 조건 기간 위치 담당 출석 결석 의견 제안 요청 엄마 아빠 아내
    남편 아들 딸 며느리 할머니 할아버지 선생님 팀장님 과장님 동료 선배 후배 친구 이웃 손님 고객 상인
    농민 어민 이장 통장 운영자 개발자 기획자 관리자 사용자 이용자 민원인 신고자 접수자 상대방 목소리
    방송 안내 자막 화면 나레이션 해설 편집자 번역 번역자 보조 조교 감독 작가 손자 손녀 형 누나 언니
    오빠 동생
    """
)
"""What a label can say of a speaker, and headings that stand before a colon."""
_ROLE_ENDS = (
    *("자", "인", "원", "관", "장", "사", "측", "팀", "부", "과", "님", "가", "생", "객", "민"),
    *("번", "명", "일", "시", "적", "용", "법", "율", "수", "점", "소", "처", "실", "단", "들"),
)
_LABEL = re.compile(
    r"^[^\S\n]*(?:[\[(]?\d[\d:.,\-> ]*[\])]?[^\S\n]*)?(?:[-–—•*#>]+[^\S\n]*)?"
    r"([가-힣]{1,7}(?:[^\S\n][가-힣]{1,6}){0,3})"
    r"(?:[^\S\n]?[(\[][^)\]\n]{1,24}[)\]])?[^\S\n]*[:：]",
    re.MULTILINE,
)
_INITIALS = re.compile(
    r"^[^\S\n]*(?:[\[(]?\d[\d:.,\-> ]*[\])]?[^\S\n]*)?"
    r"((?:[A-Z]\.[ -]?){1,2}[A-Z]\.?|[A-Z][bcdfghjklmnpqrstvwxyz]?[A-Z]{2})[^\S\n]*[:：]",
    re.MULTILINE,
)
_ABBREVIATED_ROLES = frozenset(
    [
        "PM",
        "QA",
        "IV",
        "IR",
        "HR",
        "IT",
        "MC",
        "VP",
        "PL",
        "PD",
        "SW",
        "DB",
        "MD",
        "CS",
        "GM",
        "NS",
        "INT",
        "RES",
        "MOD",
        "ANS",
        "QUE",
        "INV",
        "IVR",
        "IVE",
        "SPK",
        "CEO",
        "CIO",
        "CTO",
        "ENG",
    ]
)


_PIECE = re.compile(
    r"(?<![가-힣])[가-힣]{1,7}(?:[^\S\n][가-힣]{1,6}){0,3}|(?<![ㄱ-ㅎ])[ㄱ-ㅎ]{2,3}"
)
_CAPITALS = re.compile(
    r"(?<![A-Za-z0-9.])(?:(?:[A-Z]\.[ -]?){1,2}[A-Z]\.?|[A-Z][bcdfghjklmnpqrstvwxyz]?[A-Z]{2}"
    r"|[BCDGHJKLMNSWY]{2}|[HJKY])(?![A-Za-z0-9])"
)
_OPENING = re.compile(
    r"^[^\S\n]*[(\[<【@]?([가-힣]{1,7}(?: [가-힣]{1,6}){0,2}|[ㄱ-ㅎ]{2,3})"
    r"(?:[)\]>】|;=/.:]|[^\S\n]*(?:[-–—|>:]|$))",
    re.MULTILINE,
)
"""What opens a line before any sign that can stand behind a label."""
_SHORT_GIVEN = frozenset("솔봄별빛준훈결찬율혁빈샘")
"""Given names of one syllable that are no abbreviation of what a speaker is."""
_OFTEN = 2
"""Lines that open with the same words, at least, beyond which they are taken for a label."""
_SURNAME_LABELS = frozenset(
    "김이박최강윤임한오신권황안송류유홍고양손배백허노심하곽성차구우민지엄채천방현함변염석선설길표명반왕금"
    "옥육맹제탁국추도소마"
)
"""Surnames that are no abbreviation of what a speaker is, as 조 for 조사자 is one."""


def labels(text: str, turns: Sequence[Span] = ()) -> Iterator[Candidate]:
    """Names that are the labels of speakers, without their titles.

    `turns` are the stretches of the labels that the text is known to have; labels before a colon
    are found without them.
    """
    pieces = {match.span(1) for match in _LABEL.finditer(text)}
    openings = [match.span(1) for match in _OPENING.finditer(text)]
    often = Counter(text[start:end] for start, end in openings)
    pieces.update(span for span in openings if often[text[span[0] : span[1]]] > _OFTEN)
    letters = {match.span(1) for match in _INITIALS.finditer(text)}
    for turn in turns:
        inside = [match.span() for match in _PIECE.finditer(text, turn.start, turn.end)]
        named = [span for span in inside if text[span[0] : span[1]] not in _ROLES]
        pieces.update(named[:1])
        capitals = _CAPITALS.search(text, turn.start, turn.end)
        if capitals:
            letters.add(capitals.span())
    seen = Counter(text[start:end] for start, end in pieces)
    single = {label for label, times in seen.items() if len(label) == 1 and times > 1}
    for start, end in sorted(pieces):
        label = text[start:end]
        if not "가" <= label[0] <= "힣":
            if len(set(label)) > 1:
                yield Candidate(start, end, Kind.PERSON, "first letters as label", CERTAIN)
            continue
        if label in single & _SHORT_GIVEN and not single - SURNAMES - _SHORT_GIVEN:
            yield Candidate(start, end, Kind.PERSON, "speaker label", CERTAIN)
            continue
        if len(label) == 1:
            surname = (
                label in SURNAMES
                and single & _SURNAME_LABELS
                and not single - SURNAMES - _SHORT_GIVEN
            )
            if label in single and surname and (label in _SURNAME_LABELS or len(single) > 1):
                yield Candidate(start, end, Kind.PERSON, "surname as label", CERTAIN)
            continue
        first, last = _name_in(label, seen[label])
        if last:
            yield Candidate(start + first, start + last, Kind.PERSON, "speaker label", CERTAIN)
    yield from _romanized(text, turns)
    written = Counter(text[start:end] for start, end in letters)
    for start, end in sorted(letters):
        initials = text[start:end]
        if initials not in _ABBREVIATED_ROLES and written[initials] > 1:
            yield Candidate(start, end, Kind.PERSON, "initials as label", CERTAIN)


_ROMANIZED = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{2,11}(?:[ -][A-Z][a-z]{1,11})?(?![A-Za-z])")
_LATIN_ROLES = words_of(
    """
    Interviewer Interviewee Moderator Speaker Participant Respondent Expert Question Answer Host
    Guest Facilitator Researcher Note Memo Male Female Person Interview Official Citizen Teacher
    Nurse Student Engineer Manager Doctor Professor Assistant Observer Translator Group Team All
    Date Place Time Unknown Subject Man Woman Staff Client
    """
)


def _romanized(text: str, turns: Sequence[Span]) -> Iterator[Candidate]:
    """Labels that are names in Latin letters: Minsu."""
    found = [_ROMANIZED.search(text, turn.start, turn.end) for turn in turns]
    matches = [match for match in found if match]
    seen = Counter(match.group() for match in matches)
    for match in matches:
        role = any(word in _LATIN_ROLES for word in re.split("[ -]", match.group()))
        if seen[match.group()] > 1 and not role:
            yield Candidate(*match.span(), Kind.PERSON, "speaker label", CERTAIN)


def _name_in(label: str, times: int) -> tuple[int, int]:
    """Where the name in a label begins and ends; (0, 0) where there is none."""
    words = label.split()
    while words and (words[-1].removesuffix("님") in TITLES or words[-1] in ("님", "씨")):
        words.pop()
    skipped = 0
    while len(words) > 1 and words[0].removesuffix("님") in TITLES | _ROLES:
        skipped += len(words[0]) + 1
        words = words[1:]
    titled = len(words) < len(label.split())
    if not words:
        return 0, 0
    name = " ".join(words)
    if len(words) == 1:
        name = _without_address(name)
        known = _is_label(name, times, titled or name != words[0])
    else:
        known = _are_names(words, times)
    return (skipped, skipped + len(name)) if known else (0, 0)


def _without_address(name: str) -> str:
    """A name of one word without 님, 쌤, 씨 or 이 behind it: 혜원쌤, 한별이."""
    for ending in ("선생님", "쌤", "샘", "씨", "님"):
        if name.endswith(ending) and len(name) > len(ending) + 1 and name not in TITLES:
            return name.removesuffix(ending)
    given = name[:-1]
    if len(name) == 3 and name[-1] == "이" and (given in NATIVE or given in USUAL):
        return given
    return name


def _are_names(words: list[str], times: int) -> bool:
    """Whether a label of several words is a foreign name, or a surname and a given name."""
    if len(words) == 2 and words[0] in SURNAMES | TWO_SYLLABLES and len(words[1]) < 3:
        return could_be_given(words[1]) or words[1] in NATIVE
    if any(_says_role(word) for word in words):
        return False
    return times > 1 or any(word in FOREIGN for word in words)


def _says_role(word: str) -> bool:
    ordinary = word in _ROLES or word in TITLES or is_generic(word) or is_place(word)
    ordinary = ordinary or (word in NOUNS | LONGER and word not in FOREIGN)
    return ordinary or (len(word) > 2 and word.endswith(_ROLE_ENDS))


def _is_label(name: str, times: int, titled: bool) -> bool:
    if name in _ROLES or name in LONGER or name in TITLES or name in COUNTRIES:
        return False
    if len(name) == 1:
        return titled and name in SURNAMES
    if name in FOREIGN or name in TWO_SYLLABLES:
        return True
    given = given_of(name)
    if given in USUAL and name not in AMBIGUOUS:
        return True
    if titled and len(name) > 2 and not given and name not in FOREIGN:
        return False
    if titled and len(name) == 2:
        return name in USUAL | NATIVE or (could_be_given(name) and name not in AMBIGUOUS)
    if len(name) == 2:
        usual = name in USUAL and (name not in AMBIGUOUS or times > 1)
        native = times > 1 and (name in NATIVE or (could_be_given(name) and name not in NOUNS))
        strange = times > 1 and not _says_role(name) and not name.endswith(_ROLE_ENDS)
        return usual or native or strange
    if given not in USUAL and (name[:-1] in NOUNS or is_generic(name[:-1])):
        return False
    if given and (times > 1 or titled):
        return True
    surname = surname_of(name)
    if surname and name[len(surname) :] in NATIVE and (times > 1 or titled):
        return True
    return times > 1 and not _says_role(name)
