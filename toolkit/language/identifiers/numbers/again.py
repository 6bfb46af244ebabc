"""Codes that are said again: with two digits exchanged, corrected, or a part of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.numbers.codes import Code

_KINDS = (Kind.TELEPHONE, Kind.EXTENSION, Kind.ACCOUNT, Kind.RESIDENT_NUMBER, Kind.PLATE, Kind.ROOM)
_SURE = 60
_NEAR = 400
"""Code points within which a part of a code is said again."""
_KNOWN = 60
"""Codes that are compared with others, at most; a transcript has fewer."""


def codes_again(
    text: str, found: Sequence[Code], candidates: Sequence[Candidate]
) -> Iterator[Candidate]:
    """Codes that differ from one that a rule has found in two places at most, and parts of one."""
    sure = {
        (c.start, c.end): c.kind for c in candidates if c.kind in _KINDS and c.strength >= _SURE
    }
    known: dict[str, tuple[Kind, int]] = {}
    for code in found:
        kind = sure.get((code.start, code.end))
        if kind is not None and len(code.chars) >= 5 and len(known) < _KNOWN:
            known.setdefault(code.chars, (kind, code.start))
    if not known:
        return
    for code in found:
        if (
            len(code.chars) < 3
            or contexts.is_amount(text, code.end)
            or (code.digits == len(code.chars) and contexts.is_listed(text, code.start, 30))
        ):
            continue
        for chars, (kind, start) in known.items():
            if _is_like(code.chars, chars) or (
                0 < code.start - start <= _NEAR
                and 3 <= len(code.chars) < len(chars)
                and (chars.startswith(code.chars) or chars.endswith(code.chars))
            ):
                yield Candidate(code.start, code.end, kind, "said again", 59)
                break


def _is_like(left: str, right: str) -> bool:
    """Whether two codes are of one length and differ in few places.

    >>> _is_like("HK203118", "HK208113"), _is_like("4471", "4417")
    (True, False)
    """
    short, long = sorted((left, right), key=len)
    if len(short) >= 7 and len(long) == len(short) + 1:
        return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
    if len(left) != len(right) or len(left) < 5:
        return False
    differing = sum(a != b for a, b in zip(left, right, strict=True))
    return differing <= 2 or (differing <= 4 and sorted(left) == sorted(right) and len(left) >= 7)
