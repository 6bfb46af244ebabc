"""Words in a text, where they stand as words and not inside longer ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_HANGUL = "가-힣"


class WholeWords:
    """Finds given words, without regard to case and to how many blanks separate them.

    In Hangul a word may be followed by its particles, so only what stands before it counts.

    >>> words = WholeWords({"Kim": "[Person 1]", "민수": "[인물-1]"})
    >>> words.replaced("kim's skimming, 민수가 김민수")
    "[Person 1]'s skimming, [인물-1]가 김민수"
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        """`words` have what may be put in the place of each."""
        self._instead = {_key(each): other for each, other in words.items()}
        # Longer words come first: a whole name before its parts.
        listed = sorted(self._instead, key=lambda each: (-len(each), each))
        self._pattern = (
            re.compile("|".join(map(_expression, listed)), re.IGNORECASE) if listed else None
        )

    def __bool__(self) -> bool:
        return self._pattern is not None

    def any_in(self, text: str) -> bool:
        """Whether one of the words stands in the text."""
        return self._pattern is not None and self._pattern.search(text) is not None

    def replaced(self, text: str) -> str:
        """The text with each of the words replaced."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: self._instead[_key(match[0])], text)


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


def _expression(words: str) -> str:
    inner = r"\s+".join(map(re.escape, words.split()))
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    last = words.rstrip()[-1]
    after = r"(?!\w)" if re.match(r"\w", last) and not re.match(f"[{_HANGUL}]", last) else ""
    if after:
        # A Korean particle may follow a Latin word or a number.
        after = rf"(?![^\W{_HANGUL}])"
    return f"{before}{inner}{after}"
