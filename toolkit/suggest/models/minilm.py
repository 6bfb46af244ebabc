"""Embedder all-MiniLM-L6-v2 for English; the only file that imports sentence-transformers."""

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
BATCH = 32
"""Number of texts in a batch."""
MOST_PIECES = 256
"""Most word pieces of a text that the model reads."""
THREADS = 8
"""Most threads; a smaller machine uses fewer."""


class MiniLM:
    """The model reads the first `MOST_PIECES` word pieces of a text, about 190 words."""

    def __init__(self, folder: Path, model_id: str) -> None:
        """`folder` has the files of the model, already verified. Raises `InputError` without it."""
        stay_offline()
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging
        except ImportError as missing:
            raise InputError(
                _("model 'minilm' needs the package {package}.").format(
                    package=missing.name or "sentence-transformers"
                ),
                code="model-missing",
                hint=install_hint(),
            ) from missing
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(max(1, min(THREADS, os.cpu_count() or 1)))
        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
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
        pieces = self._model.tokenizer(texts, truncation=True, max_length=MOST_PIECES)
        return [len(ids) for ids in pieces["input_ids"]]

    def _encode(self, batch: list[str]) -> Vectors:
        return self._model.encode(
            batch, batch_size=BATCH, convert_to_numpy=True, show_progress_bar=False
        )


def stay_offline() -> None:
    """Keep the libraries of the model from using the network."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    # Threads that spin while they wait would take time from others on a busy machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
