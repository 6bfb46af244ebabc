"""Similarity of a new code to the codes of a codebook, by letters of names and definitions.

Runs of two and three letters are compared, so that a plural, a Korean particle or a typing
error does not hide a similarity. Case, width and accents are ignored. No model is needed.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.codebook import Code

MOST = 3
_LENGTHS = (2, 3)
_NAME, _WHOLE = 0.7, 0.3
"""Weights of the similarity of names and of the similarity of names and definitions."""


@dataclass(frozen=True, slots=True)
class SimilarCode:
    """A code and its similarity to the new one, above 0 and at most 1."""

    code_id: str
    score: float


class CodeSimilarity:
    """The codes of a codebook, prepared for comparison with a new code."""

    def __init__(self, codes: Iterable[Code]) -> None:
        code_list = list(codes)
        self._ids = [code.id for code in code_list]
        whole = [_grams(_everything(code)) for code in code_list]
        # Runs of letters that most codes share distinguish little, so they weigh less.
        having = Counter(gram for grams in whole for gram in grams)
        self._weights = {
            gram: log((1 + len(code_list)) / (1 + n)) + 1 for gram, n in having.items()
        }
        self._rare = log(1 + len(code_list)) + 1
        self._whole = [self._weighed(grams) for grams in whole]
        self._names = [
            [self._weighed(_grams(name)) for name in (*code.name.values(), code.id)]
            for code in code_list
        ]

    def nearest(
        self, names: Iterable[str], definitions: Iterable[str] = (), most: int = MOST
    ) -> list[SimilarCode]:
        """The `most` codes that are most similar to these names and definitions, best first.

        Names may be in any language; each is compared with every name of a code. Codes
        without any similarity are left out, and equally similar codes keep their order.
        """
        given_names = [name for name in names if name.strip()]
        profiles = [self._weighed(_grams(name)) for name in given_names]
        profile_of_all = self._weighed(_grams(" ".join([*given_names, *definitions])))
        candidates = []
        for code_id, its_names, whole in zip(self._ids, self._names, self._whole, strict=True):
            name = max((_alike(a, b) for a in profiles for b in its_names), default=0.0)
            similarity = _NAME * name + _WHOLE * _cosine(profile_of_all, whole)
            # An equal name is decisive, whatever the definitions say.
            score = round(max(similarity, name if name > 0.999 else 0.0), 6)
            if score > 0:
                candidates.append(SimilarCode(code_id, min(score, 1.0)))
        return sorted(candidates, key=lambda candidate: -candidate.score)[: max(most, 0)]

    def _weighed(self, grams: Counter[str]) -> _Profile:
        weighed = {gram: n * self._weights.get(gram, self._rare) for gram, n in grams.items()}
        return _Profile(weighed, sqrt(sum(value * value for value in weighed.values())))


@dataclass(frozen=True, slots=True)
class _Profile:
    weights: dict[str, float]
    length: float


def folded(text: str) -> str:
    """`text` for comparison: without case, width or accents, with single blanks."""
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


def _alike(first: _Profile, second: _Profile) -> float:
    """Similarity of two names: half their cosine, half the share of the shorter in the longer."""
    shorter, longer = sorted((first, second), key=lambda profile: profile.length)
    if not shorter.length:
        return 0.0
    shared = sum(
        min(weight, longer.weights.get(gram, 0.0)) * weight
        for gram, weight in shorter.weights.items()
    )
    return 0.5 * _cosine(first, second) + 0.5 * shared / shorter.length**2


def _cosine(first: _Profile, second: _Profile) -> float:
    few, many = sorted((first, second), key=lambda profile: len(profile.weights))
    dot = sum(weight * many.weights.get(gram, 0.0) for gram, weight in few.weights.items())
    return dot / (first.length * second.length) if dot else 0.0
