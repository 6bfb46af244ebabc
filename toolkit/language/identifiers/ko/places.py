"""Places in Korean texts: from lists, and by what their names end in."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.generic import is_generic
from toolkit.language.identifiers.ko.lookalikes import LONGER, NOUNS
from toolkit.language.identifiers.ko.people.surnames import could_be_given
from toolkit.language.identifiers.ko.place_words import (
    BUILDINGS_BY_LENGTH,
    GENERIC_BUILDINGS,
    NOT_FACES,
    NOT_QUARTER_ENDS,
    NOT_QUARTERS,
    NOT_STATION_ENDS,
    NOT_STATIONS,
    NOT_VILLAGES,
    PRODUCTS,
    WEAK_BUILDINGS,
)
from toolkit.language.identifiers.ko.places_list import (
    CITIES_AND_WORDS,
    CLEAR,
    COUNTRIES,
    DISTRICTS,
    PROVINCES,
    QUARTERS,
    UNCLEAR,
    is_division,
    is_place,
)
from toolkit.language.identifiers.ko.words import begins_word, is_tail, rest_of_word, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.language.identifiers.ko.words import Morphemes, Word

_CERTAIN, _LIKELY, _WEAK = 75, 60, 40


_LONGEST = 14
_MOVES = re.compile(
    r"(?:에서|에서는|에서도) ?(?:왔|오[셔신]|온|태어|살|자라|자랐|근무|일하|일했|시작|내려|내렸|"
    r"출발|올라|학교|나왔|나고|대학|전학|전근|사는|지내|만나|만났|열린|했던|한 번|농사|"
    r"택시|버스|기차|KTX)|"
    r"까지 ?(?:갔|가[서는고요]|와|왔|올라|내려|두|세|한|찾아)|에 ?(?:살|사는|사시|사세|내려|"
    r"있[는어었을]|가[서면셔다]|갔|다녀|도착|계[시신셔]|들|집)|"
    r"(?:으로|로) ?(?:이사|옮|내려|발령|출장|전근|갔|가[서는셨신고]|전학|귀농|올라|돌아|출퇴)|"
    r"쪽| (?:밑에|밑|위에|뒤에|뒷골목|근처|부근|일대|입구|골목|바닷가|앞바다|들녘|언덕)|라는 "
    r"(?:데|곳|동네|마을|섬)|이라는 (?:데|곳|동네|마을|섬)|출신|토박이|사람|사는|사세요|살아요|"
    r"갔다가|읍내|시내|역 "
)
_EXIT = re.compile(r" ?\d{1,2}번 ?출구")
_AT_PLACE = re.compile(r"(?:에서|까지|으로|에) ")
_OF_TOWNSHIP = re.compile(r" ?(?:사무소|[가-힣]{2,3}리(?![가-힣]))")
_BLOCK = re.compile(r" ?\d{1,4}동 ?\d")
_TO_OR_FROM = re.compile(r"에서|까지|으로|로| ?쪽")
_NEAR = re.compile(
    r"(?:에서|에|으로|까지|이라는)? ?(?:\d|[일이삼사]번|내[리려]|앞|근처|출구|타|갈아|"
    r"환승|옆|뒤|부근|가|도착|출발|만)"
)
_SAID_PLACE = re.compile(r"이?라는 (?:데|곳|동네|마을|섬|고장)|이?라고[,.]")
_AS_A_NAME = re.compile(r"이(?:가|는|를|의|도|만|한테|에게|하고)")
_WHERE = re.compile(
    r"(?:에서|으로|로|까지|에|쪽|이라는|라는|이고|인데|이요|요|예요|이에요|에도|에만|의 |,|\.)"
)
_HOME = re.compile(
    r"(?:고향이|고향은|본가가|친정이|시댁이|집이|사는 데가|사는 곳이|본적이|출신지는)[ ,]{1,2}"
    r"(?:[가-힣]{1,3}[ ,]{1,2})?$"
)


def places(text: str, words: Sequence[Word], morphemes: Morphemes) -> Iterator[Candidate]:
    """Places of every kind; longer ones that contain shorter ones are proposed too."""
    for number, word in enumerate(words):
        if not begins_word(text, word.start):
            continue
        previous = words[number - 1] if number else None
        after_region = (
            previous is not None
            and text[previous.end : word.start] == " "
            and _is_region(previous, words[number - 2] if number > 1 else None, morphemes)
        )
        length, strength = _length(text, word, after_region, morphemes)
        if length:
            yield Candidate(word.start, word.start + length, Kind.PLACE, "place", strength)


def _is_region(word: Word, previous: Word | None, morphemes: Morphemes) -> bool:
    """Whether a word is a region that the name of a smaller one can follow."""
    if is_place(word.text):
        return True
    if len(word.text) < 3 or word.text[-1] not in "읍면" or word.text in NOT_FACES:
        return False
    if morphemes.is_name(word.start, word.end):
        return True
    return previous is not None and is_place(previous.text)


def _length(text: str, word: Word, after_region: bool, morphemes: Morphemes) -> tuple[int, int]:
    """The length of the place that a word begins with, 0 if none, and how strong that is."""
    for length in stems(word.text, _LONGEST):
        name, rest = word.text[:length], word.text[length:]
        if name in COUNTRIES:
            continue
        if _AS_A_NAME.match(rest) or (rest.startswith("역") and is_tail(rest[1:])):
            continue
        if name in ("혁신도시", "더치페이") or word.text.startswith("고양이"):
            return 0, 0
        if is_place(name):
            if _is_listed(text, word, length, morphemes):
                return length, _CERTAIN
            continue
        if name in UNCLEAR and _is_unclear(text, word, length, after_region, morphemes):
            return length, _LIKELY
        if name in NOUNS or name in LONGER:
            continue
        if after_region and _SAID_PLACE.match(text, word.start + length) and not is_generic(name):
            return length, _LIKELY
        if _ends_as_place(text, word, length, after_region, morphemes):
            return length, _LIKELY
        if _is_building(text, word, length, morphemes):
            return length, _LIKELY
        if (
            after_region
            and _is_proper(word, length, morphemes)
            and _WHERE.match(text, word.start + length)
            and name not in PRODUCTS
            and not is_generic(name)
        ):
            return length, _WEAK
        if _is_unknown(text, word, length, morphemes):
            return length, _WEAK
    return 0, 0


def _is_listed(text: str, word: Word, length: int, morphemes: Morphemes) -> bool:
    """Whether a place of the lists is no common noun here."""
    end = word.start + length
    whole = morphemes.end_from(word.start) - word.start
    if morphemes.tag_from(word.start) in ("NNG", "MAG", "XR", "VA", "VV") and (
        (whole > length and not text.startswith("서", end))
        or morphemes.tag_from(end) in ("XSA", "XSV")
    ):
        return False
    if text.startswith("말로", end) or (word.text[:length] in PROVINCES and length > 2):
        return True
    if morphemes.known and morphemes.tags(word.start, end) in (("NNG",), ("MAG",)):
        return is_division(word.text[:length]) or _MOVES.match(text, end) is not None
    return True


def _ends_as_place(
    text: str, word: Word, length: int, after_region: bool, morphemes: Morphemes
) -> bool:
    """Whether a word ends in 동, 역, 읍, 면, 리, 시, 군 or 구 and is a place."""
    name, end = word.text[:length], word.start + length
    proper = _is_proper(word, length, morphemes)
    last = name[-1]
    if last == "동" and length <= 5:
        if name in NOT_QUARTERS:
            return False
        if name.endswith(NOT_QUARTER_ENDS) and not (proper or after_region):
            return False
        return (
            after_region or proper or (not morphemes.known and _MOVES.match(text, end) is not None)
        )
    if last == "역":
        if name in NOT_STATIONS:
            return False
        if _EXIT.match(text, end):
            return length > 2
        if name[:-1] in QUARTERS:
            return True
        if name.endswith(("단지역", "입구역", "대역", "청역")):
            return length > 3
        if name.endswith(NOT_STATION_ENDS) and not proper:
            return False
        return proper or (length > 2 and _NEAR.match(text, end) is not None)
    if last == "읍":
        return length >= 3 or (proper and name != "도읍")
    if last == "면":
        if length < 3 or name in NOT_FACES or name[-2:] in NOT_FACES:
            return False
        # An ending of a verb, as in 하면, takes no particle of place.
        if _AT_PLACE.match(text, end) and not is_generic(name[:-1]):
            return name[:-1] not in NOUNS
        return after_region or proper or _OF_TOWNSHIP.match(text, end) is not None
    if last == "리":
        return (
            length >= 3
            and name not in NOT_VILLAGES
            and (proper or after_region)
            and not name.endswith(("처리", "관리", "정리", "거리", "자리"))
        )
    if last in "시군구" and length >= 3:
        return (
            proper
            and not is_generic(name)
            and not name.endswith(("연구", "도시", "친구", "가구", "다시"))
        )
    if last in "산강섬봉령" and length == 3 and proper:
        return _MOVES.match(text, end) is not None
    if last == "도" and length >= 3:
        return proper and _MOVES.match(text, end) is not None
    return False


def _is_proper(word: Word, length: int, morphemes: Morphemes) -> bool:
    start, end = word.start, word.start + length
    if morphemes.is_name(start, end):
        return True
    # 송림/NNP + 리/NNG is one name too.
    divided = word.text[length - 1] in "동리읍면역시군구" and length > 2
    return divided and morphemes.tags(start, end) in (
        ("NNP", "NNG"),
        ("NNP", "NNB"),
        ("NNP", "XSN"),
    )


def _is_unclear(
    text: str, word: Word, length: int, after_region: bool, morphemes: Morphemes
) -> bool:
    """Whether a word that can be a place is one here."""
    end = word.start + length
    name = word.text[:length]
    if after_region and (not morphemes.known or _is_proper(word, length, morphemes)):
        return _WHERE.match(text, end) is not None and (
            name in DISTRICTS or name in CITIES_AND_WORDS
        )
    if not _is_proper(word, length, morphemes):
        return _FAR.match(text, end) is not None
    return (
        _MOVES.match(text, end) is not None
        or _FROM.match(text, end) is not None
        or _HOME.search(text, max(0, word.start - 16), word.start) is not None
    )


@lru_cache(maxsize=65536)
def _end_of_building(name: str) -> str:
    return next((end for end in BUILDINGS_BY_LENGTH if name.endswith(end)), "")


def _is_building(text: str, word: Word, length: int, morphemes: Morphemes) -> bool:
    """Whether a word is a named building or site: 우림테크타워."""
    name = word.text[:length]
    suffix = _end_of_building(name)
    if not suffix:
        return False
    stem = name.removesuffix(suffix)
    if suffix in ("신도시", "혁신도시"):
        return stem != "" and len(stem) > 1 and not is_generic(stem)
    if len(stem) < 2 or stem in GENERIC_BUILDINGS or stem in NOUNS or is_generic(stem):
        return suffix == "터미널" and stem in ("동부", "서부", "남부", "북부", "중앙")
    if _BLOCK.match(text, word.start + length):
        return True
    place = any(stem[:size] in CLEAR or is_place(stem[:size]) for size in range(2, len(stem) + 1))
    if place:
        return True
    if not morphemes.known:
        return suffix not in WEAK_BUILDINGS
    tags = morphemes.tags(word.start, word.start + length)
    home = suffix in ("아파트", "빌딩", "오피스텔", "빌라")
    if home and not stem.endswith(("은", "는", "한", "된")):
        return True
    return "NNP" in tags or (len(tags) == 1 and length >= 5 and suffix not in WEAK_BUILDINGS)


def _is_unknown(text: str, word: Word, length: int, morphemes: Morphemes) -> bool:
    """Whether a proper noun of no list stands where places stand."""
    name, end = word.text[:length], word.start + length
    if not _is_proper(word, length, morphemes) or length > 4 or is_generic(name):
        return False
    if name in UNCLEAR or name in COUNTRIES or name in PRODUCTS:
        return False
    if could_be_given(name) and not _TO_OR_FROM.match(text, end):
        return False
    home = _HOME.search(text, max(0, word.start - 16), word.start)
    away = length > 2 and _FROM.match(text, end) is not None and not _NO_PLACE.search(name)
    return _MOVES.match(text, end) is not None or home is not None or away


_NO_PLACE = re.compile(r"(?:[실표법어병서부과팀국원관록증함방장식판앱톡북망단기시])$")
_FROM = re.compile(
    r"에서(?:는|도|요|부터)?[ .,?!]|까지|쪽|에 (?:살|있|사는|가|갔|다녀|내려)|으로 (?:이사|발령|"
    r"내려|출장|출퇴근)|"
    r" (?:가서|내려가|올라가|에 |에서 |쪽|근처|앞|뒤|옆|입구|사거리|시장|터미널|사람|주민|출신|"
    r"골목|동네|사는|사시|살아|안쪽|"
    r"바닷가|"
    r"읍내|다리|고개|토박이|시내|농협|파출소|우체국)"
)
_FAR = re.compile(
    r"까지(?=[^.\n]{0,30}(?:왕복|운전|버스|기차|킬로|걸려|걸리|걸렸|출퇴근|택시|KTX|갔|가서|다녀))"
    r"|에서 (?:왔|오셨|태어|자랐|자라|살았|살다|올라|출퇴근|이사)|(?:으로|로) (?:이사|발령|귀농|"
    r"출퇴근)"
)
_HEADMAN = re.compile(
    r"(?<![가-힣])([가-힣]{2,4})(?= (?:이장|통장|마을 ?회관|경로당|부녀회)(?![가-힣]*들))"
)
_VILLAGE = re.compile(
    r"(?:리|동|골|촌|말|실|터|재|내|평|곡|천|산|포|섬|머리|마을|뜰|들|티|목|여울)$"
)
_NUMBERED_ESTATE = re.compile(r"(?<![가-힣])[가-힣]{2,8}(?:마을|아파트) ?\d{1,2}단지")
_ESTATE = re.compile(r"(?:아파트|\d{1,2}단지|빌라)")


def in_two_words(text: str, words: Sequence[Word]) -> Iterator[Candidate]:
    """Estates of two words: 은행마을 주공아파트."""
    for numbered in _NUMBERED_ESTATE.finditer(text):
        yield Candidate(numbered.start(), numbered.end(), Kind.PLACE, "estate", _CERTAIN)
    for headman in _HEADMAN.finditer(text):
        name = headman.group(1)
        if _VILLAGE.search(name) and name not in NOUNS and not is_generic(name):
            yield Candidate(*headman.span(1), Kind.PLACE, "village of a headman", _WEAK)
    for word, following in pairwise(words):
        if (
            not word.text.endswith("마을")
            or len(word.text) < 4
            or not begins_word(text, word.start)
        ):
            continue
        estate = _ESTATE.search(following.text)
        if (
            text[word.end : following.start] == " "
            and estate
            and is_tail(following.text[estate.end() :])
        ):
            end = following.start + estate.end()
            yield Candidate(word.start, end, Kind.PLACE, "estate", _CERTAIN)


_OF_ADDRESS = re.compile(r"[가-힣]{2,7}[시군구읍면동리](?= )")


def in_addresses(
    text: str, kept: Iterable[Candidate], words: Sequence[Word]
) -> Iterator[Candidate]:
    """Regions that an address names, named again elsewhere."""
    regions: set[str] = set()
    for candidate in kept:
        if candidate.kind is Kind.ADDRESS:
            regions.update(_OF_ADDRESS.findall(text[candidate.start : candidate.end]))
    for word in words if regions else ():
        for length in stems(word.text, 8):
            if word.text[:length] in regions and begins_word(text, word.start):
                yield Candidate(
                    word.start, word.start + length, Kind.PLACE, "region of an address", _LIKELY
                )
                break


def without_suffix(
    text: str, named: Iterable[Candidate], words: Sequence[Word]
) -> Iterator[Candidate]:
    """Places that were named with 읍, 면, 동 or 리, named again without it."""
    places: set[str] = set()
    for place in named:
        name = text[place.start : place.end]
        if 2 <= len(name) <= 4 and place.rule == "place" and name not in CLEAR:
            places.update(name + end for end in "읍면동리" if name[-1] not in "읍면동리시군구역도")
        if len(name) >= 3 and name[-1] in "읍면동리시군구역" and name[:-1] not in NOUNS:
            places.add(name[:-1])
    if not places:
        return
    longest = max(map(len, places))
    for word in words:
        if not begins_word(text, word.start):
            continue
        for length in stems(word.text, longest):
            if word.text[:length] in places:
                end = word.start + length
                other = word.text[:length] in UNCLEAR or could_be_given(word.text[:length])
                if other and not _MOVES.match(rest_of_word(text, end)):
                    continue
                yield Candidate(word.start, end, Kind.PLACE, "place without suffix", _WEAK)
                break
