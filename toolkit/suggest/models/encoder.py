"""A BERT encoder that onnxruntime computes; the only file that imports onnxruntime.

Releases of onnxruntime from 1.29 on report their use to their maker unless they are told not to
before they start. The extra `suggest` therefore stays below 1.29, whose releases cannot, and the
variable that forbids it is set as well, for environments with another release.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from toolkit.suggest.models.kept_graph import kept_graph

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    from toolkit.suggest.models.embedders import Vectors
    from toolkit.suggest.models.encoder_graph import Shape

THREADS = 8
"""Most threads; a smaller machine uses fewer."""


class Encoder:
    """An encoder with its weights, on the processor. It opens no file but that of its graph."""

    def __init__(
        self, name: str, shape: Shape, sha256: str, weights: Mapping[str, NDArray[Any]]
    ) -> None:
        """`weights` by the names in the graph; `sha256` is that of the graph.

        Raises `ImportError` where onnxruntime, or onnx at the first time, is missing.
        """
        stay_silent()
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads()
        # Threads that spin while they wait would take time from others on a busy machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in weights.values()]
        options.add_external_initializers(list(weights), values)
        self._session = onnxruntime.InferenceSession(
            kept_graph(name, shape, sha256), options, providers=["CPUExecutionProvider"]
        )

    def pooled(self, embeddings: NDArray[np.float32]) -> Vectors:
        """The mean over tokens, shape (batch, hidden), of embeddings (batch, tokens, hidden)."""
        rows: Vectors = self._session.run(["pooled"], {"embeddings": embeddings})[0]
        return rows


def threads() -> int:
    """The number of threads: one for each processor, at most `THREADS` and `OMP_NUM_THREADS`.

    A process that computes a part of the work beside others is given one thread by that variable.
    """
    given = os.environ.get("OMP_NUM_THREADS", "")
    most = int(given) if given.isascii() and given.isdigit() else THREADS
    return max(1, min(THREADS, most, os.cpu_count() or 1))


def stay_silent() -> None:
    """Keep onnxruntime from reporting its use, which only counts before it is imported."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
