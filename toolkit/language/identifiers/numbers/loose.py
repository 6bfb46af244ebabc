"""Codes that no word right before them names, by their form and by what is said around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts
from toolkit.language.identifiers.numbers.nouns import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.numbers.codes import Code

_WIDE = 200
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(
    r"\b(?:numbers?|nos?\.|card|id|badge|code|licen[cs]e|membership|passport|identity)\b[^.?!\n]{0,60}$",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\b(?:on|at|is|direct|inside|reception|desk|switchboard|answers|it's|that's|she's|he's|i'm|we're|they're|want|need"
    r"|ask for|then|try|or|not)[,:]?\s$",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\b(?:direct|inside|internally?|ring|rang|call|phone|telephone|line|extension|desk|reach"
    r"|get me|"
    r"switchboard|intercom|dial\w*|pick(?:s|ed)? up|answers?)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.,;:?!)\"”\n]|$")
_BEFORE = re.compile(
    r"(?:[,:]|\b(?:to|for|as|on|at|is|was|then|and|or|with|the|just|only|out|in|up|him|her|me))\s[\"“']?$",
    re.I,
)
_FLOOR = re.compile(
    r"\b(?:floor|corridor|upstairs|downstairs|door|landing|basement|hallway|block|wing|annexe?)\b[^\n.?!]{0,30}$",
    re.IGNORECASE,
)
_IN_ROOM = re.compile(
    r"\b(?:in|into|to|from|outside|opposite|is|was|not|or|and|past)\s$", re.IGNORECASE
)
_ROOMS = re.compile(
    r"(?i)\b(?:rooms?|offices?|floor|corridor|upstairs|downstairs|door|landing|basement|desk|building|wing|sits?)\b"
)
_ROOM_CODE = re.compile(
    r"(?!A[345]\b|M\d|Q[1-4]\b|P45|P60|B2B|H1|G7|G8|G20|F16|K12|C19|V\d"
    r"|S\d\d\d)(?:[A-Z]{1,2}[-. ]?\d{1,3}[A-Za-z]?"
    r"|\d{1,2}[.-]\d{2,3}|\d{1,3}[A-Z]|[1-9]\d\d)"
)


def _is_room_code(piece: str) -> bool:
    return bool(_ROOM_CODE.fullmatch(piece))


_THINGS = re.compile(
    r"(?i)\b(?:"
    + "|".join(sorted(LISTS))
    + r"|codes?|refs?|parts?|models?|catalogue|stock|products?|isbn|hex|hash|columns?|fields?"
    r"|keys?|kit|"
    r"budgets?|rows?|rupees|naira|dollars|euros|pounds|shillings|total|amount|cost)(?:s|'s)?\b"
)
_EMERGENCY = frozenset(["999", "911", "112", "111", "101", "119", "110", "100", "108", "000"])
_KINDS = {Kind.RESIDENT_NUMBER, Kind.ACCOUNT, Kind.PLATE, Kind.TELEPHONE}


_SPEAKER = re.compile(r"^(?:\[[\d:]{5,8}\] ?)?([A-Z]{1,3}-?\d{1,2}):", re.MULTILINE)


def find_loose(text: str, found: Sequence[Code]) -> Iterator[Candidate]:
    """Codes that are spelled aloud, and written ones near a word that speaks of numbers."""
    labels = {match[1] for match in _SPEAKER.finditer(text)}
    for code in found:
        if (
            text[code.start : code.end] in labels
            or contexts.is_amount(text, code.end)
            or contexts.is_listed(text, code.start, 40)
            or _is_part(text, code)
            or re.search(
                r"\blike an? (?:\w+ )?number\b", text[max(0, code.start - 120) : code.start]
            )
        ):
            continue
        kind = _kind(text, code)
        if kind is not None:
            yield Candidate(code.start, code.end, kind, "loose code", 52)


def _is_part(text: str, code: Code) -> bool:
    """Whether it is a part of an amount, a label or a heading."""
    head, tail = text[max(0, code.start - 1) : code.start], text[code.end : code.end + 12]
    return (
        head in ("£", "$", "€", "₩", "#", "₹", "/", "§")
        or bool(
            re.match(r"[.,]\d|%|[/\\]|\s?(?:point|hundred|thousand|million|lakh|crore)\b", tail)
        )
        or (head in ("", "\n", "[") and tail[:1] in (":", ".", "]"))
    )


def _kind(text: str, code: Code) -> Kind | None:
    piece = text[code.start : code.end]
    head = text[max(0, code.start - 80) : code.start]
    words = piece.replace("-", " ").split()
    single = (
        code.spoken and len(words) >= min(len(code.chars), 3) and len(code.chars) <= len(words) + 4
    )
    if single and code.letters and code.digits >= 3 and len(code.chars) >= 5 and code.letters <= 6:
        return _wide(text, code) or Kind.RESIDENT_NUMBER
    if not code.spoken and _IN_ROOM.search(head) and _is_room_code(piece):
        near = re.search(_ROOMS, text[max(0, code.start - 250) : code.start])
        behind = re.match(
            r"[.,;:?!)\"”\n]| (?:and|or|but|with|on|next|which|where|for|to)\b|$", text[code.end :]
        )
        if behind and (near or code.letters):
            return Kind.ROOM
    if (
        code.spoken
        and not code.letters
        and code.digits == 3
        and _IN_ROOM.search(head)
        and len(words) <= 3
    ) and re.search(_ROOMS, text[max(0, code.start - 250) : code.start]):
        return Kind.ROOM
    if code.letters and not code.spoken and _is_bare(text, code):
        return _wide(text, code) or Kind.RESIDENT_NUMBER
    if code.letters:
        digits = code.digits >= 3 and len(code.chars) >= 5 and not code.spoken
        if digits and _NUMBER.search(head):
            return _wide(text, code) or Kind.RESIDENT_NUMBER
        if not code.spoken and 1 <= code.digits <= 3 and code.letters == 1 and _FLOOR.search(head):
            return Kind.ROOM
        return None
    if code.digits <= 4 and "." in piece and not code.spoken:
        return (
            Kind.ROOM if _FLOOR.search(head) and re.fullmatch(r"\d{1,2}\.\d{2,3}", piece) else None
        )
    if 3 <= code.digits <= 5 and not (_YEAR.fullmatch(code.chars) and not code.spoken):
        inside = bool(_ON.search(head) and _INSIDE.search(head)) and code.chars not in _EMERGENCY
        if not inside and code.chars not in _EMERGENCY:
            near = _INSIDE.search(text[max(0, code.start - 130) : code.start])
            inside = bool(near and _CLAUSE_END.match(text, code.end) and _BEFORE.search(head))
        if inside and (code.spoken or len(words) == 1) and (not code.spoken or single):
            return Kind.EXTENSION
        return None
    if _is_bare(text, code):
        return _wide(text, code) or Kind.RESIDENT_NUMBER
    grouped = (
        not code.spoken
        and code.digits >= 5
        and "." not in piece
        and not re.fullmatch(r"\d{1,3}(?: 000)+", piece)
    )
    if grouped and _NUMBER.search(head):
        return _wide(text, code) or Kind.RESIDENT_NUMBER
    return None


def _is_bare(text: str, code: Code) -> bool:
    """Whether a long written code stands alone, with no word for a thing that is numbered near."""
    if code.spoken or (code.digits < 6 and not code.letters) or (code.letters and code.digits < 4):
        return False
    if code.letters > 4 or len(code.chars) < 6:
        return False
    piece = text[code.start : code.end]
    if re.search(r"[.,]", piece) or re.search(r"(?: 000)+$", piece):
        return False
    head = text[max(0, code.start - 90) : code.start]
    return not _THINGS.search(head)


def _wide(text: str, code: Code) -> Kind | None:
    """The kind of the nearest word that says what a number is, however far."""
    context = contexts.before(text, code.start, width=_WIDE)
    return context.kind if context is not None and context.kind in _KINDS else None
