"""MiniLM by onnxruntime gives the vectors of sentence-transformers, and needs no torch."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from toolkit.suggest.models import registry
from toolkit.suggest.models.weights import verified

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.models

TEXTS = [
    "They do not share their data with us.",
    "The budget is gone after the first year, and nobody pays for the upkeep of the system.",
    "No.",
    "",
    " ",
    "자료를 안 줍니다. 예산이 없어서요.",
    "We call it 칸막이, a “silo” — café, naïve, 10 € …",
    "word " * 1000,
    "This sentence is read to its end but not beyond, however often it is said again. " * 40,
    "😀 \0 a\0b \u0301x [SEP] [MASK] ##ing",
    "a" * 500,
]
ALONE = """
import sys
from toolkit.suggest.models.registry import embedder
vector = embedder("minilm").embed(["The budget is gone."])
assert vector.shape == (1, 384)
heavy = {"torch", "transformers", "sentence_transformers"} & set(sys.modules)
sys.exit(str(heavy) if heavy else 0)
"""


def test_vectors_are_those_of_sentence_transformers() -> None:
    library = pytest.importorskip("sentence_transformers")
    folder = verified("minilm", registry.MODELS["minilm"].package)
    reference = library.SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    expected = np.vstack([reference.encode([text], show_progress_bar=False) for text in TEXTS])
    vectors = registry.embedder("minilm").embed(TEXTS)
    assert np.abs(vectors - expected).max() <= 1.1e-5  # Half of the last decimal, and a little.
    model = registry.MODELS["minilm"]
    exact = model.load(verified("minilm", model.package), model.id)
    raw = np.vstack([exact._encode([text]) for text in TEXTS])  # type: ignore[attr-defined]
    raw = raw.astype(np.float64) / np.linalg.norm(raw.astype(np.float64), axis=1, keepdims=True)
    wide = expected.astype(np.float64)
    cosines = (raw * wide).sum(axis=1) / np.linalg.norm(wide, axis=1)
    assert cosines.min() >= 0.9999999


def test_half_of_a_character_is_no_fault() -> None:
    model = registry.embedder("minilm")
    assert np.array_equal(model.embed(["a \ud800 b"]), model.embed(["a ? b"]))


def test_a_vector_does_not_depend_on_texts_of_other_lengths() -> None:
    model = registry.embedder("minilm")
    together = model.embed(TEXTS)
    alone = np.vstack([model.embed([text]) for text in TEXTS])
    assert np.abs(together - alone).max() <= 1.1e-5


def test_a_fresh_process_needs_no_torch_and_leaves_nothing_but_the_graph(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
        "HOME": str(tmp_path / "home"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "TMPDIR": str(tmp_path / "tmp"),
    }
    for name in ("home", "cache", "data", "tmp"):
        (tmp_path / name).mkdir()
    done = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    if sys.platform == "linux":
        assert [path.parent for path in left] == [tmp_path / "cache" / "qct" / "graphs"]
