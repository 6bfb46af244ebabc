"""Rooms that a code alone names, rooms behind rarer nouns, and rooms with a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = r"(?![\w%:/-]|[.,]\d|\s?(?:%|per\b|times\b|out of\b|to \d))"
_LETTER_CODE = (
    r"[A-Z]-\d{1,3}[A-Za-z]?|\d{1,2}-[A-Z](?:[a-z]{2,6})?|"
    r"[A-Z]\d?\.\d{1,3}(?:\.\d{1,3})?|[A-Z]\d{1,2}[-.]\d{2,3}"
)
_NUMBER_CODE = r"\d{1,2}[.-]\d{2,3}[A-Z]?|[A-Z]{1,2}\d{1,3}[a-z]?|\d{1,3}[A-Z]"
_WHERE = (
    r"(?i:in|into|to|by|past|outside|opposite|from|near|beside|behind|inside|archive's|office's"
    r"|room's|store's|lab's|desk's|it's|that's|is|was|"
    r"called|find (?:me|him|her|us) (?:in|at)|floor,|corridor,|mezzanine,|upstairs,|downstairs,"
    r"|basement,|landing,|wing,|annexe?,|door,|sign,)"
)
_PLACED = re.compile(rf"\b{_WHERE}\s(?P<code>{_LETTER_CODE}){_END}")
_NUMBERED = re.compile(
    rf"\b(?:{_WHERE}|she's in|he's in|they're in|sits?|sat)\s(?!P\d\b)(?P<code>{_NUMBER_CODE})"
    rf"{_END}"
)
_BUILDING = re.compile(
    r"\b(?:rooms?|offices?|floors?|corridors?|upstairs|downstairs|doors?|landing|basement|mezzanine"
    r"|building|wing|annexe?|knock\w*|sits?|sat|desk|store|hall(?:way)?|stairs|lift|elevator|lobby"
    r"|stop by|drop by|pop (?:in|down|up)|next door|coffee machine|kettle|printer|window"
    r"|reception|archive|kitchen|meeting)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:she's|he's|they're|we're|i'm|stop by|drop by|pop \w+|come) (?:in|to|by)?$", re.I
)
_BEFORE, _BEHIND = 160, 60
_NO_ROOM = re.compile(
    r"\b(?:forms?|version|section|articles?|annex|appendix|schedule|table|figure|type|model|class|"
    r"grade|band|level|part|paragraph|clause|rule|chapter|visa|paper|size|road|route|bus|line|"
    r"flight|code|category|ratio|score|plate|tier|phase|stage|won|lost|vitamin|hepatitis|plan)"
    r"(?:s|'s)?,?\s(?:\w+\s){0,1}$",
    re.IGNORECASE,
)
_NOUNS = re.compile(
    r"\b(?:caravan|tent|container|shelter|barracks?|dorm(?:itory)?|stall|kiosk|hut|pavilion|cubicle"
    r"|booth|carrel|pod|wing|workshop|hangar|shed|store ?room|strong ?room|vault|chambers"
    r"|clinic room"
    r"|portakabin|isolation|berth|mezzanine|loft|attic|cellar)(?:,? (?:number|no\.?))?,?\s"
    rf"(?P<code>{_LETTER_CODE}|[A-Z]{{0,2}}\d{{1,4}}[A-Za-z]?){_END}",
    re.IGNORECASE,
)
_ROOM_AND_SIDE = re.compile(
    r"\b(?i:rooms?|ward|suite|office|cell|bay|class(?:room)?)\s(?P<code>(?:[A-Z]|\d{1,3})-?"
    r"(?:[- ]?(?:North|South|East|West|Left|Right|Upper|Lower|Front|Back)))\b"
)
_DOOR = re.compile(
    r"\b(?:floor,?|knock(?:ed)? (?:at|on)|the|third|second|fourth|first|last) door,? (?:number "
    r"|no\.? )?"
    r"(?P<code>\d{1,3}[A-Z]?|(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty)(?:[ -](?:one|two|three|four|five|six|seven|eight"
    r"|nine))?)(?![\w%:/]|[.,]\d)",
    re.IGNORECASE,
)
_HUNDREDS = re.compile(
    r"\b(?:in|into|to|is|it's|that's|was|outside|opposite|number|door|room|said|from)\s"
    r"(?P<code>(?:one|two|three|four|five|six|seven|eight|nine)[ -](?:(?:oh|o)[ -](?:one|two|three"
    r"|four|five|six|seven|eight|nine)|eleven|twelve|thirteen|fourteen|sixteen|seventeen|eighteen"
    r"|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -](?:one|two|three|four"
    r"|six|seven|eight|nine)))(?![\w-]|[\s,]{1,2}(?:oh|zero|one|two|three|four|five|six|seven"
    r"|eight|nine"
    r"|double|triple)\b|\s(?:in the|a\.?m|p\.?m|o'clock|percent|per cent|of|people"
    r"|pounds|euros|dollars|thousand|hundred|million|point))",
    re.IGNORECASE,
)
"""`two fourteen`; a time of the day would mostly be a multiple of five."""
_PLAIN_NUMBER = re.compile(
    r"\b(?i:come|go|up|down|round|over|along|pop|drop|back|straight|sits?|sat|sitting|are|is"
    r"|she's|he's|i'm|we're)"
    r" (?:to|in|into|round to|by|at|outside) (?P<code>[1-9]\d{2}|[1-9]\d{3})(?=[.,;?!]| (?:and|on"
    r"|next|by|with)\b|$)"
)
_SIGN = re.compile(
    r"\b(?:(?:door|sign) (?:says|said|reads)|court (?:number|no\.?)) (?P<code>\d{1,4}[A-Z]?|one"
    r"|two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve)(?![\w:%-]|[.,]\d)"
)
_ROOM_NAMED = re.compile(
    r"\b(?:[Mm]eeting|[Cc]onference|[Bb]oard|[Ss]eminar|[Ii]nterview|[Tt]raining|[Cc]onsulting"
    r"|[Ss]mall|[Bb]ig)[ -]?[Rr]oom,? "
    r"(?:(?:called|named) )?(?P<code>[A-Z][a-z]{2,}(?: [A-Z][a-z]+)?)(?=,| (?:is|was|on|at|had"
    r"|has)\b|\.|\?|;)"
)
_CALL_IT = re.compile(
    r"\b(?:call|called|calls) (?:it|that|them) (?P<code>(?:the )?[A-Z][a-z]+(?: [A-Z][a-z]+)?)\b["
    r"^.?!\n]{0,60}"
    r"\b(?:rooms?|office|corridor|floor|lab)\b"
)
_WHOLE = re.compile(
    r"\b(?:in|to|at|into|from|outside|of|and) (?P<code>(?:(?:Committee|Meeting|Conference|Seminar"
    r"|Interview|Training"
    r"|Hearing|Lecture|Court|Consulting|Treatment) Room|Lab|Studio|Theatre|Courtroom|Classroom"
    r"|Bay) "
    r"(?:\d{1,3}[A-Z]?|[A-Z]\d{0,3}|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten))(?![\w:%]"
    r"|[.,]\d)"
)
_FOREIGN = re.compile(
    r"(?<![\w-])[A-ZÄÖÜ][a-zäöüß]{2,20}(?:kamer|zimmer|saal|zaal|raum|stube|salen|rommet"
    r"|rummet)(?![\w-])"
)
_WITH_A_NAME = re.compile(
    r"\b(?:in|to|at|from|the|our|into|outside|behind) (?P<code>(?:[A-Z][\w'’-]+ ){1,3}(?:Room|Lab"
    r"|Suite|Studio|Hall"
    r"|Chamber|Lounge|Ward)(?: (?:Annexe?|[A-Z]\d?|\d{1,2}|One|Two|Three))?)\b"
)
_PLAIN = word_set(
    "Meeting Conference Server Interview Board Press Emergency Control Operations Waiting Staff "
    "Break Training The Bed Living Changing Court Committee Situation War Post Mail Store Dining "
    "Executive Incident Common Media Town City Village County Guild Church Parish Community School"
)


def find_coded_rooms(text: str) -> Iterator[Candidate]:
    """Rooms by codes in the place of a room, behind rare nouns, and by names."""
    for pattern in (_PLACED, _NUMBERED):
        for match in pattern.finditer(text):
            start, end = match.span("code")
            head = text[max(0, start - _BEFORE) : start]
            if _NO_ROOM.search(head) or contexts.is_listed(text, start, 30):
                continue
            if contexts.is_amount(text, end) or not (
                _BUILDING.search(head)
                or _BUILDING.search(text[end : end + _BEHIND])
                or _PEOPLE.search(head)
            ):
                continue
            yield Candidate(start, end, Kind.ROOM, "code in the place of a room", 67)
    for match in _PLAIN_NUMBER.finditer(text):
        start, end = match.span("code")
        around = text[max(0, start - _BEFORE) : start] + text[end : end + _BEHIND]
        if _BUILDING.search(around) and not contexts.is_amount(text, end):
            yield Candidate(start, end, Kind.ROOM, "number in the place of a room", 66)
    for pattern in (_ROOM_NAMED, _CALL_IT, _SIGN):
        for match in pattern.finditer(text):
            yield Candidate(*match.span("code"), Kind.ROOM, "named room", 74)
    for match in _WHOLE.finditer(text):
        yield Candidate(*match.span("code"), Kind.ROOM, "room with its noun", 87)
    for pattern in (_NOUNS, _ROOM_AND_SIDE, _DOOR):
        for match in pattern.finditer(text):
            start, end = match.span("code")
            if contexts.is_amount(text, end) or re.fullmatch(r"(?:19|20)\d\d", match["code"]):
                continue
            yield Candidate(start, end, Kind.ROOM, "room behind a noun", 86)
    for match in _HUNDREDS.finditer(text):
        start, end = match.span("code")
        head = text[max(0, start - 250) : start]
        near_room = re.search(r"(?i)\b(?:rooms?|offices?|doors?|floors?|wards?|corridor)\b", head)
        if near_room and not contexts.is_amount(text, end) and not contexts.is_listed(text, start):
            yield Candidate(start, end, Kind.ROOM, "hundreds of a room", 64)
    for match in _FOREIGN.finditer(text):
        yield Candidate(*match.span(), Kind.ROOM, "room in another language", 58)
    for match in _WITH_A_NAME.finditer(text):
        words = match["code"].split()
        if len(words) == 2 and words[0] in _PLAIN:
            continue
        if words[0] in _PLAIN and words[-1] in ("Room", "Hall", "Lab"):
            continue
        if words[-1] == "Hall" or (len(words) > 1 and words[-2] == "Hall"):
            continue
        yield Candidate(*match.span("code"), Kind.ROOM, "named room", 74)
