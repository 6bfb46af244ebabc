"""Digits that a transcriber hid, and numbers of things, which are no numbers of people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Kind

if TYPE_CHECKING:
    from toolkit.language.identifiers.candidate import Candidate

MASK = "○●◯〇□■*×＊"
"""Signs that stand for a digit or a syllable that was hidden."""
_SIGN = rf"(?:[\d{MASK}]|(?<=[-xX ])[xX](?=[-xX ]))"
_HIDDEN = re.compile(
    rf"(?<![A-Za-z\d{MASK}])[\d{MASK}]{{1,13}}(?:[-)( .]{{1,2}}{_SIGN}{{1,8}}){{0,4}}(?![A-Za-z])"
)
_MASKS = re.compile(rf"[{MASK}xX]")
_KINDS_OF_NUMBERS = frozenset(
    [
        Kind.TELEPHONE,
        Kind.EXTENSION,
        Kind.ACCOUNT,
        Kind.RESIDENT_NUMBER,
        Kind.ROOM,
        Kind.BIRTH_DATE,
    ]
)
_NUMBER_OF_A_THING = re.compile(
    r"(?:접수|제안|관리|문서|의안|안건|사건|봉인|일련|응시|수험|등록|공고|관인|물품|자산|고유|우편물|"
    r"송장|운송장|주문|모델|제품|품목|과제|사업|공문|결재|기안|버전|정류장|노선|법안|고시|조례|분류|"
    r"필지|지번|건물|시설|장비|기기|레코드|티켓|요청|신청|민원|예약|대기|순서|참가|좌석|게시물?|오류|"
    r"에러|코드|포트|항목|페이지|문항|회차|차수|버스|열차|허가|면허장|허가증|확인|인증|승인|거래|전표|"
    r"기관|서식|양식|발급|시료|검체|샘플|로트|블록|구역|격자|도엽|측점|하천|교량|도로)"
    r" ?(?:등록 ?)?(?:번호|넘버|아이디|ID|코드)[가-힣]{0,4}[ ,]{0,2}(?:[가-힣]{1,6}[ ,]{1,2}){0,2}"
    r"[\"'“‘(]?(?:[A-Z]{1,4}[- ]?)?$"
)
_DATED = re.compile(r"(?:19|20)\d\d(?:-\d|(?:0\d|1[0-2])[0-3]\d)")
"""A number that begins with a year or a date, as those of documents do."""
_TOLD_THING = re.compile(
    r"(?:접수|관리|문서|의안|사건|일련|응시|등록|공고|요청|제안|신청|민원|청구|주문|과제|사업|시료|송장|예약|"
    r"티켓|건)번호|코드가|파일명|폴더|양식"
)
_OF_A_PERSON = re.compile(
    r"주민|외국인|면허 ?번호|사업자|차량|휴대|핸드폰|전화|연락처|계좌|카드|사번|직원|교원|공무원"
)
_SECOND = re.compile(r"[\d,·/ 와과하고랑이-]{1,12}$")


def unmasked(text: str) -> str:
    """The text, of the same length, with 1 for each digit that was hidden: 010-1111-2216."""
    return _HIDDEN.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    number = match.group()
    if number.isdigit() or sum(map(str.isdigit, number)) < 2:
        return number
    return _MASKS.sub("1", number)


def numbers_a_thing(text: str, candidate: Candidate) -> bool:
    """Whether a number belongs to a document, a case or another thing: 접수번호 2023-0117."""
    if candidate.kind not in _KINDS_OF_NUMBERS:
        return False
    piece = text[candidate.start : candidate.end]
    before = text[max(0, candidate.start - 40) : candidate.start].rpartition("\n")[2]
    match = _NUMBER_OF_A_THING.search(before)
    if match is None and _DATED.match(piece):
        told = list(_TOLD_THING.finditer(text, max(0, candidate.start - 70), candidate.start))
        if told and not _OF_A_PERSON.search(text, told[-1].start(), candidate.start):
            return True
    if match is None:
        second = _SECOND.search(before)
        match = _NUMBER_OF_A_THING.search(before[: second.start()]) if second else None
    if match is not None and not _OF_A_PERSON.search(before[max(0, match.start() - 4) :]):
        return True
    digits = sum(map(str.isdigit, piece))
    alone = candidate.kind is Kind.ACCOUNT and piece.isdigit() and digits < 9
    return alone and candidate.rule == "number behind a word"
