"""Embedders: models that turn texts into vectors, and the steps that all of them share."""

from __future__ import annotations

import threading
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

DECIMALS = 5
"""Decimals of vectors, so that results do not depend on other texts of a batch."""


class Embedder(Protocol):
    """A model that turns texts into vectors, always the same and without network."""

    @property
    def id(self) -> str:
        """`name@` and the first 12 hex digits of the weights' SHA-256."""
        ...

    @property
    def dim(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Float32 rows of unit length, shape (number of texts, dim), in the texts' order."""
        ...


class LazyEmbedder:
    """An embedder that loads its model with the first text."""

    def __init__(
        self, model_id: str, dim: int, load: Callable[[], Embedder], name: str = ""
    ) -> None:
        """`name` is that by which the registry of another process finds the same model."""
        self._id = model_id
        self._dim = dim
        self._load = load
        self.name = name
        self._loaded: Embedder | None = None
        self._loading = threading.Lock()

    @property
    def id(self) -> str:
        return self._id

    @property
    def dim(self) -> int:
        return self._dim

    def embed(self, texts: Sequence[str]) -> Vectors:
        import numpy as np

        if not texts:
            return np.zeros((0, self._dim), dtype=np.float32)
        return self.loaded().embed(texts)

    @property
    def is_loaded(self) -> bool:
        return self._loaded is not None

    def loaded(self) -> Embedder:
        """The model; threads that ask at once load it once."""
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded


def unit_rows(vectors: Vectors) -> Vectors:
    """The rows scaled to length 1 and rounded; a row of zeros (an empty text) stays zero."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    finished: Vectors = np.round(scaled, DECIMALS).astype(np.float32)
    return finished


def whole_characters(text: str) -> str:
    """The text with half a character, which no tokenizer reads, as a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def by_length(
    texts: Sequence[str],
    encode: Callable[[list[str]], Vectors],
    batch: int,
    dim: int,
    tokens: Callable[[list[str]], list[int]] | None = None,
) -> Vectors:
    """Vectors of the texts in their order; each distinct text is encoded once.

    Batches have texts of similar length. `tokens` counts the tokens of texts for models that
    pad: texts of different counts then share no batch, so that the vector of a text does not
    depend on its neighbours. Shape (texts, dim).
    """
    import numpy as np

    distinct = sorted(set(texts), key=lambda text: (len(text), text))
    lengths = tokens(distinct) if tokens and distinct else [0] * len(distinct)
    order = sorted(range(len(distinct)), key=lambda at: lengths[at])
    row = {distinct[at]: place for place, at in enumerate(order)}
    rows = np.zeros((len(distinct), dim), dtype=np.float32)
    done = 0
    for _, group in groupby(order, key=lambda at: lengths[at]):
        same = [distinct[at] for at in group]
        for start in range(0, len(same), batch):
            part = same[start : start + batch]
            rows[done : done + len(part)] = encode(part)
            done += len(part)
    places = np.array([row[text] for text in texts], dtype=np.intp)
    return unit_rows(rows[places])
