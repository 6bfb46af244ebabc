"""Numbers and names of rooms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.numbers.runs import Run

_HEAD = (
    r"(?<![\w'’-])(?:(?:meeting|conference|server|interview|consulting|committee|seminar|lecture|"
    r"training|board|class|hearing|court|plant|comms|store|break|staff)[\s-]?)?"
    r"(?:rooms?|rm|suite|lab|studio|office|bay|ward|cubicle|zimmer|raum|saal|sala|salle"
    r"|theatre|locker)"
)
_LINK = (
    r"(?:\.?\s+(?:number|no\.?|nr\.?|is|was|it's|called|code)){0,2}[\s:,.#]{1,3}"
    r"(?:(?:um|uh|er|erm),?\s)?"
)
_CODE = r"(?:[A-Z]{1,2}[-./\s]?)?\d{1,4}(?:[-./]\d{1,3})?(?:[A-Za-z](?![A-Za-z]))?"
_ROOM = re.compile(
    rf"{_HEAD}{_LINK}(?P<code>(?-i:{_CODE}|[a-z]{{1,2}}-?\d{{1,4}}[a-z]?)|[A-Z]\s\d{{1,4}})"
    r"(?![\w%:]|[,.]\d|-\w)",
    re.IGNORECASE | re.ASCII,
)
_MORE = re.compile(
    r"(?:,? (?:and|or|no|sorry|then|to|not|wait)){0,3},? (?P<other>[A-Z]-?\d{2,4})(?!\w)|"
    r"(?:,? (?:and|or|no|sorry|then|to|not)(?: (?:in|it was|it's|room))?,?| ?[–-] ?|,) "
    r"?(?P<code>[A-Z]{0,2}[-.]?\d{3,4}[A-Za-z]?)(?![\w%:]|[,.]\d)",
    re.ASCII,
)
_OTHER = re.compile(
    r"(?<![\w'’-])(?:office|suite|lab)\W{1,2}(?:365|97|20[012]\d|3\b)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<!\brm)(?<!\bno)(?<!\bnr)\.\s", re.IGNORECASE)
_SPOKEN_HEAD = re.compile(
    rf"{_HEAD}{_LINK}(?P<letter>[a-z]\s(?:dash\s|hyphen\s)?)?$", re.IGNORECASE
)
_LETTER = re.compile(
    rf"{_HEAD}{_LINK}(?P<code>(?-i:[B-HJ-Z](?=\s[a-z]))|(?:[B-HJ-Zb-hj-z]|A)(?=[\s]*(?:[.,;!?)]|$)))",
    re.IGNORECASE | re.MULTILINE,
)
_NAMED = re.compile(
    r"(?<=[Tt]he )(?P<code>[A-Z][\w'-]+(?: [A-Z][\w'-]+)? (?:Room|Suite|Salon|Lounge|Chamber"
    r"|Theatre|Lab|Studio))\b"
    r"|(?<=[Mm]eeting room )(?P<name>[A-Z][a-z]+)\b"
    r"|(?<=[Tt]he )(?P<lower>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?= (?:room|suite|ward|lounge|theatre"
    r"|lab)\b)"
    r"|\b(?:on|in|to|from|at) (?P<ward>[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:Ward|Suite|Room|Lounge"
    r"|Unit \d))\b"
    r"|\b(?:rooms?|wards?) (?:is |are |was )?(?:called|named) (?P<called>(?:the )?[A-Z][a-z]+)\b"
    r"|\b[Ww]ard (?P<behind>[A-Z][a-z]+)\b"
)
_LETTER_AND_NUMBER = re.compile(
    r"\b(?:in|to|is|at|into|outside|opposite|from|past)\s(?P<code>(?:[B-HJ-Z]|[b-hj-z])[\s-]?(?:\d{1,3}|(?:(?:oh|zero|one"
    r"|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"twenty|thirty|forty|fifty)\b[\s-]?){1,3}))(?<![\s-])(?!\w)"
)
_NO_NAME = word_set(
    "Meeting Conference Server Interview Board Press Emergency Control Operations Waiting Staff "
    "Break Training The Bed Living Changing Court Committee Situation War Post Mail Store "
    "Executive Incident Green Common Media"
)


def find_rooms(text: str, found_runs: Sequence[Run]) -> Iterator[Candidate]:
    """Room numbers behind `room`, `office` and other words, and named rooms."""
    for match in _ROOM.finditer(text):
        start, end = match.span("code")
        if _OTHER.match(match.group()) or contexts.is_amount(text, end):
            continue
        if re.match(
            r"offices?\b|bay\b|ward\b|studio", match.group(), re.IGNORECASE
        ) and re.fullmatch(r"(?:19|20)\d\d", match["code"]):
            continue
        yield Candidate(start, end, Kind.ROOM, "room", 85)
        more = _MORE.match(text, end)
        while more:
            yield Candidate(
                *more.span("code" if more["code"] else "other"), Kind.ROOM, "another room", 72
            )
            more = _MORE.match(text, more.end())
    for run in found_runs:
        if run.written and len(run.numbers) == 1:
            continue
        head = _SPOKEN_HEAD.search(text[max(0, run.start - 40) : run.start])
        if (
            head is None
            or _SENTENCE_END.search(head.group())
            or contexts.is_amount(text, run.end)
            or run.counts
        ):
            continue
        if not 1 <= len(run.digits) <= 7:
            continue
        start = run.start - (len(head["letter"]) if head["letter"] else 0)
        if len(run.digits) == 1 and re.search(r"\bat\s|\bfor\s", head.group()):
            continue
        yield Candidate(start, run.end, Kind.ROOM, "room read out", 80)
    for match in _LETTER.finditer(text):
        yield Candidate(*match.span("code"), Kind.ROOM, "room with a letter", 60)
    for match in _NAMED.finditer(text):
        group = next(name for name, words in match.groupdict().items() if words)
        if match[group].split()[0] not in _NO_NAME:
            yield Candidate(*match.span(group), Kind.ROOM, "named room", 75)
    for match in _LETTER_AND_NUMBER.finditer(text):
        context = contexts.before(text, match.start(), "room", width=220)
        if context is not None:
            yield Candidate(*match.span("code"), Kind.ROOM, "room read out", 74)
