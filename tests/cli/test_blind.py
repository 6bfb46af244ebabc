"""Whatever others and models do, every listing of a coder in a blind round stays the same."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.blindness import OTHER, ROUND, WORD, act, begin
from toolkit.cli.diagnostics import run
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Sized
    from pathlib import Path

LISTINGS = (
    ("codings",), ("codings", "--coder", OTHER), ("codings", "--round", "main"),
    ("codings", "list", "--source", "E01", "--at", "45"),
    ("quotes", "obstacles"), ("quotes", "trust", "--coder", OTHER),
    ("coders",), ("sources",), ("cases",),
    ("codebook", "show"), ("codebook", "history"),
    ("memos", "list"), ("memos", "list", "--by", OTHER), ("memos", "show", "source", "E01"),
    ("agree",), ("agree", "--coders", f"coder-a,{OTHER}"), ("disagreements",),
    ("matrix", "codes-by-cases"), ("matrix", "directions-by-cases"),
    ("matrix", "codes-by-directions"), ("matrix", "codes-by-cases", "--coder", OTHER),
    ("log",), ("log", "--coder", OTHER), ("log", "--last", "3"),
    ("round", "list"), ("round", "progress", ROUND),
    ("themes", "show"), ("directions", "show"), ("directions", "show", "--proposals"),
)  # fmt: skip
IN_THE_ROUND = (
    ("codings",), ("codings", "--coder", OTHER), ("quotes", "obstacles"), ("coders",),
    ("sources",), ("agree",), ("matrix", "codes-by-cases"),
)  # fmt: skip
COMMANDS = (
    *LISTINGS,
    *((*listing, "--round", ROUND) for listing in IN_THE_ROUND),
    *((*listing, "--format", "json") for listing in LISTINGS),
)


@pytest.fixture
def begun(project: Project) -> Project:
    begin(project)
    return project


def listings(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[int, str, str]]:
    outputs: dict[str, tuple[int, str, str]] = {}
    for command in COMMANDS:
        capsys.readouterr()
        code = run(["--project", str(folder), *command])
        captured = capsys.readouterr()
        outputs[" ".join(command)] = (int(code), captured.out, captured.err)
    return outputs


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_every_listing_is_the_same_to_the_byte(
    begun: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setenv("QCT_CODER", "coder-a")
    backup = begun.folder.parent / "begun.db"
    if not backup.exists():
        shutil.copy(begun.storage.backup(), backup)
    Project.restore(begun.folder, str(backup))
    before = listings(begun.folder, capsys)
    act(begun.folder, seed)
    after = listings(begun.folder, capsys)
    for command, seen in before.items():
        assert after[command] == seen, command


def test_the_other_coder_does_something_that_could_be_seen(begun: Project) -> None:
    """The test above can fail: a coder outside the blind round does see the same steps."""

    def counts() -> list[int]:
        layers: tuple[Sized, ...] = (
            begun.codings.find(),
            begun.memos.find(),
            begun.directions.mappings(),
            begun.suggestions.all(),
        )
        return [len(layer) for layer in layers]

    before = counts()
    for seed in range(4):
        act(begun.folder, seed)
    assert all(after > earlier for earlier, after in zip(before, counts(), strict=True))


def test_listings_hold_the_own_work_and_say_what_they_leave_out(
    begun: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QCT_CODER", "coder-a")
    act(begun.folder, 1, steps=30)
    outputs = listings(begun.folder, capsys)
    for command, (_, out, _) in outputs.items():
        assert WORD not in out, command
        if OTHER in out:
            assert command.startswith(("round list", "coders", "log")), command
    _, out, err = outputs[f"codings --round {ROUND}"]
    assert out.count("coder-a") == 2
    assert f"round {ROUND} is blind until it is closed" in err


def test_who_takes_no_part_sees_no_row_of_the_round(
    begun: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QCT_CODER", "lead")
    begun.codings.add("E01", 60, 70, "trust", coder=OTHER, round_id=ROUND)
    begun.codings.add("E01", 61, 71, "trust", coder=OTHER)
    capsys.readouterr()
    assert run(["--project", str(begun.folder), "codings", "--format", "csv"]) == 0
    out = capsys.readouterr().out
    assert ROUND not in out
    assert len(out.splitlines()) == 3
    begun.rounds.close(ROUND, actor="lead")
    assert run(["--project", str(begun.folder), "codings", "--format", "csv"]) == 0
    assert capsys.readouterr().out.count(f",{ROUND},") == 3


def test_a_filter_does_not_lend_another_coders_eyes(
    begun: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.codings.add("E01", 60, 70, "trust", coder=OTHER, round_id=ROUND)
    monkeypatch.setenv("QCT_CODER", "coder-a")
    arguments = ["codings", "--coder", OTHER, "--round", ROUND, "--format", "json"]
    run(["--project", str(begun.folder), *arguments])
    assert capsys.readouterr().out.strip() == "[]"


def test_undo_reaches_the_own_steps_only(
    begun: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other_coding = begun.codings.add("E01", 60, 70, "trust", coder=OTHER, round_id=ROUND)
    seq = str(begun.history.events(limit=1)[0].seq)
    monkeypatch.setenv("QCT_CODER", "coder-a")
    assert run(["--project", str(begun.folder), "undo", "--event", seq]) == 2
    assert "is not the id of a step of your own" in capsys.readouterr().err
    assert run(["--project", str(begun.folder), "undo"]) == 0
    monkeypatch.setenv("QCT_CODER", "lead")
    assert begun.directions.mappings() == []
    assert other_coding.id in {coding.id for coding in begun.codings.find()}
