"""What a coder in a blind round is told by any command does not depend on what others did.

All commands are run as a bound coder in two projects that are equal but for the work of others.
Exit status, output, messages and the files that were written are the same to the byte.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.blindness import OTHER, ROUND, act, begin
from tests.cli import bound_commands as table
from tests.conftest import CODEBOOK, ENGLISH
from tests.identity import identity
from toolkit.cli.diagnostics import run
from toolkit.domain.memos import MemoTarget
from toolkit.domain.spans import Span
from toolkit.project import Project
from toolkit.store import rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALWAYS_OTHER = re.compile(
    r"(?m)"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:?\d\d:?\d\d[.,]?\d*Z?|\d{8}T\d{6,9}Z|\d+\.\d+ ms"
    r"|\"answer_ms\": [\d.]+|  +\d\.\d{3}  +0  +0$"
)
"""Ids and times that a command makes itself; they differ between two runs of the same."""
NOT_COMPARED = ("project.db", "embeddings", "backups", "head.json")
"""The store with its head, which the database by hand shows too, and what is named by times."""


@pytest.fixture
def begun(project: Project) -> Project:
    begin(project)
    with identity("coder-a"):
        project.sources.save_quote("E01", 29, 55)
    return project


def others_work(folder: Path) -> None:
    """Work of others of every kind, in the blind round and outside it."""
    for seed in range(4):
        act(folder, seed)
    with identity("lead"), Project.open(folder) as project:
        project.codings.add("E01", 60, 70, "trust", coder=OTHER, round_id=ROUND)
        made = project.codings.find(coder=OTHER, round_id=ROUND)[0]
        known = rows.coding_row(replace(made, id=table.OTHERS_CODING, span=Span(71, 80)))
        project._session.record(
            actor=OTHER, kind="coding.add", changes=[rows.added("codings", known)]
        )
        project.memos.write(MemoTarget.CODING, table.OTHERS_CODING, "theirs", coder=OTHER)
        project.rounds.submit(ROUND, "E01", coder=OTHER)


class Bench:
    """One folder in which commands are run, on the one store or on the other."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self._kept = folder.parent / "stores"
        self._kept.mkdir()

    def keep(self, name: str) -> None:
        with Project.open(self.folder, read_only=True) as project:
            project._session.database.copy_to(self._kept / name)

    def told(self, name: str, arguments: tuple[str, ...]) -> tuple[object, ...]:
        """All that a command tells on a store of this name."""
        private = self.folder / ".qct"
        shutil.rmtree(private)
        private.mkdir(mode=0o700)
        shutil.copy(self._kept / name, private / "project.db")
        for path in (self.folder / "outputs").iterdir():
            if path.name not in ("README.md", "quotes.txt"):
                path.unlink()
        for name_ in ("b.zip", "c.zip", "copied.db"):
            (self.folder / name_).unlink(missing_ok=True)
        self._capsys.readouterr()
        code = run(["--project", str(self.folder), *arguments])
        captured = self._capsys.readouterr()
        return int(code), _plain(captured.out), _plain(captured.err), self._files()

    def _files(self) -> dict[str, object]:
        files: dict[str, object] = {}
        for path in sorted(self.folder.rglob("*")):
            shown = ALWAYS_OTHER.sub("*", str(path.relative_to(self.folder)))
            if path.is_file() and not any(part in shown for part in NOT_COMPARED):
                data = path.read_bytes()
                files[shown] = (
                    None if path.suffix == ".zip" else _plain(data.decode("utf-8", "replace"))
                )
        return files


def _filled(pattern: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(part.format(**names) if "{" in part else part for part in pattern)


def _shown(difference: tuple[tuple[object, ...], ...]) -> str:
    command, quiet, busy = difference
    parts = [f"{a} / {b}" for a, b in zip(quiet, busy, strict=True) if a != b]
    return f"{' '.join(map(str, command))}: {'; '.join(parts)}"


def _plain(text: str) -> str:
    return ALWAYS_OTHER.sub("*", text)


def test_every_command_has_an_entry_in_the_table() -> None:
    every = set(table.commands())
    assert set(table.BASES) | set(table.EXEMPT) == every
    assert not set(table.BASES) & set(table.EXEMPT)


def test_every_option_has_been_thought_of() -> None:
    options = {
        option
        for command in table.commands().values()
        for each in command.params
        for option in each.opts
        if option.startswith("--")
    }
    assert options == set(table.VALUES) | table.NEUTRAL
    assert not set(table.VALUES) & table.NEUTRAL


@pytest.fixture
def names(begun: Project, write: Callable[[str, str], Path]) -> dict[str, str]:
    """What stands for the placeholders in the table of commands."""
    copied = begun.folder.parent / "other-copy.db"
    begun._session.database.copy_to(copied)
    coding = '{"source": "K01", "start": 3, "end": 9, "code": "trust", "coder": "coder-a"}\n'
    return {
        "own": begun.codings.find(coder="coder-a", round_id=ROUND)[0].id,
        "other": table.OTHERS_CODING,
        "folder": str(begun.folder),
        "copy": str(copied),
        "book": str(write("book2.yaml", CODEBOOK.replace("Leaks", "Losses"))),
        "places": str(write("places.csv", "source,start,end\nE01,29,55\nK01,20,30\n")),
        "corrected": str(write("corrected.txt", ENGLISH.split("---\n")[2] + "More.\n")),
        "transcript": str(write("N1.txt", "I: So?\n\nN1: Well.\n")),
        "codings": str(write("c.jsonl", coding)),
        "speakers": str(write("speakers.csv", "source,label,role\nE01,E01,other\n")),
        "holsti": str(write("h.json", "[]")),
        "table": str(begun.folder / "outputs" / "none.csv"),
    }


def test_no_command_tells_a_bound_coder_of_the_work_of_others(
    begun: Project,
    names: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = begun.folder
    begun.close()
    bench = Bench(folder, capsys)
    bench.keep("quiet")
    others_work(folder)
    bench.keep("busy")
    monkeypatch.setenv("QCT_CODER", "coder-a")
    # How long the store takes to answer is no secret, and never the same twice.
    monkeypatch.setattr(
        "toolkit.operations.storage.copy_store.measured_answer", lambda _database: 0.1
    )
    monkeypatch.chdir(folder)
    differing = []
    count = 0
    for pattern in table.invocations(("json",)):
        arguments = _filled(pattern, names)
        before, after = bench.told("quiet", arguments), bench.told("busy", arguments)
        count += 1
        assert before[0] != 70, (arguments, before)
        if before != after:
            differing.append((pattern, before, after))
    assert count > 300
    assert not differing, "\n".join(map(_shown, differing))


class TestOnAServer:
    """The same on PostgreSQL, where the commands are given one after the other to both projects."""

    @pytest.fixture
    def store_kind(self) -> str:
        return "postgresql"

    @pytest.mark.long
    def test_no_command_tells_a_bound_coder_of_the_work_of_others(
        self,
        begun: Project,
        names: dict[str, str],
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        request: pytest.FixtureRequest,
    ) -> None:
        url = os.environ["QCT_STORE"]
        begun.close()
        other = request.getfixturevalue("postgres").new_database(database_of(url))
        quiet, busy = begun.folder, begun.folder.with_name("other")
        shutil.copytree(quiet, busy)
        monkeypatch.setenv("QCT_STORE", other)
        others_work(busy)
        monkeypatch.setenv("QCT_CODER", "coder-a")
        differing = []
        for pattern in table.invocations(()):
            told = []
            for folder, store in ((quiet, url), (busy, other)):
                monkeypatch.setenv("QCT_STORE", store)
                monkeypatch.chdir(folder)
                here = names | {"folder": str(folder)}
                capsys.readouterr()
                code = run(["--project", str(folder), *_filled(pattern, here)])
                captured = capsys.readouterr()
                shown = (
                    re.sub(f"{quiet}|{busy}", "FOLDER", _plain(text).replace(store, "URL"))
                    for text in captured
                )
                told.append((int(code), *shown))
            assert told[0][0] != 70, (pattern, told)
            if told[0] != told[1]:
                differing.append((pattern, *told))
        assert not differing, "\n".join(map(_shown, differing))


def database_of(url: str) -> str:
    """The name of the database in a URL."""
    return urlsplit(url).path.strip("/")
