"""Embedder by letters, which needs no model: hashed character n-grams with numpy alone."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from toolkit.suggest.models.embedders import unit_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

DIM = 4096
"""Number of buckets into which n-grams are hashed."""
LENGTHS = (2, 3, 4)
"""Lengths of n-grams in characters."""


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
        document_counts = np.zeros(DIM, dtype=np.int64)
        total = 0
        for text in texts:
            buckets, _values = hashed(text)
            document_counts[np.unique(buckets)] += 1
            total += 1
        weights = np.log((1 + total) / (1 + document_counts)) + 1
        return cls(np.round(weights, 6).astype(np.float32))

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
