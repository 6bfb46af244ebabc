"""Dates that are somebody's birth though nobody says `born` right before them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers.births.dates import (
    BOUNDED_DATE,
    DAY,
    LOOSE_YEAR,
    MONTH,
    ORDINAL,
    TENS,
    YEAR,
)
from toolkit.language.identifiers.numbers.windows import near

if TYPE_CHECKING:
    from collections.abc import Iterator

_OLD_YEAR = rf"(?:19\d\d\b|['’‘]\s?[1-9]\d\b|nineteen[\s-](?:{TENS}|(?:oh|o)[\s-]\w{{3,5}}))"
"""A year before 2000: whole dates of so long ago are births when people talk of their work."""
_OF = r"(?:,?\s(?:of\s|in\s|the\s){0,2})"
_OLD_DATE = re.compile(
    rf"(?<![\w.,/-])(?P<date>(?:the\s)?{DAY}\s(?:of\s)?(?:the\s)?{MONTH}{_OF}{_OLD_YEAR}"
    rf"|{MONTH}\s(?:the\s)?{DAY}{_OF}{_OLD_YEAR}"
    r"|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?19\d\d|19\d\d[-./]\d{1,2}[-./]\d{1,2}"
    rf"|(?:the\s)?{ORDINAL}\s(?:of\s)?(?:the\s)?{ORDINAL},?\s(?:of\s)?(?:{LOOSE_YEAR}"
    r"|(?:oh|o)[\s-](?:one|two|three|four|five|six|seven|eight|nine)))(?![\w/-]|[.,]\d)",
    re.IGNORECASE,
)
_NO_BIRTH = re.compile(
    r"\b(?:acts?|rules?|laws?|bills?|decree|regulations?|orders?|treaty|constitution|war|circular"
    r"|statutes?"
    r"|convention|charter|directive|founded|established|opened|built|enacted|passed|signed|dated"
    r"|since"
    r"|accident|fire|earthquake|coup|strike|election|revolution|independence|letter|memo|minutes"
    r"|file"
    r"|joined|started|began|married|retired|died|death|moved|arrived|version|published|issued|deed"
    r"|agreement|ordinance|edition|copyright|installed|launched|survey|map"
    r"|census)\b[^.?!\n]{0,50}$",
    re.IGNORECASE,
)
_FOREIGN_MONTH = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre"
    r"|diciembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    r"|janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre"
    r"|décembre|januar|jänner|februar|märz|juni|juli|oktober|dezember|gennaio|febbraio|aprile"
    r"|maggio|giugno|luglio|settembre|ottobre|dicembre|januari|februari|maart|mei|augustus"
    r"|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada"
    r"|grudnia|bhadon|chait|baisakh|asarh|sawan|katik|poh|magh|phagun|muharram|safar|rajab|shaban"
    r"|ramadan|shawwal)"
)
_FOREIGN_DATE = re.compile(
    rf"(?<![\w.,/-])(?P<date>(?:\d{{1,2}}\.?|[a-zà-ÿ]{{3,14}}|{_OLD_YEAR},?)\s"
    rf"(?:(?:de|di|da|del|do)\s)?{_FOREIGN_MONTH}(?:\smonth)?(?:,?\s(?:de\s|del\s"
    rf"|do\s)?{YEAR})?)(?!\w)",
    re.IGNORECASE,
)
_FAMILY = (
    r"(?:daughters?|sons?|twins?|kids?|bab(?:y|ies)|girls?|boys?|child|children|littlest|youngest"
    r"|eldest|oldest|middle one|grandson|granddaughter|grandchild|little one|toddler|infant|newborn"
    r"|wife|husband|nephew|niece|birthdays?|date of birth|dob|d\.o\.b|born|birth|turns?|turned"
    r"|aged|years? old)"
)
_FAMILIES = re.compile(rf"\b{_FAMILY}\b", re.IGNORECASE)
_CHILD = _FAMILY.split("|wife")[0] + ")"
_OF_A_CHILD = re.compile(
    rf"\b{_CHILD}\b,?(?:\s(?:is|was|are|were|in|on|the|of|she's|he's|from|a|both|all|back|um|uh),?"
    rf"){{0,4}}\s(?P<date>{BOUNDED_DATE})",
    re.IGNORECASE,
)
_BABY = re.compile(
    rf"(?<![\w.,])(?P<date>(?:a\s(?={MONTH}))?(?:{MONTH}{_OF})?(?:{YEAR}|{LOOSE_YEAR})|{MONTH})[\s-]"
    r"(?:girl|boy|baby|bab(?:y|ies)|birth|child|kid|twins)\b(?!\s(?:boom|bonus|benefit|care))",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\b(?:said|says|wrote|typed|put|puts|entered|shows?|showed|printed|reads?|has (?:him|her|me)"
    r"|had (?:him|her|me|them)|down|became|turned into|be|written|as|it's|it is|it was|of|is"
    r"|year,)\s"
    rf"(?:as\s|the\s|in\s|down\s){{0,2}}(?P<date>{BOUNDED_DATE}|18\d\d\b)",
    re.IGNORECASE,
)
_ANCHOR = re.compile(
    r"\b(?:birth\w*|born|d\.?o\.?b|aged|years old|year was wrong|wrong year|same year|what year"
    r"|which year|her age|his age|my age|their age)\b",
    re.IGNORECASE,
)
_OLD = re.compile(rf"{_OLD_YEAR}|18\d\d", re.IGNORECASE)
_LIFE = 1900
"""Years from here to 1999 can be births of people who speak of one another."""
_APPROXIMATE = re.compile(
    rf"\bborn\b[^.!?\n\d]{{1,60}}?[,\s](?P<date>(?:late|early|mid)[\s-](?:{YEAR}|{TENS}))(?!\w)",
    re.IGNORECASE,
)
_SAME_YEAR = re.compile(
    rf"\b(?:same|right|wrong|real|true) (?:year|date|day|birth ?day)(?: of birth)?,? (?:of |in "
    rf"|on |is |was )?(?:the )?(?P<date>{BOUNDED_DATE})",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"\b(?:born|birth)\b[^.!?\n\d]{{0,40}}?(?P<date>{YEAR},? (?:on )?the {DAY} of (?:the )?"
    rf"(?:{MONTH}|{ORDINAL}(?: month)?))",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"\b(?:came into (?:this|the) world|first saw the light|baby (?:came|arrived|was due)"
    r"|gave birth"
    r"|arrived in (?:this|the) world|(?:he|she|i|brother|sister|mother|father|wife|husband|son"
    r"|daughter)(?:['’]s|['’]m| is| was| am) (?:from|of|vintage)"
    r"|(?:i|he|she)['’]ll be \w+|(?:war|summer|winter|christmas|twin) bab(?:y|ies))(?:,? (?:on"
    r"|in|of|at|the night of))?"
    rf",?\s(?P<date>(?:the\s)?{BOUNDED_DATE}|['’‘]\d\d\b)",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    rf"(?<![\w.,])(?P<date>{BOUNDED_DATE}),? (?:is when |when |that's when |was when )?(?:he|she"
    r"|i|we|they|mum|dad)"
    r" (?:was|were) born",
    re.IGNORECASE,
)
_SPOKEN_DAY = re.compile(
    r"\b(?:birth|born|d\.?o\.?b\.?|birthday)\b[^.?!\n\d]{0,30}?[,\s](?P<date>(?:(?:oh|zero"
    r"|o) \w{3,5}|\w{3,9}),? "
    rf"(?:(?:oh|zero|o) \w{{3,5}}|\w{{3,9}}),? (?:nineteen |twenty )?(?:{TENS}"
    rf"|oh \w{{3,5}}))(?![\w-])",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(
    r"(?:oh|zero|o|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)",
    re.IGNORECASE,
)
_AN = re.compile(
    rf"\b(?:he|she|i)(?:['’](?:s|m)| is| was| am) an? (?P<date>['’‘]?[3-9]\d|{YEAR}"
    rf"|{TENS})(?=[.,;!?\s])(?!\s(?:year|percent|per|pound|minute|hour|day|odd|plus|something"
    r"|batch|page|man|hour))",
    re.IGNORECASE,
)
_COMING = re.compile(r"(?i)\b(?:world|light|bab(?:y|ies)|birth|from|of|vintage|be)\b")
_SMALL = re.compile(r"(?i)\b(?:girl|boy|bab(?:y|ies)|birth|child|kid|twins)\b")
_TOLD = (
    (_CAME, _COMING, "came into the world", 79, 40, 60),
    (_REVERSED, re.compile(r"(?i)\bborn\b"), "date before born", 81, 90, 1),
    (_SPOKEN_DAY, _ANCHOR, "date in numbers", 84, 1, 90),
    (_AN, re.compile(r"(?i)\b(?:he|she|i)(?:['’](?:s|m)| is| was| am) an? "), "an '84", 80, 1, 60),
    (_WROTE, _ANCHOR, "what a paper says of a birth", 70, 10, 260),
    (_APPROXIMATE, _ANCHOR, "born about", 85, 1, 100),
    (_SAME_YEAR, re.compile(r"(?i)\b(?:same|right|wrong|real|true)\s"), "same year", 76, 1, 90),
    (_YEAR_FIRST, _ANCHOR, "year before the day", 86, 1, 130),
    (_OF_A_CHILD, _FAMILIES, "date of a child", 76, 1, 110),
    (_BABY, _SMALL, "a baby of", 86, 50, 5),
)  # fmt: skip


def find_births_told(text: str) -> Iterator[Candidate]:
    """Whole dates of long ago, dates of children, and what a paper says of a birth."""
    for match in _OLD_DATE.finditer(text):
        start, end = match.span("date")
        if not _NO_BIRTH.search(text[max(0, start - 70) : start]):
            yield Candidate(start, end, Kind.BIRTH_DATE, "date of long ago", 74)
    for match in _FOREIGN_DATE.finditer(text):
        start, end = match.span("date")
        around = text[max(0, start - 160) : end + 60]
        if _FAMILIES.search(around) and re.search(r"\d|nineteen|twenty", match["date"]):
            yield Candidate(start, end, Kind.BIRTH_DATE, "date in another language", 75)
    for pattern, anchor, rule, strength, before, after in _TOLD:
        for match in near(text, anchor, pattern, before, after):
            start, end = match.span("date")
            if pattern is _SPOKEN_DAY and not all(
                _NUMBER_WORD.fullmatch(word) for word in re.findall(r"[A-Za-z]+", match["date"])
            ):
                continue
            if pattern is _CAME and not re.search(r"\d\d|ty|teen", match["date"]):
                continue
            if pattern is _WROTE and not _OLD.search(match["date"]):
                continue
            if pattern is _OF_A_CHILD and (
                not re.search(r"\d\d|teen|ty", match["date"])
                or ("," in text[match.start() : start] and re.fullmatch(r"\d+", match["date"]))
            ):
                continue
            if _NO_BIRTH.search(text[max(0, start - 40) : start]):
                continue
            yield Candidate(start, end, Kind.BIRTH_DATE, rule, strength)
