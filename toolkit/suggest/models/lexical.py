"""Embedder by letters, which needs no model: hashed character n-grams with numpy alone."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from toolkit.suggest.models.embedders import unit_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DIM = 4096
"""Number of buckets into which n-grams are hashed."""
LENGTHS = (2, 3, 4)
"""Lengths of n-grams in characters."""
MOST_DIRECTIONS = 300
TEXTS_A_DIRECTION = 3
"""With as many directions as texts nothing would come together."""
FEWEST_FITTED = 100
"""With fewer texts no directions are learned."""
MOST_FITTED = 1000
"""Texts that the directions are learned from."""
SMALL = 1e-6


Fit = Callable[[], "Projection"]


class Lexical:
    """TF-IDF of character 2- to 4-grams within words, hashed with signs into `DIM` buckets.

    Without `weights` all n-grams count alike; `fitted` weighs them by how rare they are.
    """

    def __init__(self, weights: NDArray[np.float32] | None = None) -> None:
        """`weights` is the inverse document frequency of each bucket, shape (DIM,)."""
        self._weights = weights
        seed = b"char 2-4, crc32, signed" + (b"" if weights is None else weights.tobytes())
        self._id = f"lexical@{hashlib.sha256(seed).hexdigest()[:12]}"

    @classmethod
    def fitted(cls, texts: Iterable[str]) -> Lexical:
        """An embedder with weights from unlabelled texts: ln((1 + n) / (1 + df)) + 1 a bucket."""
        return cls(_rarity(texts))

    @property
    def id(self) -> str:
        return self._id

    @property
    def dim(self) -> int:
        return DIM

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), DIM), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            buckets, values = hashed(text)
            np.add.at(row, buckets, values)
        return unit_rows(rows if self._weights is None else rows * self._weights)


@dataclass(frozen=True)
class Projection:
    """What is learned from the unlabelled texts of a project."""

    weights: NDArray[np.float32]
    """Inverse document frequency of each bucket, shape (DIM,)."""
    directions: NDArray[np.float32]
    """Orthonormal columns along which the texts differ most, shape (DIM, dimensions)."""


class Projected:
    """The vectors of `Lexical` with weights, projected on the directions of a project.

    The directions are right singular vectors of the vectors of texts (latent semantic analysis,
    Deerwester et al. 1990): n-grams that occur in the same texts come together.
    """

    def __init__(self, texts: Sequence[str], kept: Callable[[bytes, Fit], Projection]) -> None:
        """`kept` returns what is kept under a key, else what the function that it gets computes."""
        self._texts, self._kept = texts, kept
        form = f"char 2-4, crc32, signed, svd {MOST_DIRECTIONS} {TEXTS_A_DIRECTION}"
        content = hashlib.sha256(form.encode())
        for digest in sorted(map(_digest, texts)):
            content.update(digest)
        self._key = content.digest()
        self._fitted: Projection | None = None

    @property
    def id(self) -> str:
        return f"lexical@{self._key.hex()[:12]}"

    @property
    def dim(self) -> int:
        return directions_of(len(self._texts))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._fitted is None:
            self._fitted = self._kept(self._key, lambda: fit_projection(self._texts))
        rows = Lexical(self._fitted.weights).embed(texts) @ self._fitted.directions
        return unit_rows(rows.astype(np.float32))


def fit_projection(texts: Sequence[str]) -> Projection:
    """The directions of texts, the same in whatever order they are given.

    They are those of the `MOST_FITTED` texts that come first by their hash.
    """
    ordered = sorted(texts, key=_digest)
    weights = _rarity(ordered)
    rows = Lexical(weights).embed(ordered[:MOST_FITTED]).astype(np.float64)
    squares, left = np.linalg.eigh(rows @ rows.T)
    most = slice(None, -1 - directions_of(len(texts)), -1)
    lengths = np.sqrt(np.maximum(squares[most], 0))
    right = rows.T @ left[:, most]
    # A direction of no length says nothing of the texts.
    directions = np.divide(right, lengths, out=np.zeros_like(right), where=lengths > SMALL)
    return Projection(weights, directions.astype(np.float32))


def directions_of(texts: int) -> int:
    """The number of directions that so many texts give."""
    return min(MOST_DIRECTIONS, texts // TEXTS_A_DIRECTION)


def _rarity(texts: Iterable[str]) -> NDArray[np.float32]:
    """The weight of each bucket: ln((1 + n) / (1 + df)) + 1."""
    document_counts = np.zeros(DIM, dtype=np.int64)
    total = 0
    for text in texts:
        buckets, _values = hashed(text)
        document_counts[np.unique(buckets)] += 1
        total += 1
    weights = np.log((1 + total) / (1 + document_counts)) + 1
    return np.round(weights, 6).astype(np.float32)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def hashed(text: str) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The bucket and the signed 1 + ln(count) of each distinct n-gram, as two arrays."""
    words = unicodedata.normalize("NFC", text).casefold().split()
    grams = Counter(
        f" {word} "[at : at + length]
        for word in words
        for length in LENGTHS
        for at in range(len(word) + 3 - length)
    )
    codes = np.array([crc32(gram.encode("utf-8", "surrogatepass")) for gram in grams], dtype=int)
    counts = np.array(list(grams.values()), dtype=np.float32)
    signs = np.where((codes >> 16) & 1, np.float32(1), np.float32(-1))
    return (codes % DIM).astype(np.intp), signs * (1 + np.log(counts))
