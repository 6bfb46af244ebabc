"""Embedder all-MiniLM-L6-v2 for English, by onnxruntime around the weights as published."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.suggest.models.embedders import by_length, whole_characters
from toolkit.suggest.models.encoder_graph import Shape
from toolkit.suggest.models.weights import install_hint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from toolkit.suggest.models.embedders import Vectors

DIM = 384
BATCH = 32
"""Number of texts in a batch."""
MOST_PIECES = 256
"""Most word pieces of a text that the model reads."""
SHAPE = Shape(layers=6, hidden=DIM, heads=12, inner=1536, epsilon=1e-12)
GRAPH_SHA = "b620ae7eb8e3f9eac6f78f32200a440caa69ce42e2baadf09cae57d67e17e5ab"
"""The SHA-256 of the graph that `encoder_graph(SHAPE)` makes."""
_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "attended.norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "outer.norm": "output.LayerNorm",
}
"""Names in the graph, and those of the same weights in the published file."""


class MiniLM:
    """The model reads the first `MOST_PIECES` word pieces of a text, about 190 words.

    The vector of a text is the mean over its pieces. Texts of different lengths share no batch,
    so nothing is padded and no piece has to be masked.
    """

    def __init__(self, folder: Path, model_id: str) -> None:
        """`folder` has the files of the model, already verified. Raises `InputError` without it."""
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            from safetensors.numpy import load_file
            from tokenizers import Tokenizer

            from toolkit.suggest.models.encoder import Encoder

            weights = load_file(folder / "model.safetensors")
            self._encoder = Encoder("minilm", SHAPE, GRAPH_SHA, renamed(weights))
        except ImportError as missing:
            raise InputError(
                _("model 'minilm' needs the package {package}.").format(
                    package=missing.name or "onnxruntime"
                ),
                code="model-missing",
                hint=install_hint(),
            ) from missing
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_PIECES)
        self._id = model_id

    @property
    def id(self) -> str:
        return self._id

    @property
    def dim(self) -> int:
        return DIM

    def embed(self, texts: Sequence[str]) -> Vectors:
        return by_length(texts, self._encode, BATCH, DIM, self._tokens)

    def _pieces(self, texts: list[str]) -> list[list[int]]:
        encodings = self._tokenizer.encode_batch([whole_characters(text) for text in texts])
        return [encoding.ids for encoding in encodings]

    def _tokens(self, texts: list[str]) -> list[int]:
        return [len(pieces) for pieces in self._pieces(texts)]

    def _encode(self, batch: list[str]) -> Vectors:
        import numpy as np

        pieces = np.array(self._pieces(batch), dtype=np.intp)
        return self._encoder.pooled(self._words[pieces] + self._places[: pieces.shape[1]])


def renamed(weights: dict[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """The weights of the encoder by their names in the graph, without those of words."""
    names = {"embeddings.norm": "embeddings.LayerNorm"}
    for layer in range(SHAPE.layers):
        for ours, theirs in _PARTS.items():
            names[f"layer.{layer}.{ours}"] = f"encoder.layer.{layer}.{theirs}"
    return {
        f"{ours}.{part}": weights[f"{theirs}.{part}"]
        for ours, theirs in names.items()
        for part in ("weight", "bias")
    }
