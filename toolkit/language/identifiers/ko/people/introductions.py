"""Names of people that are introduced as names, and names in Latin letters, in Korean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import LONGER, NOUNS
from toolkit.language.identifiers.ko.masks import MASK
from toolkit.language.identifiers.ko.people.abroad import FOREIGN
from toolkit.language.identifiers.ko.people.shapes import (
    AFTER_SURNAMES,
    AMBIGUOUS,
    CERTAIN,
    LIKELY,
    OFFICES,
    TITLES,
    is_word_and_particle,
    lengths_of_name,
    title_end,
)
from toolkit.language.identifiers.ko.people.surnames import (
    FREQUENT,
    SURNAMES,
    TWO_SYLLABLES,
    USUAL,
    could_be_given,
    given_of,
)
from toolkit.language.identifiers.ko.places_list import is_place
from toolkit.language.identifiers.ko.words import Word, is_tail, rest_of_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.identifiers.ko.words import Morphemes

_NEVER = LONGER | TITLES
_INTRODUCED = re.compile(
    r"(?:제 이름은|제 이름이|이름은|이름이|성함은|성함이|성함은|성명은|본명은|본명이|예금주는|"
    r"예금주가|"
    r"실명은|실명이|닉네임은|영어 이름은|이름을|성함을|성명)[ ,.]{0,4}(?:(?:그|저|어|음|뭐더라|"
    r"그러니까|아마|진짜|원래|또|그게|뭐)[ ,.]{1,4}){0,2}"
)
_SELF = re.compile(
    r"(?<![가-힣])(?:저는|제가|나는|여기는|이쪽은|그분은|그분이|담당은|담당이|담당자는)[ ,]{1,2}"
    r"(?:그 )?"
)
_CALLS_HIMSELF = re.compile(r"이?라고 ?(?:합니다|하고|해요|하는|불러|하구)")
_IS = re.compile(
    r"(?:입니다|이에요|예요|이라고|라고|이고|고요|이구요|이란|란|이라는|라는|인데|였|이었)"
)


def introduced(text: str, morphemes: Morphemes) -> Iterator[Candidate]:
    """Names that follow words such as 이름은, and 저는 ...입니다."""
    for cue in _INTRODUCED.finditer(text):
        thing = _THING_BEFORE.search(text, max(0, cue.start() - 14), cue.start())
        for length in lengths_of_name(text[cue.end() : cue.end() + 5]):
            name = text[cue.end() : cue.end() + length]
            rest = rest_of_word(text, cue.end() + length)
            if len(name) < length or not is_tail(rest) or name in TITLES:
                continue
            if name[:2] in _SO:
                continue
            if thing and not (length == 3 and given_of(name) in USUAL):
                continue
            said = length < 4 and _is_said(text, cue.end(), cue.start(), length, morphemes)
            if said or _is_introduced(name, Word(cue.end(), cue.end() + length, name), morphemes):
                yield Candidate(cue.end(), cue.end() + length, Kind.PERSON, "introduced", CERTAIN)
                break
    for cue in _SELF.finditer(text):
        for length in lengths_of_name(text[cue.end() : cue.end() + 5]):
            name = text[cue.end() : cue.end() + length]
            rest = rest_of_word(text, cue.end() + length)
            if len(name) < length or not _IS.match(rest) or not is_tail(rest):
                continue
            word = Word(cue.end(), cue.end() + length, name)
            says = (
                len(name) == 3
                and name[0] in FREQUENT
                and name[:2] not in NOUNS
                and name not in _NEVER
            )
            if says and _CALLS_HIMSELF.match(rest + text[cue.end() + length + len(rest) :][:6]):
                yield Candidate(word.start, word.end, Kind.PERSON, "introduced", CERTAIN)
                break
            if (
                given_of(name)
                and name not in _NEVER
                and name not in AMBIGUOUS
                and (given_of(name) in USUAL or morphemes.is_name(word.start, word.end))
            ):
                yield Candidate(word.start, word.end, Kind.PERSON, "introduced", CERTAIN)
                break


_SO = frozenset(["이래", "그래", "저래", "이러", "그러", "저러", "어때", "어떻"])
_THING_BEFORE = re.compile(
    r"(?:시스템|프로그램|회사|부서|팀|사업|파일|과제|서버|앱|사이트|기관|병원|학교|마을|동네|"
    r"고양이|강아지|"
    r"제도|법|조례|서비스|플랫폼|모임|행사|가게|식당|게시판|폴더|변수|컬럼|필드|테이블|업체|센터|"
    r"과|의)"
    r"[ ,]{1,2}(?:그 )?$"
)
_SAID_SO = re.compile(
    r"(?: ?이?라고| ?이?라는|이?(?:예요|에요|라고|래요|라는|거든|었|였|라서|야[,. ])|이(?:고|지|"
    r"죠|신|네요|니까)|"
    r"입니다|인데)"
)
_NO_NAMES = words_of(
    """
    외자 외글자 두자 진짜 가짜 그거 이거 저거 영어 한글 한자 기억 문제 본명 가명 예명 별명 비슷 똑같
    동일 하나 둘이 무엇 뭐라 어떻 이상 이래 이러 그래 그런 저래 필수 다르 같은 비밀 비공개 익명
    그대로 이름 성함 아니 두개 공통 제목 코드 번호 숫자 필요 중요 최고 여기 거기 저기 이게 그게 우리
    누구 얼굴 그분 전부 모두 없음 미정 미상
    """
)


def _is_said(text: str, at: int, cue: int, length: int, morphemes: Morphemes) -> bool:
    """Whether what follows 이름이 is said to be the name, whatever syllables it has."""
    name = text[at : at + length]
    if name in _NO_NAMES or name in TITLES or not _SAID_SO.match(text, at + length):
        return False
    tags = morphemes.tags(at, at + length)
    noun = (
        not morphemes.known or tags in (("NNG",), ("NNP",)) or morphemes.is_unknown(at, at + length)
    )
    return noun and not _THING_BEFORE.search(text, max(0, cue - 14), cue)


def _is_introduced(name: str, word: Word, morphemes: Morphemes) -> bool:
    if name in LONGER or name in NOUNS or is_word_and_particle(name) or is_place(name):
        return False
    if name in FOREIGN or name in USUAL or morphemes.is_name(word.start, word.end):
        return True
    tags = morphemes.tags(word.start, word.end)
    if any(tag[0] in "EJV" for tag in tags) and given_of(name) not in USUAL:
        return False
    if len(name) == 2:
        full = name[0] in FREQUENT and bool(given_of(name))
        likely = (could_be_given(name) or full) and not name.endswith(("지", "라", "데"))
        return likely and not morphemes.is_noun(word.start, word.end)
    return bool(given_of(name))


_LATIN = re.compile(
    r"(?<![A-Za-z0-9@._/-])([A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}|[A-Z])(?= ?[가-힣])"
)
_LATIN_USUAL = words_of(
    """
    Aaron Adam Alan Albert Alex Alexander Alice Amanda Amy Andrea Andrew Andy Angela Anna Anne
    Anthony Ashley Ben Benjamin Bob Brian Bruce Carl Carlos Carol Catherine Charles Charlie Chloe
    Chris Christina Christine Christopher Claire Daniel Danny David Dave Diana Diego Dennis Donna
    Dorothy Edward Elena Elizabeth Emily Emma Eric Erik Eva Frank Fred Gary George Gina Grace
    Hannah Harry Helen Henry Ian Isabel Jack Jacob James Jane Jason Jean Jeff Jennifer Jenny
    Jeremy Jessica Jim Joan Joe John Johnny Jonathan Joseph Joshua Juan Julia Julie Justin Karen
    Kate Katherine Kathy Kelly Ken Kenneth Kevin Kim Larry Laura Lauren Leo Leon Linda Lisa Louis
    Lucas Lucy Luke Margaret Maria Marie Mark Martha Martin Mary Matt Matthew Megan Michael
    Michelle Mike Mohammed Monica Nancy Natalie Nicole Nick Nicholas Oliver Olivia Oscar Pamela
    Patricia Patrick Paul Peter Philip Priya Rachel Raj Ralph Rebecca Richard Robert Robin Roger
    Ronald Rose Ruth Ryan Sally Sam Samantha Samuel Sandra Sara Sarah Scott Sean Sharon Simon
    Sophia Sophie Stephanie Stephen Steve Steven Sue Susan Teresa Thomas Tim Timothy Tina Todd Tom
    Tony Victor Victoria Vincent Walter Wendy William Yuki Zoe Nguyen Tran Singh Kumar Patel
    Tanaka Suzuki Sato Smith Johnson Brown Miller Wilson Park Lee Choi Jung Kang
    """
)
_AFTER_LATIN = re.compile(
    r"이?(?:가|는|를|한테|에게|랑|하고|네)(?![가-힣])|이?라는|[은이을의](?![가-힣])"
)
_LATIN_TITLED = re.compile(
    r"(?<![A-Za-z])(?:Dr|Mr|Mrs|Ms|Prof|Professor)\.? ((?:[A-Z][a-z]+)(?: [A-Z][a-z]+)?)"
)
_NAMED = re.compile(
    r"이?라고[,.]|이?라(?:고|는) ?(?:불|부르|하는 (?:분|친구|사람)|분|친구|사람|인도|중국|미국|"
    r"계시|있)|이가|이한테|이?한테|님|께서|께"
)


_LATIN_NAME = re.compile(r"[^\W\d_가-힣]{2,}(?:[ -][^\W\d_가-힣]{1,}){0,3}")
_CUE_FOR_LATIN_NAME = re.compile(
    r"(?:이름은|이름이|성함은|성함이|본명은|본명이|성은|성이) (?:그 |뭐 )?(?=[^\W\d_가-힣])"
)
_CUE_FOR_LATIN = re.compile(
    r"(?:이름은|이름이|성함은|성함이|본명은|본명이|성이|성은|이름) (?:그 |뭐 )?$"
)


def latin(text: str) -> Iterator[Candidate]:
    """Names and initials in Latin letters before a Korean title: Kevin 과장, K 주무관."""
    for titled in _LATIN_TITLED.finditer(text):
        yield Candidate(titled.start(1), titled.end(1), Kind.PERSON, "Latin name", CERTAIN)
    for cue in _CUE_FOR_LATIN_NAME.finditer(text):
        name = _LATIN_NAME.match(text, cue.end())
        if name:
            yield Candidate(name.start(), name.end(), Kind.PERSON, "Latin name", CERTAIN)
    for name in _LATIN.finditer(text):
        if name.group() in _LATIN_USUAL and _AFTER_LATIN.match(text, name.end()):
            yield Candidate(name.start(), name.end(), Kind.PERSON, "Latin name", LIKELY)
            continue
        at = name.end() + (text[name.end()] == " ")
        word = rest_of_word(text, at)
        end = title_end(text, at, at + len(word))
        title = text[at:end]
        initial = len(name.group()) == 1
        office = title.removesuffix("님") in OFFICES or title in AFTER_SURNAMES
        if title and (office if initial else title not in ("군", "양", "프로", "담당")):
            if not initial or title != "프로":
                yield Candidate(name.start(), name.end(), Kind.PERSON, "Latin name", CERTAIN)
        elif not initial and _CUE_FOR_LATIN.search(text, max(0, name.start() - 12), name.start()):
            yield Candidate(name.start(), name.end(), Kind.PERSON, "Latin name", CERTAIN)
        elif not initial and " " not in name.group() and _NAMED.match(text, name.end()):
            yield Candidate(name.start(), name.end(), Kind.PERSON, "Latin name", LIKELY)


_ANY_SURNAME = "".join(sorted(SURNAMES))
_HIDDEN_NAME = re.compile(
    rf"(?<![가-힣\w])(?:[{_ANY_SURNAME}](?:[{MASK}]{{1,3}}(?![가-힣{MASK}])|[{MASK}][가-힣]|"
    rf"[{MASK}]{{2,3}}|[가-힣][{MASK}]|OO|XX|ㅇㅇ|ㅁㅁ|00|__)|"
    rf"[{MASK}]{{1,2}}[가-힣]{{1,2}}(?= ?(?:씨|님|주무관|과장|팀장))|"
    rf"[{MASK}]{{2,3}}(?= ?(?:씨|님|주무관|과장|팀장|선생)))(?![\d{MASK}])"
)
_SURNAME_AND_SOMETHING = re.compile(
    rf"(?<![가-힣])([{_ANY_SURNAME}]) ?(?:뭐시기|머시기|거시기|아무개|뭐더라|뭐라더라|뭐라는|"
    rf"뭐였|뭐(?= 하는|[,.])|모(?= ?(?:씨|여인|할머니|할아버지|어르신|군 |양 |과장|팀장|의원|"
    rf"경위|경사|대표|교수))|"
    r"모라는|누구였)"
)
_SURNAME_SAID = re.compile(
    rf"(?<![가-힣])성(?:이|은|씨가|씨는|도)[ ,]{{1,2}}(?:(?:진짜|그|뭐|저|음|어|"
    rf"또)[ ,]{{1,2}}){{0,2}}"
    rf"([{_ANY_SURNAME}]|{'|'.join(sorted(TWO_SYLLABLES))})"
    r"(?:씨|가|씨네)?(?=라예|라꼬|여[. ,]|이여|유[. ,]|이유|이쥬|라우|예요|이에요|인데|이고|이라|"
    r"인 |입니다|래요|라서|라고|였|이었|거든|"
    r"이거든|이죠|"
    r"이야|요[.,]|[.,])"
)


_VIETNAMESE = re.compile(
    r"(?<![가-힣])(?:(?:응우옌|응웬|구엔|쩐|팜|부이|응오|즈엉|호앙|보|레|판|딘|당|도|부|호) "
    r"(?:티|반|득|꽝|쑤언|응옥|타인|꾸옥|흐우|후)(?: (?!씨|님|군|양)"
    r"(?:[가-힣]{1,3}?(?=이라고|이라는|이에요|이야)|[가-힣]{1,3})(?= ?(?:씨|님|"
    r"[이은는가랑,.?!]|예요|이에요|이라고|라고)))?"
    r"|(?:응우옌|응웬|구엔|쩐|팜|부이|즈엉) ?티 ?[가-힣]{1,2}(?=[,.?!\n ]|씨|이(?!번|용|동)|을|를)"
    r"|(?:응우옌|응웬|구엔|즈엉)(?=[!?.,]|이|은|씨)"
    r"|(?:응우옌|응웬|구엔|쩐|팜|부이|응오|즈엉|호앙) (?!씨|님|군|양)[가-힣]{1,3}(?= ?(?:씨|님|"
    r"[이은는가,.?!]|예요|이에요|이라고|라고)))"
)


def foreign(text: str) -> Iterator[Candidate]:
    """Vietnamese names of two or three words: 응우옌 티 란."""
    for match in _VIETNAMESE.finditer(text):
        yield Candidate(*match.span(), Kind.PERSON, "Vietnamese name", CERTAIN)


def hidden(text: str) -> Iterator[Candidate]:
    """Names of which the transcriber hid a part: 김○○, 이*정."""
    for match in _HIDDEN_NAME.finditer(text):
        yield Candidate(*match.span(), Kind.PERSON, "hidden name", CERTAIN)


def surnames_said(text: str) -> Iterator[Candidate]:
    """Surnames that are said to be one: 성이 피예요, 최 뭐시기라는 분."""
    for match in _SURNAME_SAID.finditer(text):
        yield Candidate(*match.span(1), Kind.PERSON, "surname that is said", CERTAIN)
    for match in _SURNAME_AND_SOMETHING.finditer(text):
        if match.group(1) not in _NOT_ALONE:
            yield Candidate(*match.span(1), Kind.PERSON, "surname and something", CERTAIN)


_NOT_ALONE = frozenset(
    "이그저한전현각신구총부주원본당두세네몇온제내우반첫새옛맨모뭐또더안못수번은도가만"
)
