"""Embedder from a folder of sentence-transformers, which alone imports that library and torch."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.suggest.models.embedders import by_length, whole_characters
from toolkit.suggest.models.weights import install_hint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.suggest.models.embedders import Vectors

BATCH = 32
"""Number of texts in a batch."""
THREADS = 8
"""Most threads; a smaller machine uses fewer."""


class SentenceFolder:
    """A model that somebody added. No code of its folder runs, and nothing is downloaded."""

    def __init__(self, folder: Path, name: str, model_id: str) -> None:
        """`folder` has the files of the model. Raises `InputError` where it cannot be loaded."""
        stay_offline()
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging
        except ImportError as missing:
            raise InputError(
                _("model {name!r} needs the package {package}.").format(
                    name=name, package=missing.name or "sentence-transformers"
                ),
                code="model-missing",
                hint=install_hint("themes"),
            ) from missing
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(max(1, min(THREADS, os.cpu_count() or 1)))
        try:
            self._model = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
            self._dim = int(self._encode(["."]).shape[1])
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise InputError(
                _("{folder} is no model that sentence-transformers can load: {reason}").format(
                    folder=folder, reason=(str(error).splitlines() or [type(error).__name__])[0]
                ),
                code="model-unusable",
                hint=_(
                    "Name a folder that SentenceTransformer.save has written, with its weights "
                    "as safetensors."
                ),
            ) from error
        self._id = model_id

    @property
    def id(self) -> str:
        return self._id

    @property
    def dim(self) -> int:
        return self._dim

    def embed(self, texts: Sequence[str]) -> Vectors:
        return by_length(texts, self._encode, BATCH, self._dim, self._tokens)

    def _tokens(self, texts: list[str]) -> list[int]:
        whole = [whole_characters(text) for text in texts]
        most = self._model.max_seq_length or 512
        pieces = self._model.tokenizer(whole, truncation=True, max_length=most)
        return [len(ids) for ids in pieces["input_ids"]]

    def _encode(self, batch: list[str]) -> Vectors:
        return self._model.encode(
            [whole_characters(text) for text in batch],
            batch_size=BATCH,
            convert_to_numpy=True,
            show_progress_bar=False,
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
