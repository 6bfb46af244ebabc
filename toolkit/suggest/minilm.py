"""all-MiniLM-L6-v2 for English, through sentence-transformers. The only file that imports it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.suggest.embedders import by_length
from toolkit.suggest.weights import INSTALL_HINT

if TYPE_CHECKING:
    from toolkit.suggest.embedders import Vectors

DIM = 384
BATCH = 32
"""Texts encoded together."""
MOST_PIECES = 256
"""Word pieces of a text that are read."""
THREADS = 8
"""At most; fewer on a smaller machine."""


class MiniLM:
    """Texts beyond `MOST_PIECES` (about 190 words) are read up to there."""

    def __init__(self, folder: Path, model_id: str) -> None:
        """`folder`: the model's files, already verified."""
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
                hint=INSTALL_HINT,
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
    """Keep the model libraries from looking at the network or reporting use."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    # Threads that wait without spinning: on a busy machine they would burn its time.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
