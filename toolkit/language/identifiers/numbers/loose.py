"""Codes that no word right before them names, by their form and by what is said around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts

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
    r"\b(?:on|at|is|direct|inside|reception|desk|switchboard|answers)[,:]?\s$", re.IGNORECASE
)
_INSIDE = re.compile(
    r"\b(?:direct|inside|internally?|ring|rang|call|phone|telephone|line|extension|desk|reach|get me|"
    r"switchboard|intercom|dial\w*|pick(?:s|ed)? up|answers?)\b",
    re.IGNORECASE,
)
_FLOOR = re.compile(
    r"\b(?:floor|corridor|upstairs|downstairs|door|landing|basement|hallway|block|wing|annexe?)\b[^\n.?!]{0,30}$",
    re.IGNORECASE,
)
_EMERGENCY = frozenset(["999", "911", "112", "111", "101", "119", "110", "100", "108", "000"])
_KINDS = {Kind.RESIDENT_NUMBER, Kind.ACCOUNT, Kind.PLATE, Kind.TELEPHONE}


def find_loose(text: str, found: Sequence[Code]) -> Iterator[Candidate]:
    """Codes that are spelled aloud, and written ones near a word that speaks of numbers."""
    for code in found:
        if (
            contexts.is_amount(text, code.end)
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
        inside = _ON.search(head) and _INSIDE.search(head) and code.chars not in _EMERGENCY
        if inside and (code.spoken or len(words) == 1) and (not code.spoken or single):
            return Kind.EXTENSION
        return None
    grouped = (
        not code.spoken
        and code.digits >= 5
        and "." not in piece
        and not re.fullmatch(r"\d{1,3}(?: 000)+", piece)
    )
    if grouped and _NUMBER.search(head):
        return _wide(text, code) or Kind.RESIDENT_NUMBER
    return None


def _wide(text: str, code: Code) -> Kind | None:
    """The kind of the nearest word that says what a number is, however far."""
    context = contexts.before(text, code.start, width=_WIDE)
    return context.kind if context is not None and context.kind in _KINDS else None
