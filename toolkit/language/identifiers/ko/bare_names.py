"""Names of people that no title marks, in Korean: by their syllables, the analysis and the context.

Evidence is added up; a word that reaches `ENOUGH` is proposed.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.bodies_list import BODIES
from toolkit.language.identifiers.ko.generic import is_generic
from toolkit.language.identifiers.ko.listed import words_of
from toolkit.language.identifiers.ko.lookalikes import FOREIGN, LONGER, NOUNS
from toolkit.language.identifiers.ko.names import (
    AMBIGUOUS,
    CERTAIN,
    CLEAR_NAMES,
    LIKELY,
    NOT_JOINED,
    POSSIBLE,
    TITLES,
    lengths_of_name,
    title_end,
)
from toolkit.language.identifiers.ko.numerals import DIGIT
from toolkit.language.identifiers.ko.places_list import COUNTRIES, is_place
from toolkit.language.identifiers.ko.surnames import (
    FREQUENT,
    RARE,
    TWO_SYLLABLES,
    USUAL,
    could_be_given,
    given_of,
)
from toolkit.language.identifiers.ko.words import Word, begins_word, is_tail, rest_of_word, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.language.identifiers.ko.words import Morphemes

ENOUGH = 3
_AFTER_GIVEN = re.compile(r"이(?:가|는|를|의|도|만|네|한테|에게|하고|랑|보다|처럼|까지|야|께)")
_PERSON_PARTICLE = re.compile(
    r"이?(?:한테|에게|께서|께)|(?:이?랑|하고) (?:저|나|둘|같이|셋|통화|얘기)"
)
_CALLED = re.compile(
    r"이?라(?:고|는) ?(?:하는 ?)?(?:불|부르|계[시셨]|분|친구|사람|아이|애|동기|후배|선배|동생|"
    r"직원|젊|여자|남자|제 |우리 |있[는어었]|"
    r"[가-힣]{1,6}(?:에서 온|하는|하던|있던) (?:분|친구|사람|애))|이?라고[,.]"
)
_VERB = re.compile(r"는|고|면|지|니|던|기|여|게|려|다|며|자|냐|든|거|도록|네|라|시|셨|신")
"""Endings that follow 하, so that 정하고 is a verb."""
_CALL = re.compile(r"[아야](?=[ ]?[,!~?\"'”’.]|\s)")
_PERSON_BEFORE = re.compile(
    r"(?:친구|동기|선배|후배|막내|조카|아들|딸|남편|동생|직원|누나|언니|오빠|담임|실무자|담당자|"
    r"분은|분이|그 친구|아이|애)"
    r"[가-힣]{0,6}[ ,.]{1,3}(?:[가-힣]{1,4}[ ,]{1,2}){0,2}$"
)
_NAME_CUE = re.compile(
    r"(?:이름|성함|본명|실명|예금주|성명)(?:은|는|이|가|을|도|만)?[ ,.]{1,3}"
    r"(?:(?:진짜|그|저|어|음|뭐|뭐더라|아마|아|그게|그러니까|원래|또|다|바로)[ ,.]{1,3}){0,3}$"
)
_PERSON_AFTER = re.compile(
    r" (?:누나|언니|오빠|형|선배|후배|엄마|아빠|어머니|아버지|할머니|할아버지|그 친구|걔|얘|"
    r"이 친구|본인)"
)
_NO_LABELS = words_of(
    """
    질문 답변 면접자 면담자 응답자 참여자 참가자 연구자 진행자 사회자 조사자 제보자 전문가 기자
    간호사 교사 메모 참고 날짜 장소 일시 문 답 나 주제 제목 대상 시간 내용 요약 인터뷰어 인터뷰이
    구술자 채록자 기록 비고 주민 공무원 의사 학생 환자 담당자 연구원 과장 팀장 국장 주무관 사무관
    교수 박사 대표 위원 위원장 모두 일동 남자 여자 남성 여성 통역 통역사 보호자 상담사 상담자
    내담자 강사 발표자 토론자 청중 면담 인터뷰 녹취 전사 주 소속 직책 성별 나이 경력 기관 부서
    출처 이유 방법
    """
)
_LABEL = re.compile(
    r"^[^\S\n]*(?:\[?\(?\d[\d:.,\-> ]*\]?\)?[^\S\n]*)?([가-힣]{2,5})"
    r"(?:[^\S\n]?\([^)\n]{1,20}\))?[^\S\n]*[:：]",
    re.MULTILINE,
)


def labels(text: str) -> Iterator[Candidate]:
    """Full names that are the labels of speakers at the beginning of lines."""
    seen: dict[str, int] = {}
    matches = list(_LABEL.finditer(text))
    for match in matches:
        seen[match.group(1)] = seen.get(match.group(1), 0) + 1
    for match in matches:
        name = match.group(1)
        if name in _NO_LABELS or name in LONGER or not _is_label(name, seen[name]):
            continue
        yield Candidate(match.start(1), match.end(1), Kind.PERSON, "speaker label", CERTAIN)


def _is_label(name: str, times: int) -> bool:
    if name in FOREIGN or (given_of(name) in USUAL and name not in AMBIGUOUS):
        return True
    if len(name) == 2:
        return name in USUAL and (name not in AMBIGUOUS or times > 1)
    return bool(given_of(name)) and times > 1


def after_titles(text: str, words: Sequence[Word], morphemes: Morphemes) -> Iterator[Candidate]:
    """Full names that follow a title, as in 팀장 이수진."""
    for word, following in pairwise(words):
        if text[word.end : following.start] != " ":
            continue
        if title_end(text, word.start, word.end) != word.end and not _ends_in_office(word.text):
            continue
        if word.text.endswith("님") or word.text in ("씨", "군", "양", "형", "친구", "기사"):
            continue
        for length in (3, 4, 2):
            name = following.text[:length]
            if len(name) < length or not is_tail(following.text[length:]):
                continue
            stem = Word(following.start, following.start + length, name)
            if _evidence(text, stem, morphemes) >= ENOUGH - (length > 2) and given_of(name):
                yield Candidate(stem.start, stem.end, Kind.PERSON, "title and name", CERTAIN)
                break


def _ends_in_office(word: str) -> bool:
    return word.endswith(
        ("담당자", "책임자", "관리자", "팀장", "과장", "국장", "실장", "소장", "센터장")
    )


def alone(text: str, words: Sequence[Word], morphemes: Morphemes) -> Iterator[Candidate]:
    """Full and given names with enough evidence from the syllables, the analysis, the context."""
    for word in words:
        if not begins_word(text, word.start):
            continue
        likely = stems(word.text, 6)
        if not likely:
            continue
        for length in _lengths(word, morphemes):
            if length not in likely:
                continue
            stem = Word(word.start, word.start + length, word.text[:length])
            if _evidence(text, stem, morphemes) >= ENOUGH:
                yield Candidate(stem.start, stem.end, Kind.PERSON, "name alone", POSSIBLE)
                break


def _lengths(word: Word, morphemes: Morphemes) -> Iterable[int]:
    """The lengths that a name at the beginning of a word can have, the likeliest first."""
    lengths = lengths_of_name(word.text[:5])
    if word.text[:2] not in TWO_SYLLABLES:
        lengths = tuple(length for length in lengths if length < 4)
    proper = length_of_proper(word, morphemes)
    if word.text[:proper] in FOREIGN or 2 < proper < 7:
        lengths = (proper, *lengths) if word.text[:proper] in FOREIGN else (*lengths, proper)
    return [length for length in lengths if length <= len(word.text)]


def length_of_proper(word: Word, morphemes: Morphemes) -> int:
    """The length of the foreign name or proper noun that a word begins with."""
    if morphemes.tag_from(word.start) == "NNP":
        return min(morphemes.end_from(word.start), word.end) - word.start
    return next((n for n in range(min(7, len(word.text)), 1, -1) if word.text[:n] in FOREIGN), 0)


def _evidence(text: str, stem: Word, morphemes: Morphemes) -> int:
    """How much speaks for a stretch at the beginning of a word being a name."""
    name = stem.text
    if (
        name in LONGER
        or name in TITLES
        or name in BODIES
        or is_place(name)
        or name in TWO_SYLLABLES
    ):
        return 0
    if all(char in DIGIT for char in name) and given_of(name) not in USUAL:
        return 0
    rest = rest_of_word(text, stem.end)
    tags = morphemes.tags(stem.start, stem.end)
    proper = tags == ("NNP",)
    if morphemes.is_unknown(stem.start, stem.end) or (
        rest[:1] == "이"
        and _closed(name)
        and len(name) == 2
        and morphemes.is_unknown(stem.start, stem.end + 1)
    ):
        return _evidence_of_unknown(text, stem)
    if name in FOREIGN:
        called = _CALLED.match(text, stem.end) is not None
        return ENOUGH if len(name) > 2 or (len(name) > 1 and (proper or called)) else 0
    full = given_of(name) if len(name) > 2 else ""
    short = len(name) == 2
    if short and not could_be_given(name):
        # A surname and one syllable, such as 허윤, only where the words around leave no doubt.
        fits = name[0] in FREQUENT and name[1] in _ALONE and name not in AMBIGUOUS
        if fits and morphemes.known and not is_generic(name):
            whole = len(tags) == 1 and tags[0] in ("NNG", "NNP")
            if (
                whole
                and _STANDS_ALONE.match(text, stem.end)
                and _BEGINS.search(text, max(0, stem.start - 3), stem.start)
            ):
                return ENOUGH
        likely = name[0] in FREQUENT and given_of(name) and name not in AMBIGUOUS
        return _cues(text, stem) + proper if likely and tags != ("NNG",) else 0
    if not full and not short:
        named = proper and not is_generic(name) and name not in COUNTRIES
        return ENOUGH if named and _cues(text, stem) > 1 else 0
    if full and len(name) == 3 and name[:2] in AMBIGUOUS and _is_inflected(name, rest):
        return 0
    if (
        full
        and len(name) == 3
        and name[:2] in NOUNS
        and full not in USUAL
        and _cues(text, stem) < 2
    ):
        return 0
    if short and name[1] == "하" and _VERB.match(rest) and not proper:
        return 0
    if full and name[-1] in "산강" and full not in USUAL:
        return 0
    if short and proper and name not in AMBIGUOUS and not _AT.match(text, stem.end):
        return 0 if is_generic(name) or name in COUNTRIES else ENOUGH
    given = full or name
    score = 1
    if given in USUAL:
        score += 2 if given not in AMBIGUOUS else 1
    if full and name[0] not in FREQUENT:
        score -= 1
    if name in AMBIGUOUS:
        score -= 2
    if (
        full
        and len(name) == 3
        and name[:2] in NOUNS
        and not morphemes.known
        and _cues(text, stem) < 2
    ):
        score -= 1
    cues = _cues(text, stem)
    if morphemes.known and full and not proper and given not in USUAL and _all_nouns(tags):
        return 0
    analysed = _from_analysis(name, tags, proper, morphemes.known)
    if short and analysed < 0 and name in CLEAR_NAMES:
        glued = morphemes.end_from(stem.start) == stem.end + 1 and rest[:1] == "이"
        analysed = 0 if glued and _closed(name) else -1
    if short and not morphemes.known and name in CLEAR_NAMES and rest:
        analysed = 0
    # What is introduced as a name need not be one to the analysis.
    return score + cues + (max(analysed, 0) if full and cues > 1 else analysed)


_ENDING = re.compile(
    r"(?:법|표|실|관|자|증|록|지|팀|과|국|부|서|판|식|용|형|률|율|권|비|료|함|기|률|병|약|제|당|앱|맵|톡|북|폰)$"
)
_OF_PLACES = re.compile(
    r"(?:에서|까지|에|으로|로|쪽|역)(?![가-힣])| (?:사는|사시는|출신|쪽|근처|입구|사람)"
)


_SAID_TO_BE = re.compile(r"이?라(?:는|고)|이?란 | ?(?:소속|다니|다녔|직원|본사|측)")


def unknown(text: str, morphemes: Morphemes) -> Iterator[Candidate]:
    """Nouns of three or more syllables that no dictionary has, beside those that look like people.

    In speech they are mostly names: of bodies, of places, of people from abroad.
    """
    for start, end in morphemes.names_of_length(5):
        name, rest = text[start:end], rest_of_word(text, end)
        whole = begins_word(text, start) and is_tail(rest) and name not in COUNTRIES
        if (
            whole
            and not name.endswith(("에서", "으로", "니아", "리아"))
            and "가" <= name[0] <= "힣"
        ):
            yield Candidate(start, end, Kind.ORGANISATION, "long proper noun", _WEAK)
    for start, end in morphemes.unknown_nouns():
        name = text[start:end]
        if len(name) < 3 or not all("가" <= char <= "힣" for char in name):
            continue
        rest = rest_of_word(text, end)
        if not begins_word(text, start) or not is_tail(rest) or name in LONGER:
            continue
        if name[-1] == "이" and is_tail(name[-1] + rest):
            name, end = name[:-1], end - 1
        heads = (name[:size] for size in range(2, len(name) if len(name) < 5 else 2))
        if is_generic(name) or name in NOUNS | _JARGON or (_ENDING.search(name) and len(name) < 5):
            continue
        if any(head in NOUNS or is_generic(head) for head in heads):
            continue
        place = _OF_PLACES.match(text, end) is not None
        person = _PERSON_PARTICLE.match(text, end) is not None
        long = len(name) > 5 and morphemes.is_name(start, end)
        if not (place or person or long or _SAID_TO_BE.match(text, end)):
            continue
        kind = Kind.PLACE if place else Kind.PERSON if person else Kind.ORGANISATION
        yield Candidate(start, end, kind, "noun of no dictionary", _WEAK)


_WEAK = 30


_JARGON = words_of(
    """
    내선 대직자 에어록 적극행정 안건지 서버실 개별법 깃발 챗봇 브이룩업 피벗 엑셀파일 전산실 수기대장 조나
    피티 피피티 이슈 로그 쿼리 배치 테이블 컬럼 디비 유저 어드민 세션 캐시 슬랙 노션 지라 깃 줌 팀즈 앱
    큐알 오티피 에스엔에스 유튜브 카톡방 단톡방 톡방 밴드 맘카페 키오스크 드론 랜선 유에스비 외장하드
    """
)
"""Words of offices and of their systems that dictionaries lack."""
_ALONE = frozenset("훈준민혁진윤현우빈솔별은원철석건웅율찬호선설결린희섭란옥숙영경휘욱봄샘산강인연")
"""Given names of one syllable."""
_STANDS_ALONE = re.compile(r"[.,?!]|이?(?:에요|예요|요[.,?])|입니다|이?라고")
_BEGINS = re.compile(r"(?:^|[.,?!:\n\"“]) ?$")


def _evidence_of_unknown(text: str, stem: Word) -> int:
    """How much speaks for a noun that is in no dictionary being the name of a person."""
    name = stem.text
    if is_generic(name) or name in COUNTRIES or is_place(name) or name in _JARGON:
        return 0
    if len(name) == 2 and name in NOUNS and name not in USUAL:
        return 0
    if len(name) in (3, 4) and given_of(name):
        noun = _ends_as_noun(name) or (name[-1] in "이가은는도만" and name[:-1] in NOUNS)
        return 0 if noun and given_of(name) not in USUAL else ENOUGH
    alone = len(name) == 2 and bool(given_of(name))
    if len(name) == 2 and (could_be_given(name) or alone) and not _AT.match(text, stem.end):
        return ENOUGH
    noun = _ENDING.search(name) is not None or name[-1] in "원사인님장수생민"
    return ENOUGH if _cues(text, stem) > 1 and not noun else 0


_AT = re.compile(r"에(?![게요])|까지|으로|로 |쪽|역")


def _ends_as_noun(name: str) -> bool:
    """Whether a word is a noun with a syllable that makes another of it: 판단표, 서버실."""
    return name[-1] in "표실관법지증록부과팀장문서비료율권령안별용형식제기" and (
        name[:-1] in NOUNS or is_generic(name[:-1])
    )


def _is_inflected(name: str, rest: str) -> bool:
    """Whether three syllables can be a word of two with its particle or its 하다."""
    return is_tail(name[2:] + rest) or name[2] in "하한해함할했" or name[1:] == "해진"


def _all_nouns(tags: tuple[str, ...]) -> bool:
    """Whether a stretch is made of common nouns that the analysis knows."""
    return bool(tags) and all(tag in ("NNG", "XSN", "XPN", "NNB", "MAG") for tag in tags)


def _from_analysis(name: str, tags: tuple[str, ...], proper: bool, known: bool) -> int:
    if not known:
        return 0 if len(name) > 2 else -1
    if proper:
        return 2 if len(name) > 2 else 1
    if not tags or any(tag[0] in "JEV" or tag in ("XSV", "XSA") for tag in tags):
        return -1 if len(name) > 2 and not tags else -2
    if tags == ("NNG",) or tags == ("MAG",):
        return -1 if len(name) > 2 else -2
    return 0 if len(name) > 2 else -2


def _cues(text: str, stem: Word) -> int:
    """What the words around speak for a name."""
    score = 0
    before = text[max(0, stem.start - 30) : stem.start].rpartition("\n")[2]
    if _NAME_CUE.search(before):
        score += 2
    if _PERSON_BEFORE.search(before):
        score += 1
    if _closed(stem.text) and _AFTER_GIVEN.match(text, stem.end):
        score += 2 if len(stem.text) == 2 else 1
    elif _PERSON_PARTICLE.match(text, stem.end):
        score += 2
    if _CALLED.match(text, stem.end):
        score += 2 if len(stem.text) > 2 else 1
    if _CALL.match(text, stem.end) and len(stem.text) == 2:
        score += 4 if text[stem.end + 1 : stem.end + 2] in (",", "!") and stem.text in USUAL else 1
    if _PERSON_AFTER.match(
        text, stem.end + (_closed(stem.text) and text[stem.end : stem.end + 1] == "이")
    ):
        score += 1
    if before.rstrip(" ")[-1:] in (".", ":", ",", "(", "“", '"') and text[
        stem.end : stem.end + 1
    ] in (".", ",", ")"):
        score += 1
    return score


def _closed(name: str) -> bool:
    return (ord(name[-1]) - 0xAC00) % 28 > 0


_SURNAME_AGAIN = re.compile(r"(?<![가-힣])([가-힣])(?=( ?)([가-힣]{2,9}))")
_DETERMINERS = frozenset("이그저한전현각두세네몇내첫새옛맨제본")
_NOT_TITLES = words_of(
    "통장 시장 의원 이사 기사 감사 대표 담당 지사 주사 소장 감독관 사서 신부 원장 이장 기자"
)
_SYLLABLE = re.compile(r"(?<![가-힣])([가-힣]) ?자(?=[를가는도만] |예요|라고| 못| 안|[,.])")
_LATIN_WORD = re.compile(r"(?<![A-Za-z0-9@._-])[A-Z][A-Za-z]+(?![A-Za-z0-9@_-])")


def repeated(
    text: str, certain: Iterable[Candidate], words: Sequence[Word], morphemes: Morphemes
) -> Iterator[Candidate]:
    """Every further mention of names that are certain, and their given names alone."""
    names: set[str] = set()
    givens: set[str] = set()
    latin: set[str] = set()
    single: set[str] = set()
    for candidate in certain:
        name = text[candidate.start : candidate.end]
        if len(name) < 2:
            single.add(name)
            continue
        if name.isascii():
            latin.update(part for part in name.split() if len(part) > 2)
        elif all("가" <= char <= "힣" for char in name):
            names.add(name)
            if len(name) > 2 and len(given_of(name)) == 2:
                givens.add(given_of(name))
    for match in _LATIN_WORD.finditer(text) if latin else ():
        if match.group() in latin:
            yield Candidate(match.start(), match.end(), Kind.PERSON, "repeated name", LIKELY)
    titled = set(single)
    surnames = {name[0] for name in names if len(name) > 2} | single
    for match in _SURNAME_AGAIN.finditer(text) if surnames else ():
        if match.group(1) in surnames - _DETERMINERS and begins_word(text, match.start()):
            start = match.end() + len(match.group(2))
            title = title_end(text, start, start + len(match.group(3)))
            joined = match.group(1) + text[start:title].removesuffix("님")
            other = not match.group(2) and (joined in TITLES or joined in NOT_JOINED)
            other = other or (not match.group(2) and joined[:2] in NOUNS)
            thing = text[start:title] in _NOT_TITLES and match.group(1) not in titled
            if title > start and not other and not thing:
                yield Candidate(*match.span(1), Kind.PERSON, "surname again", LIKELY)
    for match in _SYLLABLE.finditer(text) if surnames else ():
        verb = morphemes.tag_from(match.start(1))[:1] in ("V", "M", "E")
        if match.group(1) in surnames and not verb:
            yield Candidate(*match.span(1), Kind.PERSON, "syllable of a name", LIKELY)
    longest = max(max(map(len, names), default=0), 3 if givens or names else 0)
    for word in words:
        if not begins_word(text, word.start):
            continue
        for length in stems(word.text, longest):
            name = word.text[:length]
            full = len(name) == 3 and name[1:] in names and name[0] in FREQUENT | RARE
            if name not in names and name not in givens and not full:
                continue
            if full and (name in LONGER or name in NOUNS):
                continue
            if not _is_again(text, word, length, morphemes):
                continue
            end = word.start + length
            strength = LIKELY if name in names else POSSIBLE
            yield Candidate(word.start, end, Kind.PERSON, "repeated name", strength)
            break


_OF_SOMEBODY = re.compile(
    r"(?:이?(?:가|는|도|한테|랑|하고|네)|은|이)(?=[ ,.?!\n\"')])|(?=[,.?!\n\"')])|이?(?:에요|예요|라고|라는|요[.,])|입니다"
)


def _is_again(text: str, word: Word, length: int, morphemes: Morphemes) -> bool:
    """Whether a word that a certain name equals means the person here too."""
    name = word.text[:length]
    if morphemes.at(word.start) and (len(name) == 2 or given_of(name) not in USUAL):
        tags = morphemes.tags(word.start, word.start + length)
        odd = not tags and morphemes.tag_from(word.start)[0] in "VME"
        odd = odd or any(tag[0] in "VEJM" or tag in ("NNB", "XSV") for tag in tags)
        if odd and _cues(text, Word(word.start, word.start + length, name)) < 2:
            return False
    if len(name) > 2 or name not in AMBIGUOUS:
        return True
    if morphemes.is_name(word.start, word.start + length):
        return True
    if morphemes.is_unknown(word.start, word.start + length):
        return True
    if _cues(text, Word(word.start, word.start + length, name)) > 1:
        return True
    if not morphemes.known or morphemes.tags(word.start, word.start + length) != ("NNG",):
        return False
    alone = not morphemes.noun_before(word.start) and not morphemes.noun_at(word.start + length)
    said = morphemes.tag_from(word.start + length) == "VCP"
    return alone and (said or _OF_SOMEBODY.match(text, word.start + length) is not None)
