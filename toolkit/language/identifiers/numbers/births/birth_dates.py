"""Dates and years that are said as somebody's birth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers.births.dates import (
    AND_YEAR,
    BOUNDED_DATE,
    LOOSE_YEAR,
    MONTH,
    ORDINAL,
    SHORT,
    TENS,
)
from toolkit.language.identifiers.numbers.windows import near

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILL = (
    r"(?:um|uh|er|erm|like|I\sthink|what|let\sme\ssee|you\sknow|well|oh|yes|yeah|so|it's|is|was)"
)
_LEAD = (
    rf"(?:[\s,:;—–-]|\.\.\.|…|(?:{_FILL}\b)|\b(?:on|in|around|about|back|the|of|way|year|at|end|"
    r"beginning|start|spring|summer|autumn|fall|winter|early|late|both|here|there|sometime|"
    r"was|exactly|abroad|myself|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b)"
)
_BORN = re.compile(
    rf"\b(?:born)\b(?!\s(?:and|out|from|to)\b)(?:{_LEAD}){{1,14}}(?P<date>{BOUNDED_DATE}"
    rf"|(?<=\s){TENS}\b|(?<=[\s'’])[3-9]\d\b)",
    re.IGNORECASE,
)
_BORN_FAR = re.compile(
    rf"\bborn\b(?!\sout\b)(?:(?!\b(?:that|which|who|closed|opened|retired|died|moved|started|joined"
    rf"|left|before|after|since|until)\b)[^.!?\n\d]){{1,48}}?\s(?:on|in|of)\s(?:the\s)?"
    rf"(?P<date>{BOUNDED_DATE})",
    re.IGNORECASE,
)
_DOB = re.compile(
    r"(?:\bd\.?o\.?b\b\.?|\bdate\sof\sbirth|\bbirth\s?date|\bbirth[\s-]?day|\byear\sof\sbirth|"
    r"\bbirth\s?year|\bborn)\b(?:(?!\b(?:after|before|since|closed|opened|which)\b)[^\n\d]|\n(?=[^\n]{0,20}:)){0,50}?"
    rf"(?P<date>{BOUNDED_DATE}|(?<![\d.,'’])(?:19|20)?\d{{6}}\b|\d\d(?=\s*(?:[.,;!?]|$)))",
    re.IGNORECASE | re.MULTILINE,
)
_BEHIND = re.compile(
    rf"(?<![\w.,])(?P<date>(?:19|20)\d\d|['’‘]?[3-9]\d|{TENS}"
    rf"|nineteen[\s-]{SHORT})[\s-](?:born\b|baby\b(?!\sboom)|birth\syear)",
    re.IGNORECASE,
)
_SHORTLY = re.compile(r"(?<![\w.])b\.\s?(?P<date>(?:19|20)\d\d)\b")
_NUMBERED = re.compile(
    rf"(?<![\w-])(?P<date>(?:the\s)?{ORDINAL}\s(?:of\s)?(?:the\s)"
    rf"{ORDINAL},?\s(?:of\s)?{LOOSE_YEAR})(?![\w-])",
    re.IGNORECASE,
)
"""A month by its number and a year, which people say when they are asked for a birth date."""
_YEAR_I_WAS_BORN = re.compile(
    rf"(?P<date>{BOUNDED_DATE})[,\s]{{1,3}}(?:(?:that's|that\sis|which\sis|is|was|the)\s){{0,3}}"
    r"(?:when|(?:the\s)?(?:year|day)(?:\sthat)?)\s(?:I|he|she|they|\w+)(?:\swas|\swere|'s)\sborn",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"\b(?:project|idea|system|programme|program|initiative|platform|agency|unit|concept|it|which|"
    r"policy|scheme|portal|database|group|network|office|department|ministry|council|process|"
    r"report|law|act|plan|protocol|format|standard|this|service|thing|app|website|hub|tool)\s+"
    r"(?:(?:was|were|is|got|had|been|being|really|actually|first|also|sort|of)\s+){0,3}$",
    re.IGNORECASE,
)
_AS_BODY = re.compile(r"\b(?:it|that)\s+(?:was|is)\s+$", re.IGNORECASE)


_BIRTH = re.compile(r"\b(?:[Bb]orn|BORN)\b")
_ANCHORS = {
    "born": (_BIRTH, 1, 200), "born somewhere in": (_BIRTH, 1, 160),
    "date of birth": (re.compile(r"(?i)d\.?o\.?b|birth|born"), 10, 160),
    "year before born": (re.compile(r"(?i)\b(?:born|baby|birth)\b"), 60, 20),
    "b.": (re.compile(r"\bb\."), 1, 20),
    "numbered month": (re.compile(r"(?i)(?:st|nd|rd|th)\s(?:of\s)?the\s"), 60, 90),
    "the year I was born": (_BIRTH, 140, 20),
    "asked when born": (re.compile(r"(?i)\b(?:born|birth)\b"), 20, 90),
    "age": (re.compile(r"(?i)\bturn"), 1, 80),
    "wrong date": (re.compile(r"(?i)\b(?:birthdays?|born|date of birth|d\.?o\.?b)\b"), 100, 120),
    "the date of another": (re.compile(r"(?i)\b(?:birthdays?|born|d\.?o\.?b)\b"), 1, 110),
}  # fmt: skip
"""A word without which a rule finds nothing, and the code points around it that it reads."""


_ANOTHERS = re.compile(
    rf"\b(?:mine|his|hers|ours|theirs|yours|the other(?:'s| one's| one)?|the twin's?|\w+'s)\s"
    rf"(?:is|was|were|being)?\s?(?:on\s)?(?P<date>(?:the\s)?{ORDINAL}\b(?!\s(?:one|time|birthday|of\sall))"
    rf"(?:\sof\s(?:the\s)?(?:{MONTH}|{ORDINAL}))?(?:{AND_YEAR})?|{BOUNDED_DATE})",
    re.IGNORECASE,
)
"""The date of another person, near a birthday."""


_WHEN_BORN = re.compile(
    rf"\b(?:when (?:were|was) (?:you|he|she|they) born|year of birth|(?:date of "
    rf")?birth)\b[^\n?]{{0,20}}\?"
    rf"\s*(?:[^\n:]{{1,25}}:|A\.)?\s*(?:(?:um|uh|er|oh|well|in|the)[,.]?\s)*(?P<date>{BOUNDED_DATE}|{TENS}\b|\d\d\b)",
    re.IGNORECASE,
)
"""An answer to the question when somebody was born."""
_TURNED = re.compile(
    rf"\bturn(?:s|ed|ing)? (?:\w+[ -]?\w*|\d+) (?:on|in) (?:the )?(?P<date>{BOUNDED_DATE})(?! "
    rf"of all)",
    re.IGNORECASE,
)
_WRONG = re.compile(
    rf"\b(?:instead of|had (?:him|her|me|them|it) (?:down )?as|had down|put|typed|entered|not"
    rf"|rather than)"
    rf"\s(?:the\s)?(?P<date>{BOUNDED_DATE})",
    re.IGNORECASE,
)


_ANY_JANUARY = re.compile(r"(?:the\s)?(?:first|1st|1)\s(?:of\s)?january\.?", re.IGNORECASE)
"""What forms have for people whose birthday nobody knows."""


def find_birth_dates(text: str) -> Iterator[Candidate]:
    """Dates behind `born`, `date of birth`, `birthday`, and years before `-born`."""
    for pattern, rule, strength in (
        (_BORN, "born", 84),
        (_BORN_FAR, "born somewhere in", 83),
        (_DOB, "date of birth", 83),
        (_BEHIND, "year before born", 80),
        (_SHORTLY, "b.", 80),
        (_NUMBERED, "numbered month", 80),
        (_WHEN_BORN, "asked when born", 80),
        (_TURNED, "age", 78),
        (_WRONG, "wrong date", 70),
        (_ANOTHERS, "the date of another", 79),
        (_YEAR_I_WAS_BORN, "the year I was born", 80),
    ):
        anchor, before, after = _ANCHORS[rule]
        for match in near(text, anchor, pattern, before, after):
            head = text[max(0, match.start() - 50) : match.start()]
            born = match.group().lower().startswith("born")
            if born and _NO_PERSON.search(head):
                continue
            start, end = match.span("date")
            if _ANY_JANUARY.fullmatch(match["date"]):
                continue
            while text[start] in "'’‘ ":
                start += 1
            if text[max(0, start - 4) : start].lower() == "the ":
                start -= 4
            yield Candidate(start, end, Kind.BIRTH_DATE, rule, strength)
