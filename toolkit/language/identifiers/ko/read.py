"""Numbers that are read digit by digit in Korean: 공일공에 일이삼사에 오육칠팔."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.numerals import DIGIT, NUMERAL, digits_of, value
from toolkit.language.identifiers.ko.words import is_tail, rest_of_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LIKELY, _POSSIBLE = 80, 60

# Groups of digits, parted by 에, 다시, a pause; some of them can be in figures.
JOINT = r"(?:국에|국의|국|에|의|다시|대시|하이픈|바|,|\.{2,3}|…|-|아니|어|음)"
_READ = re.compile(
    rf"(?<![가-힣A-Za-z0-9.,-])((?:[{DIGIT}]{{2,13}}|"
    rf"\d{{2,4}}(?:[ -]\d{{3,4}})?(?=(?:(?: ?{JOINT}){{1,2}} ?| )[{DIGIT}]{{2}}))"
    rf"(?:(?: ?{JOINT}){{0,2}} ?"
    rf"(?:[{DIGIT}]{{2,8}}|(?<=[ 에시,-])\d{{2,4}}(?![\d년월개명건원%]))){{0,4}})"
)
_ONE_BY_ONE = re.compile(
    rf"(?<![가-힣A-Za-z0-9])([{DIGIT}](?:, ?[{DIGIT}]){{2,12}})"
    r"(?=[^가-힣]|[이가은는로으번에예였]|입니다)"
)
_ONE = rf"(?:[{DIGIT}]|하나|둘)"
_LOOSE = re.compile(
    rf"(?<![가-힣A-Za-z0-9])({_ONE}{{1,8}}(?:(?: ?(?:{JOINT}|하고|그리고|"
    rf"마이너스))? ?{_ONE}{{1,8}}){{2,15}})"
    r"(?=[^가-힣]|[이가은는로으번에예였을를도]|입니다)"
)
"""Digits with blanks anywhere, and 하나 and 둘 for 1 and 2; only long runs count."""
_UNITS = re.compile(
    rf"(?:내선|구내|교환)(?: ?번호)?[은는이가로]{{0,2}} ?({NUMERAL}{{2,8}})(?=번|[^가-힣]|으로|"
    rf"이|예|입)"
)
_MORE_BEFORE = re.compile(rf"(?<![가-힣])({NUMERAL}{{1,6}}|\d{{1,6}}) ?(?:다시|대시|하이픈|에) ?$")
_UNITS_BEFORE = re.compile(r"(?<![가-힣])([일이삼사오육칠팔구]?백[일이삼사오육칠팔구십]{0,3}) $")
_MORE_BEHIND = re.compile(
    rf" ?(?:다시|대시|하이픈|에(?= ?[일이삼사오육칠팔구]?천)) ?({NUMERAL}{{1,6}}|"
    rf"\d{{1,6}})(?=[^가-힣\d]|[이가은는로으번에예였]|"
    rf"입니다)"
)
SAYS_EXTENSION = re.compile(r"내선|교환|구내|국번")
SAYS_PLATE = re.compile(r"차 ?번호|번호판|차량|차번|뒤 ?네 자리")
SAYS_ACCOUNT = re.compile(r"계좌|통장|입금|송금|이체|은행|농협|신협|수협|새마을금고|예금|카드")
SAYS_RESIDENT = re.compile(
    r"주민 ?(?:등록)? ?번호|주민등록|사번|직번|교번|군번|여권|면허|식별번호|공무원증|사원증|"
    r"직원 ?번호|학번|사원 ?번호|공무원 ?번호|외국인 ?등록"
)
SAYS_TELEPHONE = re.compile(
    r"전화|번호|연락|핸드폰|휴대폰|휴대전화|폰|문자|팩스|뒤가|뒤에|앞이|앞자리|뒷자리|끝자리|"
    r"걸었|걸어|직통|자리|외우|외워|외운"
)
_EXPLAINS = (
    (Kind.EXTENSION, SAYS_EXTENSION),
    (Kind.PLATE, SAYS_PLATE),
    (Kind.ACCOUNT, SAYS_ACCOUNT),
    (Kind.RESIDENT_NUMBER, SAYS_RESIDENT),
    (Kind.TELEPHONE, SAYS_TELEPHONE),
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
    r"퍼|프로|번(?:째|만)|차|층|평|살|세(?![가-힣])|킬로|미터|톤|도(?![가-힣])|쪽|페이지|조|항|호)"
)
_RIGHT_BEFORE = re.compile(
    r"(?:내선|교환|구내)(?: ?번호)?[가-힣]{0,3}[ ,\"“]{0,2}(?:[가-힣]{1,4}[ ,]{1,2})?$"
)
_NUMBERED = re.compile(r"번(?!째|만)")
_GOES_ON = re.compile(rf"에(?=[ ,….]{{1,4}}[^\n.]{{0,20}}[{DIGIT}]{{4}})")


def read_numbers(text: str) -> Iterator[Candidate]:
    """Numbers of four or more digits that are read digit by digit in Hangul."""
    for match in _READ.finditer(text):
        end = end_of_read(text, match.start(1), match.end(1))
        words = text[match.start(1) : end]
        if words.isdigit():
            continue
        digits = digits_of(re.sub(JOINT, "", words))
        kind = kind_before(text, match.start(1))
        if not _is_read(text, match.start(1), end, digits, kind):
            continue
        start = match.start(1)
        if kind is Kind.RESIDENT_NUMBER:
            letters = _LETTERS_BEFORE.search(text, max(0, start - 8), start)
            start = letters.start() if letters else start
        pending = _GOES_ON.match(text, end) if 5 < len(digits) < 9 and digits[0] == "0" else None
        end = pending.end() if pending else end
        if len(digits) >= 5:
            more = _MORE_BEFORE.search(text, max(0, start - 14), start)
            if more is None and len(digits) >= 9:
                more = _UNITS_BEFORE.search(text, max(0, start - 10), start)
            start = more.start(1) if more else start
            behind = _MORE_BEHIND.match(text, end)
            end = behind.end(1) if behind else end
        yield Candidate(start, end, _kind_of(digits, kind), "number read in Hangul", _LIKELY)
    for match in _UNITS.finditer(text):
        number = value(match.group(1))
        if number is not None and 100 <= number < 10_000:
            yield Candidate(*match.span(1), Kind.EXTENSION, "number with units", _LIKELY)
    yield from _pieces(text)
    for match in _LOOSE.finditer(text):
        end = end_of_read(text, match.start(1), match.end(1))
        words = re.sub(JOINT, "", text[match.start(1) : end])
        digits = digits_of(words.replace("하나", "일").replace("둘", "이"))
        kind = kind_before(text, match.start(1), 60)
        if len(digits) >= 9 or (kind is not None and len(digits) >= 7):
            yield Candidate(
                match.start(1), end, _kind_of(digits, kind), "digits with blanks", _LIKELY
            )
    for match in _ONE_BY_ONE.finditer(text):
        kind = kind_before(text, match.start(), 70)
        digits = digits_of(match.group())
        if (kind is not None or len(digits) >= 7) and not _counts(digits):
            yield Candidate(*match.span(1), _kind_of(digits, kind), "digits one by one", _LIKELY)


_WITH_JOINTS = re.compile(
    r"(?<![\d.,-])(\d{2,6}(?: ?(?:에|다시|의|하고) ?\d{2,6}){2,4})(?![\d,.]\d|[년월개명건원%])"
)
_RESIDENT = re.compile(
    r"주민[^\n]{0,40}?(?<![\d.,-])(\d{6}(?:에|다시| ?- ?| ) ?[1-8])(?![\d,.]|[년월개명건원%시분])"
)
_LAST_PIECE = re.compile(
    r"(?:끝이|끝자리|뒷자리|뒤가|뒤는|뒤에|마지막이|마지막은|그 ?다음이|그 ?다음은|다음이)"
    rf"[ ,.]{{1,3}}(?:[가-힣]{{1,5}}[ ,.…]{{1,3}}){{0,5}}([{DIGIT}]{{2,4}})"
    r"(?=이에요|예요|에요|인가|이요|요|이고|이었|였|입니|"
    r"[.,…])(?:요)?[^\n]{0,4}(?:\n[^\n가-힣]{0,30})?"
)
_EXTENSION_SPACED = re.compile(
    rf"(?:내선|교환)[은는이가번호 ]{{1,5}}((?:[{DIGIT}] ){{2,4}}[{DIGIT}])(?=[^가-힣]|이|요|으|"
    rf"로|번)"
)
_EXTENSION_UNITS = re.compile(
    r"내선[^.?!\n]{0,16}[.,] ?((?:[일이삼사오육칠팔구]?[천백])[일이삼사오육칠팔구십백]{2,6})"
    r"(?=[.,]|이|번)"
)
_EXTENSION_BARE = re.compile(r"(?<![\d.,-])(\d{4})번(?=으로|이에|이요|이고|을 눌|누르)")
_SAYS_DESK = re.compile(r"내선|조직도|자리 ?번호|교환|구내|전화번호|명함")


def _pieces(text: str) -> Iterator[Candidate]:
    """Pieces of numbers that 그다음이 announces, and numbers with 에 between figures."""
    for match in _WITH_JOINTS.finditer(text):
        digits = digits_of(re.sub(JOINT, "", match.group(1)))
        kind = kind_before(text, match.start(), 70)
        if kind is not None and 8 <= len(digits) <= 16:
            yield Candidate(*match.span(1), _kind_of(digits, kind), "figures with joints", _LIKELY)
    for match in _RESIDENT.finditer(text):
        yield Candidate(*match.span(1), Kind.RESIDENT_NUMBER, "resident", _LIKELY)
    for match in _LAST_PIECE.finditer(text):
        kind = kind_before(text, match.start(), 120)
        if kind is not None and match.group(1) not in _WORDS_OF_DIGITS:
            yield Candidate(*match.span(1), kind, "last piece", _POSSIBLE)
    for pattern in (_EXTENSION_SPACED, _EXTENSION_UNITS):
        for match in pattern.finditer(text):
            yield Candidate(*match.span(1), Kind.EXTENSION, "extension read", _LIKELY)
    for match in _EXTENSION_BARE.finditer(text):
        if _SAYS_DESK.search(text, max(0, match.start() - 50), match.start()):
            yield Candidate(*match.span(1), Kind.EXTENSION, "extension", _LIKELY)


_WORDS_OF_DIGITS = words_of("이사 공사 일이 사이 오이 구이 이일 일일 이이 삼일 오일 공이")


def _counts(digits: str) -> bool:
    """Whether digits count, as in 일, 이, 삼."""
    return digits in "0123456789"


def end_of_read(text: str, start: int, end: int) -> int:
    """Where the digits end, if the last syllables are a particle or the start of another word."""
    if text[end - 1].isdigit():
        return end
    while end > start + 1:
        if is_tail(rest_of_word(text, end)) or _COUNTED.match(text, end):
            break
        if _NUMBERED.match(text, end):
            break
        end -= 1
    rest = rest_of_word(text, end)
    group = _LAST_GROUP.search(text[start:end])
    # The last 이 is the particle in 일사사팔이요, where it would be a fifth digit of its group.
    particle = text[end - 1] == "이" and end - start > 2 and text[end - 2] in "일삼육륙칠팔공영빵"
    too_long = group is not None and len(group.group()) not in (4, 8)
    copula = rest[:1] != "" and rest[0] in "요라었고거지니"
    if particle and (rest[:2] == "에요" or (too_long and copula)):
        end -= 1
    return end


_MOBILE = frozenset(["010", "011", "016", "017", "018", "019"])


def _is_read(text: str, start: int, end: int, digits: str, kind: Kind | None) -> bool:
    words = text[start:end]
    if _COUNTED.match(text, end) and not (len(digits) >= 7):
        return False
    if len(digits) >= 7 or (len(digits) >= 6 and digits[0] == "0") or digits in _MOBILE:
        return True
    compact = words.replace(" ", "")
    right_before = _RIGHT_BEFORE.search(text, max(0, start - 20), start) is not None
    if right_before and 2 <= len(digits) <= 5:
        return True
    if compact in _NOT_READ or (kind is None and _DAYS.match(compact)):
        return False
    if len(digits) >= 4:
        return " " not in words or kind is not None
    return len(digits) == 3 and kind in (Kind.EXTENSION, Kind.RESIDENT_NUMBER)


def kind_before(text: str, start: int, width: int = 40) -> Kind | None:
    """What the words shortly before a number say that it is; the nearest word counts."""
    before = text[max(0, start - width) : start]
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


_FIGURE_RUN = re.compile(r"(?<![\d.,-])\d{3,4}(?![\d.,-]|[년월개명건원%시분만])")
_READ_RUN = re.compile(rf"(?<![가-힣])[{DIGIT}]{{3,5}}")


def repeated_numbers(text: str, sure: Iterable[Candidate]) -> Iterator[Candidate]:
    """Parts of three or more digits of numbers, said again in figures or in Hangul."""
    parts: dict[str, Kind] = {}
    for number in sure:
        if number.kind not in (Kind.TELEPHONE, Kind.EXTENSION, Kind.PLATE, Kind.ACCOUNT):
            continue
        digits = digits_of(re.sub(JOINT, "", text[number.start : number.end]))
        parts.setdefault(digits[-4:], number.kind)
        if len(digits) == 3:
            parts[digits] = number.kind
    for pattern in (_FIGURE_RUN, _READ_RUN):
        for match in pattern.finditer(text):
            end = match.end()
            if pattern is _READ_RUN:
                end = end_of_read(text, match.start(), end)
            digits = digits_of(text[match.start() : end])
            kind = parts.get(digits)
            if kind is not None and text[match.start() : end] not in _NOT_READ:
                yield Candidate(match.start(), end, kind, "part of a number again", _POSSIBLE)
