"""Postal addresses in Korean texts, and e-mail addresses and sites that are read aloud."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.numerals import DIGIT, NUMERAL
from toolkit.language.identifiers.ko.words import is_tail, rest_of_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.identifiers.ko.words import Morphemes

_CERTAIN, _LIKELY = 96, 72
_NUMBER = rf"(?:\d{{1,5}}(?:-\d{{1,4}})?|{NUMERAL}{{2,8}}(?:의 ?{NUMERAL}{{1,3}})?)"
_ROAD = re.compile(
    rf"(?<![가-힣A-Za-z0-9])([가-힣]{{1,8}}\d{{0,3}}(?:대로|로|길))((?: ?(?:\d{{1,4}}|"
    rf"{NUMERAL}{{1,6}}) ?(?:번 ?)?[가나다라마바사아자차카타파하]?길)?) ?"
    rf"((?:산 ?)?\d{{1,5}}(?:-\d{{1,4}})?|{NUMERAL}{{1,8}}(?:의 ?{NUMERAL}{{1,3}})?|[○●*]{{2,4}})"
    rf"((?: ?번지)?)"
)
_LOT = re.compile(
    rf"(?<![가-힣A-Za-z0-9])([가-힣]{{1,6}}(?:\d가|동|리|가|면|읍)) ?(산 ?)?({_NUMBER}) ?(번지"
    rf"(?: ?\d{{1,3}}호)?)?"
)
_LOT_ALONE = re.compile(rf"(?<![가-힣\d.,-])(?:산 ?)?{_NUMBER} ?번지(?: ?\d{{1,3}}호)?")
_REGION_BEFORE = re.compile(
    r"(?:(?<![가-힣])[가-힣]{2,7}(?:특별자치도|특별자치시|특별시|광역시|도|시|군|구|읍|면|동|리)|"
    r"(?<![가-힣])(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|"
    r"경남|제주)) $"
)
_HANGUL_NUMBER = rf"{NUMERAL}{{1,6}}"
_DETAIL = re.compile(
    rf"(?:,? ?(?:\d{{1,4}}동 ?\d{{1,4}}호|[가-힣A-Za-z0-9]{{2,12}}(?:빌딩|타워|아파트|오피스텔|"
    rf"프라자|빌라|맨션|상가|빌)(?! ?(?:가|에|는|은|이|을) )|(?:본관|별관|신관|구관|반지하|지하|"
    rf"지층|옥탑방?|[가-하A-Z]동)|(?:\d{{1,2}}|{_HANGUL_NUMBER}) ?층|(?:[A-Z]-?)?\d{{1,4}} ?호|"
    rf"{_HANGUL_NUMBER} ?동 ?{_HANGUL_NUMBER} ?호|(?:{_HANGUL_NUMBER}|[{DIGIT}]{{3,4}}) ?호)"
    r"(?!선|차|기|봉|명|응)){1,4}"
)
_POSTCODE = re.compile(r"우편번호(?:가|는|이)? ?(\d{5})(?!\d)")
_NOT_ROADS = words_of(
    """
    별도로 최대로 최소로 제로 그대로 이대로 저대로 마음대로 제대로 바로 서로 새로 따로 홀로 스스로
    주로 실제로 대체로 참고로 진짜로 정말로 절대로 반대로 순서대로 예정대로 차례로 각자로 그걸로
    이걸로 뭐로 이쪽으로 저쪽으로 도로 경로 통로 진로 회로 선로 항로 대로 세로 가로 피로 폭로 멜로
    솔로 프로 유로 제일로 하루로 나중으로 길 이길 그길 산길 물길 눈길 손길 발길 앞길 뒷길 갈길
    큰길 옛길 골목길 지름길 출근길 퇴근길 오는길 돌아오는길 멀로 평균으로 기준으로 순으로 시간대로
    계획대로 말대로 법대로 규정대로 절차대로 하던대로 지침대로 생각대로 뜻대로 하나로 둘로
    자동으로 수동으로 강제로 추가로 임의로 수시로 무료로 유료로 실시간으로 단계로 개월로 위주로
    종류로 번호로 코드로 서버로 데이터로 파일로 메일로 문자로 전화로 팩스로 종이로 카드로 버스로
    차로 기차로 걸어서로 이메일로 결과로 이유로 의미로 식으로 정도로 이후로 그뒤로 이때로 여기로
    거기로 저기로 어디로 차로 통계로 근거로 비율로 단위로 분기로 주기로 무슨로 하기로 보기로
    가기로 쓰기로 되기로
    """
)
_COUNTER = re.compile(
    r" ?(?:개|명|년|월|일(?![가-힣])|건|%|퍼센트|프로|원(?![가-힣])|시(?![가-힣])|시간|분|초|배|"
    r"차|대|회|살|세|주|달|가지|종|점|단계|만|천|백|억|조|항|층|페이지|쪽|권|장|톤|킬로|미터|km|"
    r"kg|m|도(?![가-힣])|,\d|\.\d|위|등|번(?!지)|곳|군데|기가|메가|GB|MB|TB|바이트|자리|줄|칸|"
    r"평|호선|차선|차로|학년|반|교시|인(?![데지가디])|kg|사람|여|째|기|기관|부처|월|일)"
)


def streets(text: str, morphemes: Morphemes) -> Iterator[Candidate]:
    """Streets with a number: 양지로 38번길 17, 세종대로 209."""
    for match in _ROAD.finditer(text):
        road, lane, number, lot = match.groups()
        end = match.end()
        region = _region_start(text, match.start())
        if not lot and "-" not in number and _COUNTER.match(text, end):
            continue
        if not is_tail(rest_of_word(text, end)) or road in _NOT_ROADS:
            continue
        figures = number[0].isdigit() or number[0] in "산○●*"
        if number.startswith("산") and not (lane or region < match.start() or "-" in number):
            continue
        if not figures and not lane and not lot and len(number) < 2:
            continue
        if road.endswith("으로") and not lane:
            continue
        hidden = number[0] in "○●*"
        if not (lane or lot or hidden or region < match.start()):
            if not figures or (len(road) < 3 and not morphemes.known):
                continue
            if morphemes.known and not _is_road(match.start(), match.end(1), morphemes):
                continue
            said = _SAYS_ADDRESS.search(text, max(0, match.start() - 40), end + 20)
            ends = text[end : end + 1] in ("", ".", ",", "\n", "?", "!")
            if not (morphemes.known or road.endswith(("대로", "길")) or said or ends):
                continue
        yield Candidate(region, _with_detail(text, end), Kind.ADDRESS, "street", _CERTAIN)


_SAYS_ADDRESS = re.compile(
    r"주소|도로명|지번|내비|네비|자리|위치|사옥|건물|집이|본가|찾아|편지|택배|우편|휴게소"
)


def _is_road(start: int, end: int, morphemes: Morphemes) -> bool:
    """Whether the word in 로 or 길 is one noun, not a noun with a particle."""
    tags = morphemes.tags(start, end)
    return (bool(tags) and all(tag[0] in "NXS" for tag in tags)) or not morphemes.tags(end - 1, end)


def _region_start(text: str, start: int) -> int:
    """Where the regions begin that stand directly before an address."""
    for _ in range(4):
        before = text[max(0, start - 12) : start]
        match = _REGION_BEFORE.search(before)
        if match is None:
            break
        start -= len(before) - match.start()
    return start


def _with_detail(text: str, end: int) -> int:
    """The end of an address with building, floor and room."""
    detail = _DETAIL.match(text, end)
    return detail.end() if detail else end


def lots(text: str) -> Iterator[Candidate]:
    """Places with the number of a lot: 송림리 284번지, 정자동 178-1."""
    for match in _LOT.finditer(text):
        _, mountain, number, lot = match.groups()
        region = _region_start(text, match.start())
        spoken = not number[0].isdigit()
        if not lot and (spoken or not ("-" in number or mountain or region < match.start())):
            continue
        if not lot and (_COUNTER.match(text, match.end()) or text.startswith("호", match.end())):
            continue
        if not lot and match.group(1).endswith(("면", "가")) and region == match.start():
            continue
        end = match.end(4) if lot else match.end(3)
        yield Candidate(region, _with_detail(text, end), Kind.ADDRESS, "lot", _CERTAIN)
    for match in _POSTCODE.finditer(text):
        yield Candidate(match.start(1), match.end(1), Kind.ADDRESS, "postcode", _LIKELY)
    for match in _LOT_ALONE.finditer(text):
        region = _region_start(text, match.start())
        yield Candidate(region, match.end(), Kind.ADDRESS, "lot", _LIKELY)


_LETTER = (
    r"(?:에이|비|씨|디|이|에프|지|에이치|아이|제이|케이|엘|엠|엔|오|피|큐|알|에스|티|유|브이|"
    r"더블유|엑스|와이|제트|"
    rf"[A-Za-z0-9._-]{{1,30}}|[{DIGIT}]{{1,12}}|언더바|언더스코어|대시|하이픈|바|마이너스|점|닷|쩜)"
)
_AT = r"(?:골뱅이|앳|@)"
_DOT = r"(?:점|닷|쩜)"
_END_OF_DOMAIN = (
    r"(?:씨오 케이알|시오 케이알|고 케이알|오알 케이알|에이씨 케이알|케이알|닷컴|컴|씨오엠|네트|"
    r"넷|오알지|오아르지|지오|이그잼플|이그젬플|익잼플|예시|kr|com|net|org|go|co|or|ac|edu|gov|io)"
)
_PART = r"(?:[가-힣A-Za-z0-9-]{1,12})"
_MAIL_READ = re.compile(
    rf"((?:(?<![가-힣A-Za-z0-9._-]){_LETTER} ){{0,10}}?(?:(?<![가-힣A-Za-z0-9])(?:(?!메일|이메일|"
    rf"주소)[가-힣]{{2,10}}(?<![은는이가로요]) "
    rf"(?=[{DIGIT}\d]{{1,6}} ?골뱅이))?{_PART})? ?{_AT} ?{_PART}(?: {_PART}){{0,4}}?"
    rf"(?: ?(?:{_DOT}|\.) ?{_PART}(?: (?:케이알|알지|씨|오))?){{1,4}})"
)
_SITE_READ = re.compile(
    rf"((?:(?<![가-힣A-Za-z0-9])(?:더블유 ?더블유 ?더블유|따따따|트리플 ?더블유|www) ?{_DOT} ?)?"
    rf"(?<![가-힣A-Za-z0-9]){_PART}(?: ?{_DOT} ?{_PART}){{0,3}} {_DOT} {_END_OF_DOMAIN}"
    rf"(?: 슬래시 {_PART})*|(?<![가-힣A-Za-z0-9])(?:더블유 ?더블유 ?더블유|따따따|"
    rf"트리플 ?더블유) ?{_DOT} "
    rf"(?!은 |을 ){_PART}(?: {_DOT} {_PART}){{1,3}})"
)
_PARTICLE_AT_END = re.compile(
    r"(?:이에요|예요|에요|이요|요|입니다|이고|고요|이거든요|로|으로|에|이라고|라고|인데|이|은|"
    r"는|를|을)$"
)


_AT_READ = re.compile(_AT)
_AROUND = 80
"""How far before and after the sign an address that is read aloud can reach."""


def read_addresses(text: str) -> Iterator[Candidate]:
    """E-mail addresses and sites that are read aloud: 케이 골뱅이 예시 점 컴."""
    done = 0
    for at in _AT_READ.finditer(text):
        match = _MAIL_READ.search(text, max(done, at.start() - _AROUND), at.end() + _AROUND)
        if match is None or not match.start() <= at.start() < match.end():
            done = at.end()
            continue
        done = match.end()
        if "@" in match.group(1) and "." in match.group(1):
            continue  # It is written as it is, and the rules for all languages find it.
        end = match.end(1) - _particle_length(match.group(1))
        yield Candidate(match.start(1), end, Kind.EMAIL, "e-mail read aloud", _CERTAIN)
    for match in _SITE_READ.finditer(text):
        rest = rest_of_word(text, match.end(1))
        if is_tail(rest):
            yield Candidate(match.start(1), match.end(1), Kind.URL, "site read aloud", _LIKELY)


def _particle_length(words: str) -> int:
    last = words.rsplit(" ", 1)[-1]
    particle = _PARTICLE_AT_END.search(last)
    if particle is None or particle.start() == 0 or last in ("케이알", "오알지", "지오"):
        return 0
    return len(particle.group())
