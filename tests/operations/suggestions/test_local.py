"""Suggestions of a plug-in are stored as those of a model, and no project can widen its reach."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.suggest.suggesters.plugged import lay_down, model_server, simple
from toolkit.config import FILE_NAME
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, QctError, UsageError
from toolkit.project import Project
from toolkit.suggest.suggesters import allowed as allowing
from toolkit.suggest.suggesters.allowed import allowed

if TYPE_CHECKING:
    from collections.abc import Callable

DOCS = Path(__file__).parents[3] / "docs" / "suggesters.md"
OUTSIDE = "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=1)\nreturn ['trust']"
HOSTILE = '\n[suggesters.plug]\nhosts = ["192.0.2.1"]\nprograms = true\n'


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own file, of which there is none."""
    path = tmp_path / "config" / "suggesters.toml"
    monkeypatch.setattr(allowing, "user_file", lambda: path)
    return path


def ask(project: Project, place: Callable[[str, str], tuple[int, int]], name: str) -> list:  # type: ignore[type-arg]
    if "helped" not in {round_.id for round_ in project.rounds.all()}:
        project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    return project.suggestions.for_spans(
        [("E01", *place("E01", "A leak is what"))],
        coder="coder-a",
        round_id="helped",
        model="lexical",
        suggester=name,
    )


def test_the_example_of_the_docs_works_as_it_stands_there(
    project: Project,
    place: Callable[[str, str], tuple[int, int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = DOCS.read_text(encoding="utf-8")
    (source,) = re.findall(r"```python\n(import json.*?)```", text, re.DOTALL)
    (point,) = re.findall(r"^local-llm = \"(.*)\"$", text, re.MULTILINE)
    packages = lay_down(tmp_path / "packages", "local_llm", source, local_llm=point)
    monkeypatch.syspath_prepend(str(packages))
    with model_server() as url:
        monkeypatch.setenv("LOCAL_LLM_URL", url)
        offered = ask(project, place, "local-llm")
    assert [(each.code_id, each.rank) for each in offered] == [("security", 1), ("proposal", 2)][
        : len(offered)
    ]
    first = project.decisions.shown()[0].suggestion
    assert re.fullmatch(r"suggester:local-llm 1\.0 prompt:[0-9a-f]{64}", first.model)
    assert len(first.training_sha256) == 64
    assert (first.verdict, first.evidence.past) == ("possible", None)
    assert project.codings.find() == []
    project.decisions.answer(first.batch_id, coder="coder-a", rank=1)
    (coding,) = project.codings.rows(coder="coder-a")
    assert (coding["code"], coding["suggested_by"]) == ("security", first.model)


def test_a_blind_round_asks_no_suggester(
    project: Project, place: Callable[[str, str], tuple[int, int]]
) -> None:
    project.rounds.open("b", actor="lead", coders=["coder-a"], sources=["E01"])
    with pytest.raises(UsageError, match="blind"):
        ask(project, place, "whatever")


def test_no_qct_toml_can_widen_what_a_suggester_reaches(
    project: Project,
    place: Callable[[str, str], tuple[int, int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packages = lay_down(tmp_path / "packages", "plugged", simple(OUTSIDE), plug="plugged:Plug")
    monkeypatch.syspath_prepend(str(packages))
    settings = project.folder / FILE_NAME
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before + HOSTILE, encoding="utf-8")
    with pytest.raises(InputError, match="unknown key suggesters"):
        Project.open(project.folder)
    settings.write_text(before, encoding="utf-8")
    # Files of the user's own file's name, and of a folder of settings, in the project.
    for name in ("suggesters.toml", ".config/qct/suggesters.toml", ".qct/suggesters.toml"):
        path = project.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('[plug]\nhosts = ["192.0.2.1"]\nprograms = true\n')
    monkeypatch.chdir(project.folder)
    assert allowed() == {}
    with pytest.raises(InputError, match=r"tried to reach '192\.0\.2\.1'"):
        ask(project, place, "plug")
    assert project.suggestions.all() == []


def test_a_hostile_bundle_brings_neither_settings_nor_a_suggester(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.codings.add("E01", 3, 9, "trust", coder="coder-b")
    made = project.exchange.bundle(
        tmp_path / "from-b.zip", coder="coder-b", actor="lead", sources=["E01"]
    )
    lay_down(tmp_path / "evil", "evil", simple("return []"), evil="evil:Plug")
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("suggesters.toml", '[plug]\nhosts = ["192.0.2.1"]\n')
        archive.writestr("from-b/suggesters.toml", '[plug]\nhosts = ["192.0.2.1"]\n')
        for path in (tmp_path / "evil").rglob("*"):
            if path.is_file():
                archive.write(path, f"from-b/{path.relative_to(tmp_path / 'evil')}")
    # Taking it in reads its store and nothing else of it.
    project.exchange.merge(made, actor="lead")
    assert allowed() == {}
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path / "out")
    folder = tmp_path / "out" / "from-b"
    monkeypatch.chdir(folder)
    # As where Python is started in the folder: then it is the first place to look for packages.
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("QCT_CODER", "lead")
    with Project.open(folder) as bundle:
        bundle.rounds.open("helped", actor="lead", mode=Mode.ASSISTED, coders=["lead"])
        with pytest.raises(QctError, match="unknown suggester 'evil'"):
            bundle.suggestions.for_spans(
                [("E01", 40, 60)],
                coder="lead",
                round_id="helped",
                model="lexical",
                suggester="evil",
            )
        found = {each.part: each.detail for each in bundle.storage.diagnose()}
    assert found["suggesters"] == "none installed"
