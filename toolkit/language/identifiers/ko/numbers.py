"""Numbers that identify people, as they are said in Korean.

What figures show in every language (telephone numbers in digits, cards) is left to the rules for
all languages; here are numbers read in Hangul and numbers that a Korean word explains.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.numerals import DIGIT, digits_of
from toolkit.language.identifiers.ko.read import (
    SAYS_ACCOUNT,
    SAYS_TELEPHONE,
    end_of_read,
    kind_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_CERTAIN, _LIKELY, _POSSIBLE = 95, 80, 60


_EXTENSION = re.compile(
    r"(?:내선 ?번호|내선|구내 ?번호|구내|교환 ?번호|교환)(?:[가-힣]{0,6})?[^\d\n.?!]{0,24}?"
    r"(?<![\d.,-])(\d{2,5})(?![\d,.]?\d|[년월개명건원%시분]|호(?!\w))"
)
_SECOND_EXTENSION = re.compile(
    r"[^\d\n.?!]{1,16}?(?<![\d.,-])(\d{3,5})(?![\d,.]?\d|[년월개명건원%시분호층])"
)
_LAST_FIGURES = re.compile(
    r"(뒷자리|뒤 ?네 ?자리|끝 ?네 ?자리|끝자리|뒤가|뒤에|끝이|끝번호|뒷번호|앞자리|앞에가|"
    r"가운데가|번호가|번호는|마지막이)[^\d\n.?!]{0,10}?"
    r"(?<![\d.,-])(\d{3,4})(?![\d,.]\d|\d|[년월개명건원%시분층]|대(?![가-힣])|번째|톤|퍼|프로|만)"
)
_DEFINITE_LAST = frozenset(
    ["뒷자리", "뒤 네 자리", "뒤네자리", "끝 네 자리", "끝자리", "끝번호", "뒷번호"]
)


_TELEPHONE = re.compile(
    r"(?<![\w.-])(?:\(?0\d{1,2}\)?[-. ]{1,2}\d{3,4}[-. ]\d{4}|1[568]\d\d-\d{4})(?=[가-힣])"
)
_SPOKEN_JOINT = r" ?(?:에|다시|국에|국의|국|의|하고|,|\.{3}|…|-| ) ?"
_SPOKEN = re.compile(
    rf"(?<![\d.,-])(?:(?:0\d{{1,2}}|공일공|"
    rf"공[{DIGIT}]{{1,2}}){_SPOKEN_JOINT}\d{{3,4}}{_SPOKEN_JOINT}\d{{4}}"
    rf"|0\d{{1,2}}(?:에|다시|국에|국의|국|의|하고) ?\d{{3,4}}|\d{{3,4}}(?:국에|국의|국|에|"
    rf"다시) ?\d{{4}})(?!\d|[년월개명건원%])"
)
_SAID_HALF = re.compile(
    r"(?:번호|전화|핸드폰|휴대폰|폰|직통|팩스|연락처|뒤가|뒤는|뒤에|앞에|국번)[^\d\n]{0,24}"
    r"(?<![\d.,-])(\d{3,4}[- ]\d{4})(?!\d|[-,.]\d|[년월개명건원%])"
)
_DIALLED = re.compile(
    r"(?<![\d.,-])(\d{3,5})(?:번)?(?:으로|로)? ?(?:돌려 ?[주달드]|연결해 ?[주달드]|누르[시세면]|"
    r"걸면|거시면|걸어 ?[주보])"
    r"|(?:끝에|뒤에|내선|교환|[에로] )(?:서|는|도)? ?(\d{2})(?:번)?(?:을|으로|로)? ?누르"
)
_INSIDE = re.compile(
    r"(?:안쪽|사내|자리|내부) ?번호(?:가|는|로|이)? ?(?<![\d.,-])(\d{3,5})(?![\d,.-]|"
    r"[년월개명건원%])"
)


def explained_figures(text: str) -> Iterator[Candidate]:
    """Figures that a word explains: 내선 2816, 뒷자리 5572."""
    for match in _EXTENSION.finditer(text):
        yield Candidate(match.start(1), match.end(1), Kind.EXTENSION, "extension", _CERTAIN)
        second = _SECOND_EXTENSION.match(text, match.end(1))
        if second and len(second.group(1)) == len(match.group(1)):
            yield Candidate(second.start(1), second.end(1), Kind.EXTENSION, "extension", _LIKELY)
    for match in _TELEPHONE.finditer(text):
        yield Candidate(*match.span(), Kind.TELEPHONE, "form", _LIKELY)
    for pattern, known in (
        (_DIALLED, Kind.EXTENSION),
        (_INSIDE, Kind.EXTENSION),
        (_SAID_HALF, Kind.TELEPHONE),
    ):
        for match in pattern.finditer(text):
            span = match.span(match.lastindex or 0)
            yield Candidate(*span, known, "number that is dialled", _LIKELY)
    for match in _SPOKEN.finditer(text):
        yield Candidate(
            match.start(), match.end(), Kind.TELEPHONE, "figures read with joints", _LIKELY
        )
    for match in _LAST_FIGURES.finditer(text):
        kind = kind_before(text, match.start(1))
        if (
            match.group(1) in _DEFINITE_LAST
            or SAYS_TELEPHONE.search(text, max(0, match.start() - 60), match.start())
            or SAYS_ACCOUNT.search(text, max(0, match.start() - 30), match.start())
        ):
            yield Candidate(
                match.start(2), match.end(2), kind or Kind.TELEPHONE, "last figures", _LIKELY
            )


_RESIDENT = re.compile(
    r"(?<![\d-])(?:\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))[ ]?-[ ]?[1-8*]\d{0,6}\*{0,6}"
    r"(?![\d-])"
)
_STAFF = re.compile(
    r"(?:사번|사원 ?번호|공무원증|사원증|출입증|직번|직원 ?번호|교번|군번|순번호|공무원 ?번호|"
    r"여권 ?번호|여권|면허 ?번호|주민 ?등록 ?번호|주민 ?번호|외국인 ?등록 ?번호|행정 ?번호|학번)"
    r"[^\n]{0,40}?(?<![A-Za-z0-9.,-])([A-Z]{0,3}-?\d{4,10}(?:-\d{1,7})?|\d{3}-\d{4,6})"
    r"(?![\d,.]?\d|[년월개명건원%시분호])"
)
_SECOND_PART = re.compile(
    r"주민[^\n]{0,40}\d{6}[^\d\n]{1,24}(\d{7}|[1-8])(?![\d.,]|[년월개명건원%시분호])"
)
_LICENCE = re.compile(r"(?<![\d-])\d{2}-\d{2}-\d{6}-\d{2}(?![\d-])")
_BADGE = re.compile(
    r"(?:사번|사원증|명찰|신분증|공무원증|출입증|직원 ?번호|면허 ?번호|자격증 ?번호|교원 ?번호|"
    r"배지|뱃지|직원 ?코드|직원 ?아이디)[^\n]{0,30}?(?<![A-Za-z0-9-])([A-Z]{1,4}"
    r"(?:-[A-Z0-9]{1,4}){0,2}-?\d{3,8})(?![A-Za-z0-9-])"
)
_RESIDENT_READ = re.compile(
    rf"(?:주민 ?등록 ?번호|주민 ?번호|사번|직번|군번)[^\n]{{0,20}}?(?<![가-힣])("
    rf"(?:[{DIGIT}]{{2,7}})(?: ?(?:다시|에|대시|하이픈|,)? ?[{DIGIT}]{{1,7}}){{0,2}})"
)


def state_numbers(text: str) -> Iterator[Candidate]:
    """Resident numbers, and numbers that follow 사번, 여권번호, 주민번호."""
    for match in _RESIDENT.finditer(text):
        yield Candidate(match.start(), match.end(), Kind.RESIDENT_NUMBER, "resident", _CERTAIN)
    for match in (*_STAFF.finditer(text), *_BADGE.finditer(text)):
        yield Candidate(
            match.start(1), match.end(1), Kind.RESIDENT_NUMBER, "number of a person", _CERTAIN
        )
    for match in _SECOND_PART.finditer(text):
        yield Candidate(match.start(1), match.end(1), Kind.RESIDENT_NUMBER, "resident", _LIKELY)
    for match in _LICENCE.finditer(text):
        yield Candidate(match.start(), match.end(), Kind.RESIDENT_NUMBER, "licence", _CERTAIN)
    for match in _RESIDENT_READ.finditer(text):
        end = end_of_read(text, match.start(1), match.end(1))
        if len(digits_of(text[match.start(1) : end])) >= 4:
            yield Candidate(
                match.start(1), end, Kind.RESIDENT_NUMBER, "number of a person", _CERTAIN
            )


_ACCOUNT = re.compile(
    r"(?:계좌|통장|국민|신한|하나|기업|카뱅|토스|케뱅|제일|씨티|입금|송금|은행|농협|수협|신협|"
    r"축협|금고|뱅크|우체국|예금주|카드)[^\n]{0,40}?"
    r"(?<![\d.,-])(\d{2,6}(?:[ -]\d{1,7}){1,4}|\d{10,16})(?![\d-])"
)
_ACCOUNT_FORM = re.compile(
    r"(?<![\w.,-])(?!0\d{1,2}-\d{3,4}-\d{4}(?![\d-]))\d{3,6}-\d{2,6}-\d{2,7}(?:-\d{1,3})?(?![\dA-Za-z-])"
)
_CARD_END = re.compile(
    r"(?:카드|통장|계좌)[^\d\n]{0,14}(?:끝|뒤|뒷자리|마지막)[^\d\n]{0,8}(\d{3,4})(?!\d|"
    r"[년월개명건원%])"
)


def accounts(text: str) -> Iterator[Candidate]:
    """Accounts that a bank or a word such as 계좌 explains."""
    for match in _ACCOUNT.finditer(text):
        digits = re.sub(r"\D", "", match.group(1))
        if 10 <= len(digits) <= 16 and not digits.startswith("010"):
            yield Candidate(match.start(1), match.end(1), Kind.ACCOUNT, "account", _CERTAIN)
    for match in _ACCOUNT_FORM.finditer(text):
        if 10 <= sum(map(str.isdigit, match.group())) <= 15:
            yield Candidate(*match.span(), Kind.ACCOUNT, "form of an account", _POSSIBLE)
    for match in _CARD_END.finditer(text):
        yield Candidate(match.start(1), match.end(1), Kind.ACCOUNT, "end of a card", _LIKELY)
