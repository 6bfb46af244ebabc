"""Names that the sentence says are names: by-names, parts of names, initials."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.generic import is_generic
from toolkit.language.identifiers.ko.lookalikes import LONGER, NOUNS
from toolkit.language.identifiers.ko.people.abroad import FOREIGN
from toolkit.language.identifiers.ko.people.native import NATIVE
from toolkit.language.identifiers.ko.people.shapes import AMBIGUOUS, CERTAIN, LIKELY, TITLES
from toolkit.language.identifiers.ko.people.surnames import (
    FREQUENT,
    SURNAMES,
    USUAL,
    could_be_given,
    given_of,
)
from toolkit.language.identifiers.ko.places_list import COUNTRIES, is_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.identifiers.ko.words import Morphemes

_LETTERS = re.compile(
    r"(?<![ㄱ-ㅎㅏ-ㅣ가-힣])([ㄱ-ㅎ]{2,3})(?=(?: ?(?:님|씨|쌤|샘|형|언니|누나|오빠|과장|팀장|"
    r"대리|주임|주무관)"
    r"|이?라고|이?라는|이?(?:가|는|랑|한테|에게|네)|은 |이 )(?![ㄱ-ㅎ]))"
)
_LETTERS_OF_CHAT = frozenset(
    ["ㅇㅋ", "ㅇㅈ", "ㄱㅅ", "ㅊㅋ", "ㅅㄱ", "ㄹㅇ", "ㄴㄴ", "ㅇㅇ", "ㄱㄱ", "ㅎㅇ"]
)
_TWO_SURNAMES = re.compile(
    r"(?<![가-힣])(남궁|황보|제갈|독고|선우|서문)"
    r"(?=입니다|이에요|이요|이라|이고|인데|이었|이라예|이여|[.,?!\n]| 뭐| 씨|이란|이 두|$)"
)
_SYLLABLES = re.compile(
    r"(?<![가-힣])([가-힣]) ?자,? (?:에 )?([가-힣]) ?자(?=[를가는도만로]?[ ,.]|예요|세요|십니|쓰)"
)
_EXPLAINED = re.compile(
    r"(?<![가-힣])([가-힣])(?:이에요|예요|입니다|이요|요|이고|"
    r"라고)[,.] [가-힣]{1,5} \1 ?자(?![가-힣]{2})"
)
_ONE_SYLLABLE = re.compile(
    r"(?:이름(?:은|이|도)|외자(?:예요|라서|로|에요)?|성함은)[ ,.]{1,2}(?:그냥 |외자 |외자로 )?"
    r"([가-힣])(?=[.,]|이에요|이요|입니다|이고|이라|예요|고요|이었|이란)"
)
_SAID_ONCE_MORE = r"[.,]{{1,2}} (?:그냥 |네 |예 )?({})(?=[.,]|이에요|요[.,])"
_FOR_THE_TALK = re.compile(
    r"(?<![가-힣])([가-힣]{2,4}?)(?:씨)?이?라고 ?(?:합시다|할게요|할께요|하죠|하지요|해 ?두|치죠|"
    r"칩시다|"
    r"칠게요|부를게요|부르겠|하겠습)"
)
_BY_NAME = re.compile(
    r"(?:별명[이은]|별칭[이은]|애칭[이은]|닉네임[이은]|별호[가는])[ ,]{1,2}(?:그 |뭐 |원래 |또 )?"
    r"[\"'“‘「]?([가-힣]{2,5}?)[\"'”’」]?(?=이었|였|이에요|예요|이고|이라|라고|라서|인데|이죠|"
    r"래요|입니다)"
)
_CALLED_BY = re.compile(r"[\"'“‘「]([가-힣]{2,5})[\"'”’」]이?라고(?:들|도|만|요)? ?(?:불|부르)")


def called(text: str, morphemes: Morphemes) -> Iterator[Candidate]:
    """Names that the words around say are names, whatever syllables they have."""
    yield from _sirs(text, morphemes)
    yield from _surnames(text)
    for match in _LETTERS.finditer(text):
        if len(set(match.group(1))) > 1 and match.group(1) not in _LETTERS_OF_CHAT:
            yield Candidate(*match.span(1), Kind.PERSON, "first letters", CERTAIN)
    for match in _TWO_SURNAMES.finditer(text):
        yield Candidate(*match.span(1), Kind.PERSON, "surname of two syllables", LIKELY)
    for match in _SYLLABLES.finditer(text):
        if all(_is_syllable(match.group(group)) for group in (1, 2)):
            yield Candidate(*match.span(1), Kind.PERSON, "syllable of a name", LIKELY)
            yield Candidate(*match.span(2), Kind.PERSON, "syllable of a name", LIKELY)
    for match in _EXPLAINED.finditer(text):
        yield Candidate(*match.span(1), Kind.PERSON, "syllable of a name", LIKELY)
    for match in _ONE_SYLLABLE.finditer(text):
        noun = not morphemes.known or morphemes.tag_from(match.start(1))[:1] == "N"
        if noun and match.group(1) not in _NO_SYLLABLE:
            yield Candidate(*match.span(1), Kind.PERSON, "name of one syllable", LIKELY)
            again = re.compile(_SAID_ONCE_MORE.format(match.group(1))).match(text, match.end(1))
            if again:
                yield Candidate(*again.span(1), Kind.PERSON, "name of one syllable", LIKELY)
    for match in _FOR_THE_TALK.finditer(text):
        name, start = match.group(1), match.start(1)
        if _is_for_the_talk(name, start, match.end(1), morphemes):
            yield Candidate(*match.span(1), Kind.PERSON, "name for the talk", LIKELY)
    for pattern in (_BY_NAME, _CALLED_BY):
        for match in pattern.finditer(text):
            if _is_by_name(match.group(1), *match.span(1), morphemes):
                yield Candidate(*match.span(1), Kind.PERSON, "by-name", LIKELY)


_SIR = re.compile(r"(?<![가-힣])([가-힣]{2,4}) 님(?=[^가-힣]|이|은|한테|께|도|을|의|하고|이랑|$)")
_IS_THE_NAME = re.compile(
    r"(?<![가-힣])([가-힣]{2,3}) ?(?:이|가) 이름이(?:에요|고|었|라|야|죠|여|유)"
)


def _sirs(text: str, morphemes: Morphemes) -> Iterator[Candidate]:
    """Names before 님 that stands apart, and before 가 이름이에요."""
    for pattern in (_SIR, _IS_THE_NAME):
        for match in pattern.finditer(text):
            name, (start, end) = match.group(1), match.span(1)
            if _is_for_the_talk(name, start, end, morphemes) or (
                name in USUAL and name not in NOUNS
            ):
                yield Candidate(start, end, Kind.PERSON, "name and 님", LIKELY)


_STEMS = "".join(sorted(FREQUENT))
_SURNAME_ALONE = re.compile(
    rf"(?<![가-힣])(?:([{_STEMS}]) ?(?:PM|PD|PL|TL|CTO|CEO|CIO|CISO|DBA|VP)(?![A-Za-z])"
    rf"|미스(?:터)? ?([{_STEMS}])(?=이|가 |은 |는 |한테|[,. ])|([{_STEMS}])가(?=네 |"
    rf" 놈| 양반))"
)
_SURNAME_OR = re.compile(
    rf"(?<![가-힣])([{_STEMS}])(?:씨)?(?:인가|이었나|였나|"
    rf"인지) (?:아니면 )?([{_STEMS}])(?:씨)?(?:인가|이었나|였나|인지)"
)
_SPACED = re.compile(
    rf"(?<![가-힣])([{_STEMS}] ([가-힣]) ([가-힣]))(?=이?라고|이?라는|[,.]|예요|이에요|입니다)"
)
_LETTERS_AND_SIR = re.compile(
    r"(?<![A-Za-z0-9])(?!PM|PD|PL|TL|VP|AI|IT|HR|PC|CS|QA)([A-Z]{2})(?=님(?:[^가-힣]|"
    r"[이은한께도을의]))"
)


def _surnames(text: str) -> Iterator[Candidate]:
    """Surnames before a title in Latin letters, behind 미스, and of which one is the right one."""
    for match in _SURNAME_ALONE.finditer(text):
        span = match.span(match.lastindex or 0)
        polite = text.startswith("님", match.end())
        if polite or text[span[0]] not in "이그저한전현각신총부주원본당우" or match.lastindex == 2:
            yield Candidate(*span, Kind.PERSON, "surname and title", LIKELY)
    for match in _SURNAME_OR.finditer(text):
        yield Candidate(*match.span(1), Kind.PERSON, "one of two surnames", LIKELY)
        yield Candidate(*match.span(2), Kind.PERSON, "one of two surnames", LIKELY)
    for match in _SPACED.finditer(text):
        if match.group(2) + match.group(3) in USUAL:
            yield Candidate(*match.span(1), Kind.PERSON, "name with blanks", LIKELY)
    for match in _LETTERS_AND_SIR.finditer(text):
        yield Candidate(*match.span(1), Kind.PERSON, "initials and 님", LIKELY)


_NO_SYLLABLE = frozenset("뭐왜그저이참또더안못꼭잘좀다요네두한세나너걔")


def _is_syllable(syllable: str) -> bool:
    """Whether a syllable can be one of a name of two that is spelled."""
    return (
        syllable in SURNAMES or could_be_given(syllable + "수") or could_be_given("수" + syllable)
    )


def _is_for_the_talk(name: str, start: int, end: int, morphemes: Morphemes) -> bool:
    """Whether a name that the speaker gives somebody for the talk is the name of a person."""
    if name in TITLES or name in LONGER or is_generic(name) or is_place(name) or name in COUNTRIES:
        return False
    if name in FOREIGN or name in NATIVE or morphemes.is_name(start, end):
        return True
    if len(name) == 2:
        return (name in USUAL or could_be_given(name)) and name not in AMBIGUOUS
    return bool(given_of(name)) and (given_of(name) in USUAL or name[:2] not in NOUNS)


def _is_by_name(name: str, start: int, end: int, morphemes: Morphemes) -> bool:
    """Whether a by-name is no ordinary word: a surname with something, or a strange noun."""
    if name.removesuffix("님") in TITLES or name in LONGER or is_generic(name) or is_place(name):
        return False
    if morphemes.is_name(start, end) or morphemes.is_unknown(start, end):
        return name not in COUNTRIES
    tags = morphemes.tags(start, end)
    odd = len(tags) > 1 and not any(tag[0] in "JEV" for tag in tags)
    return len(name) in (3, 4) and name[0] in FREQUENT and name[:2] not in NOUNS and odd
