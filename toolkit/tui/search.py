"""Finding text as a reader means it: case, accents and width do not count."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from toolkit.domain.spans import Span


class _Folds(dict[str, str]):
    """One folded code point for each, so that offsets stay what they are."""

    def __missing__(self, char: str) -> str:
        compatible = unicodedata.normalize("NFKC", char)
        base = char if len(compatible) != 1 else compatible
        if not "가" <= base <= "힣":
            base = unicodedata.normalize("NFD", base)[0]
        lower = base.casefold()
        folded = self[char] = lower if len(lower) == 1 else base
        return folded


_fold: Callable[[str], str] = _Folds().__getitem__


def folded(text: str) -> str:
    """`text` for comparing, of the same length."""
    return "".join(map(_fold, text))


def find_all(text: str, query: str) -> list[Span]:
    """Where `query` occurs in `text`, in order and apart; nothing for an empty query.

    >>> [str(span) for span in find_all("Café, CAFE", "cafe")]
    ['0:4', '6:10']
    """
    wanted = folded(unicodedata.normalize("NFC", query))
    if not wanted.strip():
        return []
    haystack, found, at = folded(text), [], 0
    while (at := haystack.find(wanted, at)) >= 0:
        found.append(Span(at, at + len(wanted)))
        at += len(wanted)
    return found
