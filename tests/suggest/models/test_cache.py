"""Cached vectors are embedded once, private, rebuilt when damaged and shared by processes."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from toolkit.compute.chunks import CancelledError
from toolkit.suggest.models import cache
from toolkit.suggest.models.cache import FILE, CachedEmbedder, purge
from toolkit.suggest.models.embedders import LazyEmbedder
from toolkit.suggest.models.lexical import Lexical

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


class Counting:
    """An embedder that records the texts it was given."""

    def __init__(self, model_id: str = "counting@1") -> None:
        self.asked: list[str] = []
        self._inner = Lexical()
        self._id = model_id

    @property
    def id(self) -> str:
        return self._id

    @property
    def dim(self) -> int:
        return self._inner.dim

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return self._inner.embed(texts)


def test_a_text_is_embedded_once(tmp_path: Path) -> None:
    inner = Counting()
    texts = ["one", "zwei", "one", "셋"]
    first = CachedEmbedder(inner, tmp_path).embed(texts)
    second = CachedEmbedder(inner, tmp_path).embed([*texts, "four"])
    assert sorted(inner.asked) == sorted({"one", "zwei", "셋", "four"})
    assert np.array_equal(first, second[:4])
    assert np.array_equal(first, Lexical().embed(texts))
    assert CachedEmbedder(inner, tmp_path).embed([]).shape == (0, inner.dim)


def test_models_do_not_share_vectors(tmp_path: Path) -> None:
    CachedEmbedder(Counting("a@1"), tmp_path).embed(["one"])
    other = Counting("b@1")
    CachedEmbedder(other, tmp_path).embed(["one"])
    assert other.asked == ["one"]


def test_the_file_is_readable_to_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        CachedEmbedder(Counting(), tmp_path / "cache").embed(["one"])
    finally:
        os.umask(before)
    for path in (tmp_path / "cache").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database" * 500)
    inner = Counting()
    assert CachedEmbedder(inner, tmp_path).embed(["one"]).shape == (1, inner.dim)
    CachedEmbedder(inner, tmp_path).embed(["one"])
    assert inner.asked == ["one"]


def test_damage_inside_the_file_is_noticed_and_mended(tmp_path: Path) -> None:
    inner = Counting()
    texts = [f"text {number}" for number in range(60)]
    expected = CachedEmbedder(inner, tmp_path).embed(texts)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray((tmp_path / FILE).read_bytes())
    for page in range(2, len(content) // 4096, 2):
        content[page * 4096 : page * 4096 + 512] = os.urandom(512)
    (tmp_path / FILE).write_bytes(content)
    assert np.array_equal(CachedEmbedder(inner, tmp_path).embed(texts), expected)


def test_a_vector_of_the_wrong_size_counts_as_absent(tmp_path: Path) -> None:
    inner = Counting()
    expected = CachedEmbedder(inner, tmp_path).embed(["one"])
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE vectors SET vector = x'00000000'")
    connection.close()
    assert np.array_equal(CachedEmbedder(inner, tmp_path).embed(["one"]), expected)
    assert inner.asked == ["one", "one"]


def test_without_a_writable_folder_it_only_gets_slower(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    inner = Counting()
    vectors = CachedEmbedder(inner, tmp_path / "file" / "cache").embed(["one"])
    assert np.array_equal(vectors, Lexical().embed(["one"]))


def test_purge_leaves_nothing(tmp_path: Path) -> None:
    CachedEmbedder(Counting(), tmp_path).embed(["secret"])
    assert purge(tmp_path) > 0
    assert list(tmp_path.iterdir()) == []
    assert purge(tmp_path) == 0


def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; "
        "from toolkit.suggest.models.cache import CachedEmbedder; "
        "from toolkit.suggest.models.lexical import Lexical; "
        "e = CachedEmbedder(Lexical(), Path(sys.argv[1])); "
        "[e.embed([f'{sys.argv[2]} {n}', f'both {n}']) for n in range(40)]"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "ab"]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    with sqlite3.connect(tmp_path / FILE) as connection:
        count = connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
    connection.close()
    assert count == 120


@pytest.mark.parametrize("workers", ["1", "2"])
def test_many_texts_have_the_same_vectors_whoever_computes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    monkeypatch.setenv("QCT_WORKERS", workers)
    monkeypatch.setattr(cache, "LEAST", 50)
    told: list[tuple[int, int]] = []
    texts = [f"text number {number}" for number in range(70)]
    model = LazyEmbedder(Lexical().id, Lexical().dim, Lexical, "lexical")
    vectors = CachedEmbedder(model, tmp_path).embed(texts, progress=lambda *n: told.append(n))
    assert np.array_equal(vectors, Lexical().embed(texts))
    assert told == [(32, 70), (64, 70), (70, 70)]


def test_vectors_that_were_finished_before_a_cancel_are_kept(tmp_path: Path) -> None:
    cancel = threading.Event()
    inner = Counting()
    texts = [f"text number {number:03d}" for number in range(70)]
    with pytest.raises(CancelledError):
        CachedEmbedder(inner, tmp_path).embed(
            texts, progress=lambda *n: cancel.set(), cancel=cancel
        )
    assert len(inner.asked) == 32
    CachedEmbedder(inner, tmp_path).embed(texts)
    assert sorted(inner.asked) == texts
