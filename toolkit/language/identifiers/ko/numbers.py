"""Numbers that identify people, as they are said in Korean.

What figures show in every language (telephone numbers in digits, cards) is left to the rules for
all languages; here are numbers read in Hangul and numbers that a Korean word explains.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.numerals import DIGIT, digits_of
from toolkit.language.identifiers.ko.words import is_tail, rest_of_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CERTAIN, _LIKELY, _POSSIBLE = 95, 80, 60

# Numbers read digit by digit: groups of two to five syllables, parted by 에, 다시, a pause.
_JOINT = r"(?:국에|국의|국|에|의|다시|대시|하이픈|바|,|\.{2,3}|…|-|아니|어|음)"
_GROUP = rf"[{DIGIT}]{{2,8}}"
_READ = re.compile(rf"(?<![가-힣A-Za-z0-9])({_GROUP}(?:(?: ?{_JOINT}){{0,2}} ?{_GROUP}){{0,4}})")
_SAYS_EXTENSION = re.compile(r"내선|교환|구내|국번")
_SAYS_PLATE = re.compile(r"차 ?번호|번호판|차량|차번|뒤 ?네 자리")
_SAYS_ACCOUNT = re.compile(r"계좌|통장|입금|송금|은행|농협|신협|수협|새마을금고|예금|카드")
_SAYS_RESIDENT = re.compile(
    r"주민|사번|직번|교번|군번|여권|면허|식별번호|공무원증|사원증|직원 ?번호|학번"
)
_SAYS_TELEPHONE = re.compile(
    r"전화|번호|연락|핸드폰|휴대폰|휴대전화|폰|문자|팩스|뒤가|뒤에|앞이|앞자리|뒷자리|끝자리|"
    r"걸었|걸어|직통|자리"
)
_EXPLAINS = (
    (Kind.EXTENSION, _SAYS_EXTENSION),
    (Kind.PLATE, _SAYS_PLATE),
    (Kind.ACCOUNT, _SAYS_ACCOUNT),
    (Kind.RESIDENT_NUMBER, _SAYS_RESIDENT),
    (Kind.TELEPHONE, _SAYS_TELEPHONE),
)
_NOT_READ = words_of(
    """
    이사 공사 일이 사이 오이 구이 이공 사공 이영 사구 일일이 이일 구사 이오 사사 육이오 팔일오
    삼일 사일구 오일팔 일이구 일일구 일일이 이삼 삼사 사오 오육 육칠 칠팔 팔구 일이삼 구공 이이
    삼오 육사 일구 영구 일공 오구 이구 사육 이육 오오 삼삼 팔팔 구일일 일영 공오 공일 공이 공삼
    공공 영영 삼구 일사 일사일이
    """
)
_LETTERS_BEFORE = re.compile(
    r"(?<![가-힣A-Za-z])(?:[A-Z]{1,3}|(?:에이|비|씨|디|이|에프|지|에이치|제이|케이|엘|엠|엔|피|"
    r"알|에스|티|브이)) $"
)
_DAYS = re.compile(r"(?:일이|이삼|삼사|사오|오육|육칠|칠팔)일이?$")
_LAST_GROUP = re.compile(rf"[{DIGIT}]+$")
_COUNTED = re.compile(
    r" ?(?:년|월|일(?![가-힣])|시(?![가-힣])|분(?![가-힣])|개|명|건|원(?![가-힣])|만|천|백|십|"
    r"퍼|프로|번(?:째|만)|차|층|평|살|세(?![가-힣])|킬로|미터|톤|도(?![가-힣])|쪽|페이지|조|항)"
)


def read_numbers(text: str) -> Iterator[Candidate]:
    """Numbers of four or more digits that are read digit by digit in Hangul."""
    for match in _READ.finditer(text):
        end = _end_of_read(text, match.start(1), match.end(1))
        words = text[match.start(1) : end]
        digits = digits_of(re.sub(_JOINT, "", words))
        kind = _kind_before(text, match.start(1))
        if not _is_read(text, match.start(1), end, digits, kind):
            continue
        start = match.start(1)
        if kind is Kind.RESIDENT_NUMBER:
            letters = _LETTERS_BEFORE.search(text, max(0, start - 8), start)
            start = letters.start() if letters else start
        yield Candidate(start, end, _kind_of(digits, kind), "number read in Hangul", _LIKELY)


def _end_of_read(text: str, start: int, end: int) -> int:
    """Where the digits end, if the last syllables are a particle or the start of another word."""
    while end > start + 1:
        if is_tail(rest_of_word(text, end)) or _COUNTED.match(text, end):
            break
        end -= 1
    rest = rest_of_word(text, end)
    group = _LAST_GROUP.search(text[start:end])
    # The last 이 is the particle in 일사사팔이요, where it would be a fifth digit of its group.
    particle = text[end - 1] == "이" and end - start > 2 and text[end - 2] in "일삼육륙칠팔공영빵"
    too_long = group is not None and len(group.group()) not in (4, 8)
    if particle and (rest[:2] == "에요" or (too_long and rest[:1] in "요라었고거지니")):
        end -= 1
    return end


def _is_read(text: str, start: int, end: int, digits: str, kind: Kind | None) -> bool:
    words = text[start:end]
    if _COUNTED.match(text, end) and not (len(digits) >= 7):
        return False
    if len(digits) >= 7 or (len(digits) >= 6 and digits[0] == "0") or digits == "010":
        return True
    compact = words.replace(" ", "")
    if compact in _NOT_READ or (kind is None and _DAYS.match(compact)):
        return False
    if len(digits) >= 4:
        return " " not in words or kind is not None
    return len(digits) == 3 and kind in (Kind.EXTENSION, Kind.RESIDENT_NUMBER)


def _kind_before(text: str, start: int) -> Kind | None:
    """What the words shortly before a number say that it is; the nearest word counts."""
    before = text[max(0, start - 40) : start]
    best, place = None, -1
    for kind, says in _EXPLAINS:
        for match in says.finditer(before):
            if match.start() > place:
                best, place = kind, match.start()
    return best


def _kind_of(digits: str, kind: Kind | None) -> Kind:
    if kind in (Kind.EXTENSION, Kind.PLATE) and len(digits) > 5:
        kind = None
    if len(digits) == 13 and re.match(r"\d\d(?:0[1-9]|1[0-2])[0-3]\d[1-8]", digits):
        return Kind.RESIDENT_NUMBER
    if kind is Kind.RESIDENT_NUMBER or (kind is not None and len(digits) < 7):
        return kind
    if kind is Kind.ACCOUNT or (len(digits) > 11 and kind is None):
        return Kind.ACCOUNT
    return Kind.TELEPHONE


_EXTENSION = re.compile(
    r"(?:내선 ?번호|내선|구내 ?번호|구내|교환 ?번호|교환)(?:[가-힣]{0,6})?[^\d\n.?!]{0,14}?"
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
    for pattern, known in (
        (_DIALLED, Kind.EXTENSION),
        (_INSIDE, Kind.EXTENSION),
        (_SAID_HALF, Kind.TELEPHONE),
    ):
        for match in pattern.finditer(text):
            yield Candidate(match.start(1), match.end(1), known, "number that is dialled", _LIKELY)
    for match in _SPOKEN.finditer(text):
        yield Candidate(
            match.start(), match.end(), Kind.TELEPHONE, "figures read with joints", _LIKELY
        )
    for match in _LAST_FIGURES.finditer(text):
        kind = _kind_before(text, match.start(1))
        if (
            match.group(1) in _DEFINITE_LAST
            or _SAYS_TELEPHONE.search(text, max(0, match.start() - 60), match.start())
            or _SAYS_ACCOUNT.search(text, max(0, match.start() - 30), match.start())
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
        end = _end_of_read(text, match.start(1), match.end(1))
        if len(digits_of(text[match.start(1) : end])) >= 4:
            yield Candidate(
                match.start(1), end, Kind.RESIDENT_NUMBER, "number of a person", _CERTAIN
            )


_ACCOUNT = re.compile(
    r"(?:계좌|통장|국민|신한|하나|기업|카뱅|토스|케뱅|제일|씨티|입금|송금|은행|농협|수협|신협|"
    r"축협|금고|뱅크|우체국|예금주|카드)[^\n]{0,40}?"
    r"(?<![\d.,-])(\d{2,6}(?:[ -]\d{1,7}){1,4}|\d{10,16})(?![\d-])"
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
    for match in _CARD_END.finditer(text):
        yield Candidate(match.start(1), match.end(1), Kind.ACCOUNT, "end of a card", _LIKELY)


_FIGURE_RUN = re.compile(r"(?<![\d.,-])\d{3,4}(?![\d.,-]|[년월개명건원%시분만])")
_READ_RUN = re.compile(rf"(?<![가-힣])[{DIGIT}]{{3,5}}")


def repeated_numbers(text: str, sure: Iterable[Candidate]) -> Iterator[Candidate]:
    """Parts of three or more digits of numbers, said again in figures or in Hangul."""
    parts: dict[str, Kind] = {}
    for number in sure:
        if number.kind not in (Kind.TELEPHONE, Kind.EXTENSION, Kind.PLATE, Kind.ACCOUNT):
            continue
        digits = digits_of(re.sub(_JOINT, "", text[number.start : number.end]))
        parts.setdefault(digits[-4:], number.kind)
        if len(digits) == 3:
            parts[digits] = number.kind
    for pattern in (_FIGURE_RUN, _READ_RUN):
        for match in pattern.finditer(text):
            end = match.end()
            if pattern is _READ_RUN:
                end = _end_of_read(text, match.start(), end)
            digits = digits_of(text[match.start() : end])
            kind = parts.get(digits)
            if kind is not None and text[match.start() : end] not in _NOT_READ:
                yield Candidate(match.start(), end, kind, "part of a number again", _POSSIBLE)
