"""Dates and years that are said to be somebody's birth, in Korean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.numerals import DIGIT, NUMERAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CERTAIN, _LIKELY = 95, 80

_YEAR = rf"(?:(?:19|20)\d\d|'?\d\d|{NUMERAL}{{2,9}})"
_NUMBER = rf"(?:\d{{1,2}}|{NUMERAL}{{1,3}}|유|시)"
_DAY = rf"(?: ?(?:동짓달|섣달|정월)| ?(?:음력 ?)?{_NUMBER} ?월(?:달)?(?: ?{_NUMBER} ?일)?)"
_BORN_YEAR = re.compile(
    rf"(?<![\d가-힣A-Za-z.,])({_YEAR} ?년(?:도)?{_DAY}? ?생)(?![가-힣]*[활산각태물명겨일애전계])"
    rf"(?=[^가-힣]|이|인|입|들|으|은|도|부|까|예|였|요|라|아|과|하|만|가|한|동|친|같|여|남|쥐|"
    rf"소|호|토|용|뱀|말|양|원|닭|개|돼)"
)
_BORN_ANIMAL = re.compile(
    rf"(?<![\d가-힣A-Za-z.,])({_YEAR} ?년 ?(?:쥐|소|호랑이|범|토끼|용|뱀|말|양|원숭이|닭|개|"
    rf"돼지)띠)"
)
_BORN = re.compile(
    rf"(?<![\d가-힣A-Za-z.,])({_YEAR} ?년(?:도)?{_DAY}?) ?(?:에|경에|쯤에|에서야)? ?"
    rf"(?:[가-힣]{{2,5}}에서 )?(?:태어|출생|났(?=[어는으지던고을응])|나셨|낳[았으은])"
)
_BIRTHDAY = re.compile(
    rf"(?:생년월일|생일|출생일|출생 ?연월일|출생년도|출생연도|생년)"
    rf"(?:[가-힣]{{0,3}})?[ :,.\"“]{{0,4}}(?:[가-힣]{{1,4}}[ ,]{{1,2}})?"
    rf"({_YEAR} ?[년./-]{_DAY}|{_YEAR} ?년|(?:19|20)?\d\d[./-] ?\d{{1,2}}[./-] ?\d{{1,2}}|"
    rf"(?:(?:작년|올해|재작년) )?{_NUMBER} ?월 ?{_NUMBER} ?일|\d{{6}}|\d{{8}}|[{DIGIT}]{{6,8}})"
)
_DATE_OF_BIRTH = re.compile(
    r"(?:생일|생년월일|태어[나났난]|출생)[^.?!]{0,40}(?:[.?!][^.?!]{0,40}){0,2}?"
    r"(?<![\d가-힣])((?:19|20)\d\d년 \d{1,2}월 \d{1,2}일)"
)
_BORN_DAY = re.compile(
    rf"(?<![\d가-힣A-Za-z.,])((?:\d{{1,2}}|{NUMERAL}{{1,3}}|유|시)월 ?(?:\d{{1,2}}|"
    rf"{NUMERAL}{{1,3}})일 ?생)(?=[^가-힣]|이|인|입)"
)
_LUNAR = re.compile(
    rf"(?:생일|생년|태어|출생)[^\n]{{0,60}}(?:\n[^\n]{{0,60}})?(음력 ?(?:\d{{1,2}}월|"
    rf"{NUMERAL}{{1,2}}월|유월|시월|동짓달|섣달|정월)(?: ?(?:\d{{1,2}}일|{NUMERAL}{{1,3}}일|초"
    rf"(?:하루|이틀|사흘|나흘|닷새|엿새|이레|여드레|아흐레|열흘)|보름|그믐))?)"
)
_IS_BIRTHDAY = re.compile(
    rf"(?<![\d가-힣])({_NUMBER} ?월 ?{_NUMBER} ?일)(?:이|은|에|이면)? ?(?:[가-힣]{{1,4}} )?"
    rf"(?:생일|생신)"
)
_EARLY = re.compile(
    rf"빠른 ?((?:\d\d|[{DIGIT}]{{2}}|{NUMERAL}{{2,4}})(?:년생)?)(?=[^가-힣\d]|이|인|입|예|요|라|년)"
)
_BORN_FOR_SHORT = re.compile(
    r"(?<![\d가-힣A-Za-z.,])(\d\d)(?:년)?생(?=이에요|이고|이라|입니다|이야|인데|이신|이시|이니)"
)

_MONTH = rf"(?: ?(?:정월|동짓달|섣달|{_NUMBER} ?월(?:달)?))"
_DAY_OF_MONTH = (
    rf"(?: ?(?:{_NUMBER} ?일|초(?:하루|이틀|사흘|나흘|닷새|엿새|이레|여드레|아흐레|"
    r"열흘)|보름|그믐))"
)
_SAYS_BIRTH = re.compile(r"생일|생신|생년|태어[나났난]|출생|환갑|칠순|돌잔치|몇 ?년 ?생")
_SAYS_YEAR_OF_BIRTH = re.compile(
    r"출생 ?(?:연도|년도|연월)|생년(?!월일은|월일이)|몇 ?년 ?생|무슨 띠|태어난 해|태어나신 해"
)
_DATE = re.compile(
    rf"(?<![\d가-힣A-Za-z.,-])(?:음력 ?)?(?:"
    rf"{_YEAR} ?년(?:도)?(?: ?(?:음력|양력))?{_MONTH}{_DAY_OF_MONTH}?"
    rf"|(?:(?:19|20)\d\d|\d\d)[.] ?\d{{1,2}}[.] ?\d{{1,2}}[.]?(?!\d)"
    rf"|(?:19|20)?\d\d[/-]\d{{1,2}}[/-]\d{{1,2}}(?![\d/-])"
    rf"|(?:정월|동짓달|섣달){_DAY_OF_MONTH}|음력{_MONTH}{_DAY_OF_MONTH}?)"
)
_YEAR_ALONE = re.compile(
    rf"(?<![\d가-힣A-Za-z.,-])((?:(?:19)?\d\d|[{DIGIT}]{{2}}|"
    rf"{NUMERAL}{{3,9}}) ?년)(?![가-힣]*전|차|간|치|째|동안)"
)
_NEAR, _NEAR_YEAR = 60, 45
"""How far behind a word for birth a date, and a year alone, is taken for one."""

_AGED = re.compile(r"또래|동갑|갑장|[가-힣]띠|나이|몇 ?살|뻘|연배")
_YEAR_OF_AGE = re.compile(
    rf"(?<![\d가-힣A-Za-z.,-])((?:[삼사오육칠팔구][{DIGIT}]|"
    rf"[삼사오육칠팔구]십[{DIGIT}]?) ?년{_DAY}?)"
    r"(?=이|인|[.,]|생|은|이고|요)(?!이[나상]|간|동안)"
)
_SECOND_YEAR = re.compile(
    rf"년 ?생(?:인가|이나|인지|이거나|아니면|,)?,? (?:아니면 |아니 )?({NUMERAL}{{1,3}} ?년|"
    rf"\d{{1,2}} ?년)(?= ?생)"
)


def _near_words(text: str) -> Iterator[tuple[int, int]]:
    """Dates that stand soon after a word for birth."""
    for pattern, says, near in (
        (_DATE, _SAYS_BIRTH, _NEAR),
        (_YEAR_ALONE, _SAYS_YEAR_OF_BIRTH, _NEAR_YEAR),
    ):
        for match in pattern.finditer(text):
            if says.search(text, max(0, match.start() - near), match.start()):
                yield match.span()


_AFTER_A_NAME = re.compile(
    rf" ((?:19\d\d|[3-9]\d|[삼사오육칠팔구]십?{NUMERAL}?) ?년(?:도)?{_DAY})(?! ?(?:에|부터|까지|"
    rf"입사))"
)


def after_names(text: str, kept: Iterable[Candidate]) -> Iterator[Candidate]:
    """Years with a month that follow a name at once, as in lists: 박말순 사십이년 삼월."""
    for name in kept:
        date = _AFTER_A_NAME.match(text, name.end) if name.kind is Kind.PERSON else None
        if date:
            yield Candidate(*date.span(1), Kind.BIRTH_DATE, "date behind a name", _LIKELY)


def births(text: str) -> Iterator[Candidate]:
    """Dates and years that are said to be somebody's birth, in all ways of saying them."""
    for pattern in (
        _BORN_YEAR,
        _BORN_ANIMAL,
        _BORN,
        _BIRTHDAY,
        _DATE_OF_BIRTH,
        _BORN_DAY,
        _LUNAR,
        _IS_BIRTHDAY,
        _EARLY,
    ):
        for match in pattern.finditer(text):
            yield Candidate(
                match.start(1), match.end(1), Kind.BIRTH_DATE, "year of birth", _CERTAIN
            )
    for start, end in _near_words(text):
        yield Candidate(start, end, Kind.BIRTH_DATE, "date behind a word for birth", _LIKELY)
    for match in _SECOND_YEAR.finditer(text):
        yield Candidate(*match.span(1), Kind.BIRTH_DATE, "year of birth", _LIKELY)
    for match in _YEAR_OF_AGE.finditer(text):
        if _AGED.search(text, max(0, match.start() - 40), match.end() + 25):
            yield Candidate(*match.span(1), Kind.BIRTH_DATE, "year of somebody's age", _LIKELY)
    for match in _BORN_FOR_SHORT.finditer(text):
        yield Candidate(match.start(), match.end(1) + 1, Kind.BIRTH_DATE, "year of birth", _LIKELY)
