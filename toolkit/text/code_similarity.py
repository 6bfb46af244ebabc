"""Which codes of a codebook a new one resembles, by the letters of names and definitions.

Runs of two and three letters are compared, so that a plural, a Korean particle or a typing
error does not hide a likeness. Case, width and accents do not count. No model is needed.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log, sqrt

from toolkit.domain.codebook import Code

MOST = 3
_LENGTHS = (2, 3)
_NAME, _WHOLE = 0.7, 0.3
"""How much of the likeness is that of the names; the rest is that of all a code says."""


@dataclass(frozen=True, slots=True)
class Near:
    """A code and how much it resembles what was asked about: above 0, at most 1."""

    code_id: str
    score: float


class Likeness:
    """The codes of a codebook, ready to be compared with one that is not there yet."""

    def __init__(self, codes: Iterable[Code]) -> None:
        kept = list(codes)
        self._ids = [code.id for code in kept]
        whole = [_grams(_everything(code)) for code in kept]
        # Runs of letters that most codes have say little about any.
        having = Counter(gram for grams in whole for gram in grams)
        self._weights = {gram: log((1 + len(kept)) / (1 + n)) + 1 for gram, n in having.items()}
        self._rare = log(1 + len(kept)) + 1
        self._whole = [self._weighed(grams) for grams in whole]
        self._names = [
            [self._weighed(_grams(name)) for name in (*code.name.values(), code.id)]
            for code in kept
        ]

    def nearest(
        self, names: Iterable[str], definitions: Iterable[str] = (), most: int = MOST
    ) -> list[Near]:
        """The `most` codes nearest to one of these names and definitions, the nearest first.

        They are in whatever languages; each name is compared with every name of a code. Codes
        that share nothing are left out; those that are equally near keep their order.
        """
        called = [name for name in names if name.strip()]
        asked = [self._weighed(_grams(name)) for name in called]
        asked_whole = self._weighed(_grams(" ".join([*called, *definitions])))
        found = []
        for code_id, its_names, whole in zip(self._ids, self._names, self._whole, strict=True):
            name = max((_alike(a, b) for a in asked for b in its_names), default=0.0)
            likeness = _NAME * name + _WHOLE * _cosine(asked_whole, whole)
            # The same name is the same code, whatever the definitions say.
            score = round(max(likeness, name if name > 0.999 else 0.0), 6)
            if score > 0:
                found.append(Near(code_id, min(score, 1.0)))
        return sorted(found, key=lambda near: -near.score)[: max(most, 0)]

    def _weighed(self, grams: Counter[str]) -> _Profile:
        weighed = {gram: n * self._weights.get(gram, self._rare) for gram, n in grams.items()}
        return _Profile(weighed, sqrt(sum(value * value for value in weighed.values())))


@dataclass(frozen=True, slots=True)
class _Profile:
    weights: dict[str, float]
    length: float


def folded(text: str) -> str:
    """`text` as it is compared: no case, width or accents, one blank between words."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def _everything(code: Code) -> str:
    return " ".join([code.id, *code.name.values(), *code.definition.values()])


def _grams(text: str) -> Counter[str]:
    words = "".join(char if char.isalnum() else " " for char in folded(text)).split()
    return Counter(
        f" {word} "[at : at + length]
        for word in words
        for length in _LENGTHS
        for at in range(len(word) + 3 - length)
    )


def _alike(one: _Profile, other: _Profile) -> float:
    """Of names: half how equal they are, half how much of the shorter is in the longer."""
    shorter, longer = sorted((one, other), key=lambda profile: profile.length)
    if not shorter.length:
        return 0.0
    shared = sum(
        min(weight, longer.weights.get(gram, 0.0)) * weight
        for gram, weight in shorter.weights.items()
    )
    return 0.5 * _cosine(one, other) + 0.5 * shared / shorter.length**2


def _cosine(one: _Profile, other: _Profile) -> float:
    few, many = sorted((one, other), key=lambda profile: len(profile.weights))
    dot = sum(weight * many.weights.get(gram, 0.0) for gram, weight in few.weights.items())
    return dot / (one.length * other.length) if dot else 0.0
