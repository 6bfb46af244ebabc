"""Named bodies in Korean texts: from lists, and by what their names end in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.bodies_list import (
    BODIES,
    CITY_BODIES,
    FORMAL,
    LATIN,
    LOOSE,
    NOT_BODIES,
    SUFFIXES,
)
from toolkit.language.identifiers.ko.generic import is_generic
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import NOUNS
from toolkit.language.identifiers.ko.people.titles import OFFICES
from toolkit.language.identifiers.ko.places_list import CLEAR, PROVINCES, is_division, is_place
from toolkit.language.identifiers.ko.words import begins_word, is_tail, rest_of_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.language.identifiers.ko.words import Morphemes, Word

_CERTAIN, _LIKELY = 85, 78
_LONGEST_LISTED = max(map(len, BODIES))
_LONGEST_NAME, _LONGEST_WORD = 24, 40
_BY_LAST: dict[str, list[str]] = {}
for _suffix in sorted(set(SUFFIXES), key=len, reverse=True):
    _BY_LAST.setdefault(_suffix[-1], []).append(_suffix)
_OFFICIALS = re.compile(rf"(?:{'|'.join(sorted(OFFICES, key=len, reverse=True))}|공무원|장|발|표)")
_LATIN = re.compile(
    r"(?<![A-Za-z0-9가-힣])(?:"
    + "|".join(re.escape(name) for name in sorted(set(LATIN) - NOT_BODIES, key=len, reverse=True))
    + r")(?![A-Za-z0-9&])"
)
_COMPANY_FIRST = re.compile(
    r"(?:㈜|\(주\)|（주）|주식회사|유한회사|사단법인|재단법인|법무법인|회계법인|세무법인|"
    r"의료법인|학교법인) ?"
    r"([가-힣A-Za-z0-9]{2,15})"
)
_COMPANY_LAST = re.compile(r"([가-힣A-Za-z0-9]{2,15}) ?(?:㈜|\(주\)|（주）|주식회사|유한회사)")
_REGION_OFFICES = frozenset(CITY_BODIES)
_NO_STEMS = words_of(
    """
    우리 이런 그런 저런 어느 무슨 해당 다른 모든 여러 각각 국회 거래 같은 웬만 아까 지금 요새 요즘
    당시 이번 저번 지난 다음 옆집 친정 시댁 대한민국
    """
)
_AFTER_BODY = ("시", "군", "구", "도")


def listed(text: str, words: Sequence[Word]) -> Iterator[Candidate]:
    """Bodies of the lists, in Hangul and in Latin letters."""
    for word in words:
        if not begins_word(text, word.start):
            continue
        for length in _listed_lengths(word.text[: _LONGEST_LISTED + 24]):
            if word.text[:length] in BODIES and _may_follow(word.text[length:]):
                if word.text[length - 1 : length + 1] == "대로":
                    break
                if word.text[:length] in _WORDS_TOO and not _AS_A_BODY.match(
                    text, word.start + length
                ):
                    break
                end = word.start + length
                yield Candidate(word.start, end, Kind.ORGANISATION, "list of bodies", _CERTAIN)
                break
    for match in _LATIN.finditer(text):
        if is_tail(rest_of_word(text, match.end())) or match.group()[-1] >= "가":
            yield Candidate(
                match.start(), match.end(), Kind.ORGANISATION, "list of bodies", _CERTAIN
            )


_WORDS_TOO = words_of("한은 신보 예보 도공 주공 토공 질본 건보 의협 변협 기후부 개보위")
"""Short forms of bodies that are other words as well."""
_AS_A_BODY = re.compile(r"(?: 쪽|에서|이랑|하고|의|쪽|에도|에다|측|직원|나|도|까지|한테|에)")


@lru_cache(maxsize=65536)
def _listed_lengths(word: str) -> tuple[int, ...]:
    """The lengths of the bodies that a word begins with, the longest first."""
    lengths = range(min(_LONGEST_LISTED, len(word)), 1, -1)
    return tuple(length for length in lengths if word[:length] in BODIES)


def _may_follow(rest: str) -> bool:
    if is_tail(rest):
        return True
    official = _OFFICIALS.match(rest)
    return official is not None and is_tail(rest[official.end() :].removeprefix("님"))


def companies(text: str) -> Iterator[Candidate]:
    """Companies and other legal persons with their form: 주식회사 한빛, 한빛㈜."""
    for match in _COMPANY_FIRST.finditer(text):
        start = match.start()
        name = _without_particle(match.group(1))
        if (
            begins_word(text, start)
            and name not in _NO_STEMS
            and name not in NOUNS
            and len(name) > 1
        ):
            end = match.start(1) + len(name)
            yield Candidate(start, end, Kind.ORGANISATION, "company", _CERTAIN)
    for match in _COMPANY_LAST.finditer(text):
        name = match.group(1)
        if begins_word(text, match.start()) and name not in _NO_STEMS and name not in NOUNS:
            yield Candidate(match.start(), match.end(), Kind.ORGANISATION, "company", _CERTAIN)


def _without_particle(word: str) -> str:
    for particle in (
        "에서",
        "에게",
        "이라",
        "으로",
        "라고",
        "라는",
        "은",
        "는",
        "이",
        "가",
        "을",
        "를",
        "의",
        "에",
        "과",
        "와",
        "로",
        "도",
        "요",
        "고",
    ):
        if word.endswith(particle) and len(word) > len(particle) + 1:
            return word.removesuffix(particle)
    return word


def by_suffix(text: str, words: Sequence[Word], morphemes: Morphemes) -> Iterator[Candidate]:
    """Names that end as bodies do and have a proper part: 서해성모병원, 마포구 보건소."""
    for number, word in enumerate(words):
        previous = words[number - 1] if number else None
        apart = previous is not None and text[previous.end : word.start] == " "
        glued = word.start and text[word.start - 1].isascii() and text[word.start - 1].isalpha()
        for length, suffix in _endings(word.text):
            stem = word.text[: length - len(suffix)]
            if glued and not stem:
                break
            if apart and previous and _with_region(text, previous, stem, suffix, morphemes):
                yield Candidate(
                    previous.start,
                    word.start + length,
                    Kind.ORGANISATION,
                    "region and body",
                    _CERTAIN,
                )
                break
            if not stem or not begins_word(text, word.start):
                continue
            if _is_named(word.start, word.start + length, stem, suffix, morphemes):
                yield Candidate(
                    word.start, word.start + length, Kind.ORGANISATION, "end of a body", _LIKELY
                )
                break


_OF_REGIONS = words_of(
    """
    본부 센터 사업소 지원단 추진단 위원회 재단 공사 공단 진흥원 협의회 도서관 박물관 체육관 회관
    협회 연합회
    """
)
"""Ends of bodies that have ordinary words before them and a region before those."""
_NUMBERED_QUARTER = re.compile(
    r"(?<![가-힣\d])[가-힣]{2,4}(?:제?[1-9])동 ?(?:행정복지센터|주민센터|주민자치센터|동사무소|"
    r"우체국|파출소|지구대|"
    r"새마을금고|경로당|행복센터)"
)
_SCHOOL = re.compile(
    r"(?<![가-힣])([가-힣]{2,3}(?:초|중|고))(?=였|예요|이에요|이었|에서|에 |랑 |하고|도 |가 |는 |"
    r"로 |, | 교사| 선생| 앞| "
    r"운동장| \d학년| 나[온와]| 다니| 졸업)"
)
_SAYS_SCHOOL = re.compile(r"학교|초등|학년|전근|발령|담임|졸업|다닐|동창|교감|교장")
_NOT_SCHOOLS = words_of(
    """
    최초 당초 기초 애초 난초 약초 잡초 집중 도중 공중 대중 관중 청중 민중 존중 이중 삼중 최고 참고
    신고 사고 보고 광고 경고 권고 재고 창고 원고 기고 공고 예고 제고 하고 되고 그리고 남고 여고 여중
    남중 상고 농고 재학중 근무중
    """
)
_CALLED_A_BODY = re.compile(
    r"(?<![가-힣A-Za-z0-9])([가-힣A-Za-z0-9]{2,12}?)(?:이?라는|이?라고(?: 하는)?,?) "
    r"(?:(?:[가-힣]{2,5}에 있는|[가-힣]{1,5}(?:은|는|한|된|던|짜리|의)|[가-힣]{1,2}|저희|우리|"
    r"지금|여기|지역|동네|"
    r"[가-힣0-9]{1,4} ?명짜리|조그마?한|조그만|작은) ){0,3}"
    r"(?:[가-힣0-9]{1,4} ?명짜리|회사|업체|기업|벤처|스타트업|단체|병원|학교|연구소|협력사|"
    r"개발사|법인|재단|출판사|신문사|"
    r"공장|농장|조합|센터|기관|은행|대학|시설|요양원|어린이집|유치원|학원|마트|가게|식당|카페)"
)
_MEMBER = re.compile(
    r"(?<![가-힣A-Za-z0-9])([가-힣A-Za-z0-9]{3,14}) ?(?:소속|다니|다녔|재직|입사|출신)"
)
_RESCUE = re.compile(
    r"(?<![가-힣])[가-힣]{2,6} ?119 ?(?:[가-힣]{0,4}(?:안전센터|상황실|구조대|구급대|센터))"
)
_POST = re.compile(
    r"(?:통장|계좌)(?:이|은|가|는|도)? (우체국)(?![가-힣]*장)|(?<![가-힣])(우체국)(?= (?:통장|"
    r"계좌))"
)
_BRANCH = re.compile(
    r"(?: ?[가-힣0-9]{2,10}(?:지사|지부|지청|지점|지소|지회|분회|출장소|사업소|분관|캠퍼스|본부|"
    r"분원|센터|"
    r"사업단|추진단|지원단|연구소|병원|대학|대학원|학부|학과|담당관|위원회|사무소|관리소|도서관|"
    r"분소|"
    r"조합|협의회|부속실|상황실|관제실|전산실|민원실|기획실|비서실|감사실)| [가-힣]{2,8}(?:과|"
    r"팀|국|실|부|처|단)){1,2}"
    r"(?=[^가-힣]|에|의|이|가|은|는|을|를|도|으로|로|랑|하고|예|입|쪽|만|까지|한테|라|였|인|요)"
)
_UNIVERSITY = re.compile(
    r"(?<![가-힣])([가-힣]{2,5}대)(?= ?(?:나온|나와|나왔|나오|들어가|들어갔|출신|교수|다니|다녔|"
    r"졸업|병원|학생|대학원|"
    r"법대|의대|공대))"
)
_NOT_UNIVERSITIES = words_of(
    """
    의대 법대 공대 치대 약대 여대 사범대 지방대 전문대 명문대 국립대 사립대 한의대 군대 세대 시대
    무대 부대 절대 최대 확대 상대 반대 기대 그때대 이과대 문과대 자연대 인문대 사회대 경영대
    단과대 입대 제대 현대 근대 고대 중대 휴대 연대 초대 증대 우대 학대 침대 토대
    """
)


def described(text: str, morphemes: Morphemes) -> Iterator[Candidate]:
    """Names that are said to be a company or school: 세움이라는 회사, 동명대 나온 친구."""
    for match in _CALLED_A_BODY.finditer(text):
        name = match.group(1)
        if name not in NOUNS and not is_generic(name) and not is_generic(name.removesuffix("이")):
            yield Candidate(
                match.start(1), match.end(1), Kind.ORGANISATION, "called a body", _LIKELY
            )
    for match in _MEMBER.finditer(text):
        name, start = match.group(1), match.start(1)
        parts = morphemes.tags(start, match.end(1))
        proper = "NNP" in parts or morphemes.is_unknown(start, match.end(1))
        if proper and not is_place(name) and not is_generic(name) and name not in NOUNS:
            yield Candidate(start, match.end(1), Kind.ORGANISATION, "member of a body", _LIKELY)
    for match in _RESCUE.finditer(text):
        yield Candidate(*match.span(), Kind.ORGANISATION, "rescue service", _LIKELY)
    for match in _NUMBERED_QUARTER.finditer(text):
        yield Candidate(*match.span(), Kind.ORGANISATION, "office of a quarter", _CERTAIN)
    for match in _SCHOOL.finditer(text):
        name, start = match.group(1), match.start(1)
        stem = match.end(1) - 1
        named = is_place(name[:-1]) or morphemes.is_unknown(start, stem)
        named = named or morphemes.is_unknown(start, stem + 1) or morphemes.is_name(start, stem)
        if named and name not in _NOT_SCHOOLS and name[:-1] not in NOUNS:
            near = _SAYS_SCHOOL.search(text, max(0, start - 60), stem + 40)
            if near:
                yield Candidate(start, stem + 1, Kind.ORGANISATION, "school for short", _LIKELY)
    for match in _POST.finditer(text):
        yield Candidate(*match.span(match.lastindex or 0), Kind.ORGANISATION, "bank", _LIKELY)
    for match in _UNIVERSITY.finditer(text):
        name = match.group(1)
        if name not in _NOT_UNIVERSITIES and not name.endswith(
            ("세대", "시대", "군대", "부대", "상대")
        ):
            yield Candidate(match.start(1), match.end(1), Kind.ORGANISATION, "university", _LIKELY)


def _endings(word: str) -> tuple[tuple[int, str], ...]:
    """The lengths at which a word can be cut behind the end of a body, the longest first."""
    return _endings_of(word) if len(word) <= _LONGEST_WORD else ()


@lru_cache(maxsize=65536)
def _endings_of(word: str) -> tuple[tuple[int, str], ...]:
    endings = []
    for length in range(min(len(word), _LONGEST_NAME), 1, -1):
        suffixes = _BY_LAST.get(word[length - 1])
        if not suffixes or not _may_follow(word[length:]):
            continue
        suffix = next((end for end in suffixes if word.endswith(end, 0, length)), None)
        if suffix:
            endings.append((length, suffix))
    return tuple(endings)


def _with_region(text: str, previous: Word, stem: str, suffix: str, morphemes: Morphemes) -> bool:
    """Whether the word before is a region and this an office of it: 마포구 보건소."""
    if suffix not in _REGION_OFFICES | _OF_REGIONS or not begins_word(text, previous.start):
        return False
    if stem and not is_generic(stem) and not is_place(stem) and len(stem) > 2:
        return False
    if suffix in _OF_REGIONS:
        return len(stem) > 1 and is_division(previous.text) and len(previous.text) > 2
    if is_place(previous.text):
        return True
    last = previous.text[-1]
    if len(previous.text) < 3 or last not in "읍면동":
        return False
    proper = morphemes.is_name(previous.start, previous.end)
    center = suffix in (
        "주민센터",
        "행정복지센터",
        "보건지소",
        "사무소",
        "우체국",
        "파출소",
        "지구대",
    )
    return proper or (center and last != "면" and previous.text not in _NOT_QUARTERS)


def _is_named(start: int, end: int, stem: str, suffix: str, morphemes: Morphemes) -> bool:
    """Whether what stands before the end of a body is proper to one body."""
    if suffix in ("시청", "구청", "군청", "도청") and is_division(stem + suffix[0]):
        return True
    if (stem + suffix).endswith("대병원") and stem + suffix.removesuffix("병원") in BODIES:
        return True
    if stem in _NO_STEMS or (stem in NOUNS and not is_place(stem)) or _COUNTED.fullmatch(stem):
        return False
    if suffix in ("시청", "구청", "군청", "도청"):
        return stem + suffix[0] not in _NOT_REGIONS and (len(stem) > 1 or stem in "중동서남북")
    if _begins_with_place(stem):
        return stem != "한국" or suffix not in LOOSE
    if suffix not in LOOSE and any(stem.startswith(region) for region in PROVINCES):
        return True
    if stem.startswith(("전국", "대한", "한국")) and suffix in _UNIONS and len(stem) > 3:
        return True
    if stem in _HOPEFUL and (suffix in _STRONG or suffix in _CARE):
        return True
    if is_generic(stem):
        formal = suffix in FORMAL and len(stem) >= 4
        return formal and (not morphemes.known or stem[:2] not in ("국책", "지방", "출연", "민간"))
    if len(stem) < 2:
        return False
    if not morphemes.known:
        if suffix not in LOOSE:
            return True
        # A proper part before ordinary words: 한빛 and 다문화가족지원.
        parts = ((stem[:size], stem[size:]) for size in (2, 3) if len(stem) > size + 3)
        return any(
            not is_generic(head) and head not in NOUNS and is_generic(tail) for head, tail in parts
        )
    if suffix in _STRONG:
        return True
    tags = morphemes.tags(start, end)
    if suffix in _SHORT:
        return (tags == ("NNP",) and end - start >= 4) or (tags[:1] == ("NNP",) and len(stem) > 3)
    if "NNP" in tags:
        return True
    if len(tags) == 1:
        return suffix not in LOOSE or end - start >= 5
    # Ordinary compounds are common nouns to the analysis; names are often something strange.
    return set(tags) != {"NNG"} and (suffix not in LOOSE or len(stem) > 2)


_COUNTED = re.compile(r"[그저이한두세네몇]|[공영일이삼사오육칠팔구]+")
"""Stems that are digits or determiners: 칠일공사 ends in digits that are read."""
_NOT_QUARTERS = frozenset(["활동", "이동", "공동", "아동", "노동", "합동", "협동"])
_STRONG = words_of(
    """
    공단 공사 진흥원 재단 교육청 교육지원청 경찰서 소방서 세무서 보건소 보건지소 초등학교 중학교
    고등학교 대학교 여중 여고 어린이집 유치원 사회복지관 노인복지관 장애인복지관 의료원 협동조합
    시설관리공단 도시공사 문화원 문화재단 복지재단 주민센터 행정복지센터 우체국 지역아동센터
    주간보호센터 재가센터 요양병원 작은도서관 공동생활가정 데이케어센터 교육연수원 요양원 지방법원
    교도소 시설공단 교통공사 상공회의소 은행 저축은행 법무법인 회계법인 세무법인
    """
)
"""Ends before which any word that is not ordinary is proper to one body."""
_CARE = frozenset(["병원", "의원", "한의원", "치과", "약국", "학원", "마트", "센터"])
_HOPEFUL = words_of(
    """
    행복 희망 사랑 나눔 미래 소망 믿음 은혜 푸른 맑은 밝은 하늘 햇살 새싹 평화 한마음 큰사랑
    참사랑 늘푸른
    해맑은 꿈나무 무지개 아이사랑 효사랑 온누리 한사랑 샛별 새봄 은빛 금빛 달빛 별빛 솔빛 물빛
    꽃동네 우리들
    """
)
"""Good words of which names of hospitals, schools and homes are made."""
_SHORT = frozenset(["넷", "온", "텍", "케어", "랩"])
_UNIONS = frozenset(
    ["노동조합", "노조", "연합회", "협의회", "중앙회", "협회", "연맹", "학회", "재단", "조합"]
)
_NOT_REGIONS = frozenset(["재시", "요시", "신시", "연구", "요구"])


def _begins_with_place(stem: str) -> bool:
    for length in range(min(len(stem), 7), 1, -1):
        head = stem[:length]
        if head in CLEAR or is_place(head) or head == "한국":
            return True
    return False


_ORDINARY = re.compile(
    r" (?:그|이|저|우리|저희|다른|같은|무슨|어느|옆|해당|담당|관련|여러|모든|각|두|세|몇|그런|"
    r"이런|결과|효과|"
    r"학과|성과|통과|경과|초과|부과|전국|결국|외국|한국|미국|중국|각국|현실|정부|전부|일부|내부|"
    r"외부|여부|공부|기부|납부|부처|출처|대처|조처|집단|수단|계단|판단|진단|중단|사실|확실|진실|"
    r"성실|교실|거실|"
    r"연구[팀실부]|개발[팀부실]|사업[부단팀]|조사[팀단]|담당|화장실|회의실|사무실|연구실|상담실|"
    r"교무실|강의실|팀|회의)"
)


def with_branches(text: str, kept: Iterable[Candidate]) -> Iterator[Candidate]:
    """Bodies with the branch that follows their name: 한국전력 속초지사."""
    for body in kept:
        if body.kind is not Kind.ORGANISATION:
            continue
        branch = _BRANCH.match(text, body.end)
        if (
            branch
            and is_tail(rest_of_word(text, branch.end()))
            and not _ORDINARY.match(branch.group())
        ):
            yield body._replace(end=branch.end(), strength=body.strength + 1)
