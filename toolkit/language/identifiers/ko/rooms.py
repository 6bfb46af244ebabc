"""Rooms, and plates of vehicles, as they are said in Korean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.numerals import DIGIT, NUMERAL, digits_of, value
from toolkit.language.identifiers.ko.words import is_tail, rest_of_word

if TYPE_CHECKING:
    from collections.abc import Iterator

_CERTAIN, _LIKELY = 95, 80

_SAYS_PLATE = re.compile(r"차 ?번호|번호판|차량|차번|뒤 ?네 자리")
_SAYS_HALF = re.compile(r"차 ?번호|번호판|차번|번호를|번호 ?다시|차량 ?번호|번호만|번호가")
_SAYS_VEHICLE = re.compile(r"차 ?번호|번호판|차량|차번|자동차|차는|차가|차를|주차")
_USE = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호육해공국합"
_REGIONS = "서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
_PLATE = re.compile(
    rf"(?<![\d가-힣])(?:(?:{_REGIONS}) ?)?\d{{2,3}} ?([{_USE}]) ?\d{{4}}(?!\d|[년월개명건원%만]|"
    rf" ?(?:년|월|개|명|건|원|만))"
)
_PLATE_READ = re.compile(
    rf"(?<![가-힣])(?:(?:{_REGIONS}) ?)?[{DIGIT}]{{2,3}} ?([{_USE}])(?:에|"
    rf" ?다시)? ?[{DIGIT}]{{4}}(?=[^가-힣]|이|요|예|라|였|로|는|가|입|고)"
)
_PLATE_END = re.compile(
    r"(?:차|번호판|번호|뒤|뒷자리|뒤 네 자리)(?:가|는|이|에|만|도)? ?(?:네 자리가 |네 자리만 )?"
    r"(\d{4})(?:인|이고|번인)? ?(?=[가-힣 ]{0,6}(?:차|SUV|승용|트럭|세단|봉고|포터|쏘나타|"
    r"소나타|아반떼|그랜저|스타렉스|카니발|모닝|택시))"
)

_PLATE_OLD = re.compile(
    rf"(?<![가-힣])(?:{_REGIONS})(?: [가-힣]{{2,3}})? ?\d{{0,2}} ?[{_USE}] ?\d{{4}}(?!\d|"
    rf" ?[년월개명건원%만])"
)
_PLATE_HALF = re.compile(
    rf"(?<![\d가-힣.,-])((?:\d{{2,3}}|[{DIGIT}]{{2,3}}) ?(?![조호부도])[{_USE}])(?=[.,…\"'”]|"
    rf" (?:그러|까지|뭐|하고|그|이)|,)"
    rf"(?:, (?:[가-힣]{{1,4}} ){{1,3}}[가-힣]{{1,4}}, ([{DIGIT}]{{2}} ?[{DIGIT}]{{2}}))?"
)


def plates(text: str) -> Iterator[Candidate]:
    """Plates of vehicles: 12가 3456, 서울 12가 3456, 삼팔더 칠삼이공."""
    for pattern in (_PLATE, _PLATE_READ):
        for match in pattern.finditer(text):
            if not _is_plate(match, text):
                continue
            yield Candidate(match.start(), match.end(), Kind.PLATE, "plate", _CERTAIN)
    for match in _PLATE_OLD.finditer(text):
        yield Candidate(*match.span(), Kind.PLATE, "older plate", _LIKELY)
    for match in _PLATE_HALF.finditer(text):
        if _SAYS_HALF.search(text, max(0, match.start() - 50), match.start()):
            yield Candidate(*match.span(1), Kind.PLATE, "half of a plate", _LIKELY)
            if match.group(2):
                yield Candidate(*match.span(2), Kind.PLATE, "half of a plate", _LIKELY)
    for match in _PLATE_END.finditer(text):
        yield Candidate(match.start(1), match.end(1), Kind.PLATE, "end of a plate", _LIKELY)


def _is_plate(match: re.Match[str], text: str) -> bool:
    """Whether the syllable between the numbers is no particle: 12가 3456, but not 5도 3000."""
    use, start = match.group(1), match.start()
    if use in DIGIT and not match.group()[-1].isdigit():
        before = text[max(0, start - 2) : start].strip()
        return not (before and before[-1] in DIGIT) and bool(
            _SAYS_PLATE.search(text, max(0, start - 40), start)
        )
    if match.group()[0] > "9" or use not in "도로나" or not text.startswith(" ", match.end(1)):
        return True
    return _SAYS_VEHICLE.search(text, max(0, start - 60), start + 40) is not None


_PART = (
    rf"(?:(?:본관|별관|신관|구관|동관|서관|남관|북관|본청|청사|지하|반지하|[A-Za-z가-하]동|"
    rf"\d{{1,4}}동|"
    rf"(?:지하 ?)?(?:\d{{1,2}}|{NUMERAL}{{1,3}}) ?층) ?,? ?)"
)
"""What stands before the number of a room: 별관, 지하 1층."""
_ROOM = re.compile(
    rf"(?<![\d제.,A-Za-z가-힣-])(?<! 제 ){_PART}{{0,3}}"
    rf"(?:(?:[A-Z]\d?|비|씨|디)-?)?(\d{{2,4}})(?:-\d{{1,2}})? ?호(?:실)?"
)
_ROOM_ON_FLOOR = re.compile(
    rf"(?<![\d제.,A-Za-z가-힣-]){_PART}{{0,2}}(?:지하 ?)?(?:\d{{1,2}}|{NUMERAL}{{1,3}}) ?층 "
    rf"(\d) ?호(?:실)?(?![가-힣]*(?:선|기|차))"
)
_ROOM_BARE = re.compile(
    r"(?:실|방|자리)(?:이|은|는|가)? (?:본관|별관|신관|구관|동관|서관|[A-Z]동|[가-힣]{1,3}동|"
    r"\d층) ?"
    r"(\d{3,4})(?=인데|이에|예요|이고|이요|이라|입니|[.,])"
)
_ROOM_HYPHEN = re.compile(r"(?<![\d.,-])(\d{1,2}-\d{1,3} ?(?:호)?실)(?![가-힣]*(?:적|제))")
_NAMED_ROOM = re.compile(
    r"(?<![가-힣\d])(제 ?\d{1,2} ?(?:회의실|세미나실|강의실|상담실|면담실|조사실|실습실|진료실|"
    r"법정|강의동)|"
    r"(?:[가-힣]{0,3}(?:회의실|세미나실|강의실|상담실|교육장|면담실|조사실|실습실)) ?"
    r"(?:[A-Z]|\d{1,2}-\d{1,2}|[A-Z]?-?\d{2,4}|\d)(?:호)?)(?![\w-]*\d|"
    r" ?[개명건번층년월시명곳군칸대줄]|,\d)"
)
_ROOM_NOT = re.compile(
    r"호(?:선|봉|차|기|안건|법|조례|서식|태풍|점|남|칭|출|환|스|텔|응|소|주|감|전|재|황|수|령|"
    r"의)|호(?:에 따|로 개정|로 공포|에 의)"
)
_ROOM_NOT_BEFORE = re.compile(
    r"(?:법|령|규칙|조례|고시|훈령|예규|공고|지침|서식|별지|안건|의안|결의|사건|태풍|호선|"
    r"(?<![가-힣])제|통권|번호)[ ]?(?:제)?[ ]?$"
)
_ROOM_WORD = re.compile(
    r"(?:호실|방 ?번호|방이|방은|방으로|사무실|연구실|회의실|상담실|병실|강의실|진료실|교실|"
    r"세미나실|동 ?)[^\d\n.?!]{0,12}?(?<![\d.,제-])(\d{1,2}-\d{1,3}|[A-Z]?-?\d{3,4}|\d{2})(?=호|"
    r" ?호| ?번 ?방|호실)"
)
_ROOM_SUFFIX = re.compile(r" ?호(?:실)?")
_ROOM_READ = re.compile(
    rf"(?<![가-힣제])({_PART}{{0,3}}((?:[일이삼사오육칠팔구]?(?:천|"
    rf"백)[일이삼사오육칠팔구십백]{{0,6}}|"
    rf"[{DIGIT}]{{3,4}})) ?호(?:실)?)(?=[^가-힣]|$|에|로|이|예|입|요|가|는|를|은|도|나|까|의|라|"
    rf"였|인|고|방|실)"
)


def rooms(text: str) -> Iterator[Candidate]:
    """Numbers of rooms: 417호, B동 1203호, 이백십사 호."""
    for match in _ROOM.finditer(text):
        if (
            not is_tail(rest_of_word(text, match.end()))
            or _ROOM_NOT.match(text, match.end(1))
            or _ROOM_NOT_BEFORE.search(text, max(0, match.start() - 8), match.start())
        ):
            continue
        yield Candidate(match.start(), match.end(), Kind.ROOM, "room", _CERTAIN)
    for match in _ROOM_WORD.finditer(text):
        end = match.end(1)
        following = _ROOM_SUFFIX.match(text, end)
        yield Candidate(
            match.start(1), following.end() if following else end, Kind.ROOM, "room", _LIKELY
        )
    for pattern in (_ROOM_BARE, _ROOM_HYPHEN):
        for match in pattern.finditer(text):
            yield Candidate(*match.span(1), Kind.ROOM, "room", _LIKELY)
    for match in _ROOM_ON_FLOOR.finditer(text):
        yield Candidate(*match.span(), Kind.ROOM, "room on a floor", _LIKELY)
    for match in _NAMED_ROOM.finditer(text):
        yield Candidate(*match.span(1), Kind.ROOM, "named room", _LIKELY)
    for match in _ROOM_READ.finditer(text):
        number = match.group(2)
        suffix = match.start() + match.group(1).rindex("호")
        said = value(number)
        read = (said is not None and said < 2500) or len(digits_of(number)) >= 3
        if read and not _ROOM_NOT.match(text, suffix):
            yield Candidate(match.start(1), match.end(1), Kind.ROOM, "room read", _LIKELY)
