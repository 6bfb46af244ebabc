"""Codes behind a word that names them: a staff number, a plate, a desk, an intercom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts
from toolkit.language.identifiers.numbers.nouns import (
    ANY_NOUN,
    LIGHT,
    LISTS,
    LONGEST_NOUN,
    NOUNS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.numbers.codes import Code

_WINDOW = 110
_WORDS = 14
"""Light words between a noun and its code, at most."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’/.][^\W\d_]+)*")
_OWN = re.compile(
    r"\b(?:my|his|her|their|your|whose|true|real|right|correct|actual|own) (?:own |real |true "
    r"|right "
    r"|correct |old |new )?number(?:'s| is| was)?[\s:,]{1,3}(?:actually |really )?$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\n+[A-Z](?:[^\n:]{0,24}:|\.)\s")
"""The label of the speaker who answers."""
_TERM = re.compile(r"(?i)\ban? extension (?:to|of|until|by) $")
"""More time, and no number of a telephone."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDS = re.compile(
    r"\b(?:end(?:s|ed|ing)?(?: (?:in|with|on))?|finish(?:es|ed|ing)? (?:in|with)|"
    r"(?:begin(?:s|ning)?|start(?:s|ed|ing)?|began) (?:with|in)|last (?:two|three|four|five"
    r"|six)(?: (?:digits|numbers|figures|characters))?"
    r"(?: (?:on|of) (?:the|my|his|her|it)(?: \w+)?)?(?: (?:is|are|was|were|being))?)[\s,:]{1,2}"
    r"(?:(?:um|uh|er|like),? )?[\"'“‘]?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[\"'”’]?,?\s(?:that's|that is|that was|which is|which was|is|was|as)\s(?:my|his|her|their|"
    r"our|your|the)\s(?:\w+\s)?(?P<noun>(?:\w+\s)?\w+)",
    re.IGNORECASE,
)
_SITS = re.compile(
    r"\b(?:sits?|sat|sitting|up|down|upstairs|downstairs|over|there|based|moved|works?|working|"
    r"through|next door|he's|she's|i'm|they're|we're|you're|find (?:me|him|her|us)|put (?:me|us)|"
    r"guy|man|woman|lady|office|man|person|people|meet(?:ing)?|held)\s(?:in|to|into)\s"
    r"(?:um,? |uh,? )?$",
    re.IGNORECASE,
)
_NO_TENS = re.compile(
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten)", re.IGNORECASE
)
_OFFICE = re.compile(r"office\s$", re.IGNORECASE)
_OFFICES = frozenset(["365", "97"])
"""Versions of a program."""
_LEAST = {
    Kind.RESIDENT_NUMBER: (3, 20), Kind.ACCOUNT: (3, 24), Kind.PLATE: (4, 10), Kind.ROOM: (1, 7),
    Kind.EXTENSION: (2, 6), Kind.ADDRESS: (1, 10),
}  # fmt: skip


_PRESSED = re.compile(
    r"\b(?:hit|press(?:ed)?(?: hash| star| zero)?(?: and| then)?|punch(?:ed)? in|key in|through to|"
    r"put (?:me|you|him|her|us) (?:on|through) (?:to|on)|try|ring|rang|call|reach (?:me|him"
    r"|her) (?:on|at))\s$",
    re.IGNORECASE,
)
_KNOCK = re.compile(
    r"\b(?:knock(?:ed)? (?:at|on)|the door of|next to|opposite|outside)\s$", re.IGNORECASE
)


def find_labelled(text: str, found: Sequence[Code]) -> Iterator[Candidate]:
    """Codes that a word before them names, or a word behind."""
    for code in found:
        if (
            (contexts.is_amount(text, code.end) and not code.letters and not _is_read(text, code))
            or _goes_on(text, code)
            or _is_label(text, code)
        ):
            continue
        if _TERM.search(text[max(0, code.start - 16) : code.start]):
            continue
        kind = _named(text, code) or _named_behind(text, code)
        if kind is not None and _fits(text, code, kind):
            spelled = code.spoken and code.letters and kind is Kind.ROOM
            yield Candidate(code.start, code.end, kind, "named by a word", 82 if spelled else 77)
        elif _is_dialled(text, code):
            yield Candidate(code.start, code.end, Kind.EXTENSION, "number that is dialled", 70)
        elif _is_spelled(code):
            yield Candidate(code.start, code.end, Kind.PLATE, "spelled with an alphabet", 72)
        elif (far := _far(text, code)) is not None:
            yield Candidate(code.start, code.end, far, "letters and digits behind a word", 68)
        elif _is_room(text, code):
            yield Candidate(code.start, code.end, Kind.ROOM, "where somebody sits", 73)
        else:
            yield from _ending(text, code)


def _is_read(text: str, code: Code) -> bool:
    """Whether a number is read digit by digit, so that it counts nothing."""
    return code.spoken and len(text[code.start : code.end].split()) == len(code.chars) >= 3


def _goes_on(text: str, code: Code) -> bool:
    """Whether a number goes on as an amount does."""
    return bool(
        re.match(
            r"[.,]\d|%|\s?(?:point|hundred|thousand|million|lakh|crore)\b",
            text[code.end : code.end + 12],
        )
    ) or text[max(0, code.start - 1) : code.start] in ("£", "$", "€", "₩", "#", "₹")


def _is_label(text: str, code: Code) -> bool:
    """Whether a code is the label of a speaker at the start of a line."""
    return text[max(0, code.start - 1) : code.start] in ("", "\n", "[") and text[
        code.end : code.end + 1
    ] in (":", ".", "]")


def _named(text: str, code: Code) -> Kind | None:
    """The kind that the nearest word before says, where only light words stand between."""
    low = max(0, code.start - _WINDOW)
    head = _LABEL.sub(" ", text[low : code.start])
    words = list(_WORD.finditer(head))[-_WORDS:]
    if _OWN.search(head) and code.digits >= 5:
        return Kind.RESIDENT_NUMBER
    for match in reversed(words):
        word = match.group().lower().replace("’", "'")
        base = head[max(0, match.end() - LONGEST_NOUN) : match.end()]
        base = base.removesuffix("'s").removesuffix("’s")
        if ANY_NOUN.search(base):
            return next(kind for kind, pattern in NOUNS if pattern.search(base))
        bare = word.removesuffix("'s")
        if bare in LISTS or (word not in LIGHT and bare not in LIGHT):
            return None
    return None


def _named_behind(text: str, code: Code) -> Kind | None:
    match = _BEHIND.match(text, code.end, code.end + 60)
    if match is None:
        return None
    words = match["noun"].split()
    for length in (len(words), 1):
        for kind, pattern in NOUNS:
            if pattern.search(" ".join(words[:length])):
                return kind
    return None


def _fits(text: str, code: Code, kind: Kind) -> bool:
    """Whether a code has the form of a number of this kind."""
    length = len(code.chars)
    least, most = _LEAST[kind]
    if not least <= length <= most:
        return False
    if (
        _YEAR.fullmatch(code.chars)
        and not code.spoken
        and kind not in (Kind.EXTENSION, Kind.ADDRESS)
    ):
        return False
    if kind is Kind.PLATE:
        return code.letters >= 1 and code.digits >= 1 and (code.letters <= 7)
    if kind is Kind.EXTENSION:
        return not code.letters
    if kind is Kind.ROOM:
        if _OFFICE.search(text[max(0, code.start - 8) : code.start]) and code.chars in _OFFICES:
            return False
        piece = text[code.start : code.end]
        single = code.spoken and length == 1 and _NO_TENS.fullmatch(piece)
        return not single and code.letters <= 4
    return code.digits >= 2


def _is_spelled(code: Code) -> bool:
    return code.alphabet >= 2 and code.digits >= 2 and len(code.chars) <= 10


def _far(text: str, code: Code) -> Kind | None:
    """What the nearest word far before says of a code of letters and digits."""
    if not (code.letters and code.digits >= 4 and 6 <= len(code.chars) <= 12):
        return None
    if code.letters > 4 or contexts.is_listed(text, code.start):
        return None
    context = contexts.before(text, code.start, width=160)
    kinds = (Kind.RESIDENT_NUMBER, Kind.PLATE)
    return context.kind if context is not None and context.kind in kinds else None


def _is_dialled(text: str, code: Code) -> bool:
    """Whether somebody presses or rings a short number."""
    return (
        not code.letters
        and 3 <= code.digits <= 5
        and bool(_PRESSED.search(text[max(0, code.start - 40) : code.start]))
        and code.chars not in ("999", "911", "112", "111", "101", "119", "110", "100", "108", "000")
        and not (_YEAR.fullmatch(code.chars) and not code.spoken)
        and len(text[code.start : code.end].split()) <= 6
    )


def _is_room(text: str, code: Code) -> bool:
    """Whether somebody sits in what a code names: `up in B12`, `I sit in two-oh-six`."""
    head = text[max(0, code.start - 40) : code.start]
    if not (
        _SITS.search(head)
        or _KNOCK.search(head)
        or (
            code.letters
            and re.search(
                r"\b(?:interview|meeting|session|hearing|it|that) (?:was|is|'s) in\s$", head
            )
        )
    ):
        return False
    if code.letters:
        return (
            code.letters <= 2
            and 1 <= code.digits <= 4
            and code.chars[0].isalpha() != code.chars[-1].isalpha()
        )
    read = code.spoken and 3 <= code.digits <= 4 and len(text[code.start : code.end].split()) < 4
    return (read or code.digits == 3) and not _YEAR.fullmatch(code.chars)


def _ending(text: str, code: Code) -> Iterator[Candidate]:
    """The last digits of a number: `it ends in 0642`."""
    if not 2 <= len(code.chars) <= 6 or not _ENDS.search(
        text[max(0, code.start - 50) : code.start]
    ):
        return
    head = text[max(0, code.start - 110) : code.start]
    words = {w.group().lower() for w in _WORD.finditer(head[-60:])}
    if words & LISTS or re.search(r"\b(?:year|months?|quarter|price|minutes?)\b", head[-60:]):
        return
    context = contexts.before(text, code.start, width=240)
    kind = context.kind if context and context.kind else Kind.TELEPHONE
    yield Candidate(code.start, code.end, kind, "last digits", 71)
