"""Tests of `qct log`, `qct undo`, `--at`, the edits of the codebook and `qct correct`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project

JSON = ("--format", "json")


@pytest.fixture
def coded(qct: Qct) -> Qct:
    for code in ("trust", "security"):
        at = ("--source", "E01", "--at", "31:61")
        assert qct("codings", "add", *at, "--code", code, "--coder", "a").code == 0
    return qct


def test_undo_of_an_earlier_step_lists_and_takes_the_chain(coded: Qct) -> None:
    (imported,) = coded("log", "--kind", "source.import", "--source", "E01", *JSON).json()
    number = str(imported["event"])
    listed = coded("undo", "--event", number, "--dry-run", *JSON).json()
    assert [row["why"] for row in listed] == ["to undo", "builds on it", "builds on it"]
    refused = coded("undo", "--event", number)
    assert refused.code == 4
    assert "--with-dependents" in refused.err
    assert len(coded("codings", *JSON).json()) == 2
    assert coded("undo", "--event", number, "--with-dependents").code == 0
    assert coded("codings", *JSON).json() == []
    assert coded("redo").code == 0
    assert len(coded("codings", *JSON).json()) == 2
    assert coded("log", "--verify").code == 0


def test_the_log_is_filtered(coded: Qct) -> None:
    def kinds(*filters: str) -> list[str]:
        return [row["kind"] for row in coded("log", *filters, *JSON).json()]

    assert kinds("--coder", "a") == ["coding.add", "coding.add"]
    assert kinds("--code", "trust") == ["coding.add", "codebook.import"]
    assert kinds("--source", "K01") == ["source.import"]
    assert kinds("--until", "2001-01-01") == []
    assert kinds("--since", "2001-01-01", "--kind", "coding", "--last", "1") == ["coding.add"]
    assert coded("log", "--since", "last week").code == 2
    assert coded("log", "--code", "nope").code == 3


def test_every_reading_command_works_at_a_past_point(coded: Qct, tmp_path: Path) -> None:
    now = coded("log", *JSON).json()[0]["event"]
    before = coded("matrix", "codes-by-cases", "--format", "csv").out
    (row,) = coded("--at", str(now - 1), "codings", *JSON).json()
    assert row["code"] == "trust"
    assert coded("log", "--at", str(now - 1), *JSON).json()[0]["event"] == now - 1
    assert coded("codebook", "merge", "security", "--into", "trust").code == 0
    assert coded("matrix", "codes-by-cases", "--format", "csv").out != before
    assert coded("--at", str(now), "matrix", "codes-by-cases", "--format", "csv").out == before
    out = tmp_path / "then.csv"
    assert coded("--at", str(now), "matrix", "codes-by-cases", "--out", str(out)).code == 0
    assert out.exists()
    assert "there was no project" in coded("--at", "2001-01-01", "sources").err
    assert coded("--at", "1", "sources", *JSON).json() == []
    refused = coded("--at", str(now), "codings", "add", "--source", "E01", "--at", "1:3",
                    "--code", "trust", "--coder", "a")  # fmt: skip
    assert (refused.code, "past-read-only" in refused.err) == (4, True)
    assert coded("--at", "77777", "codings").code == 2


def test_the_codebook_is_edited_and_compared(coded: Qct) -> None:
    steps = [
        ("add", "cost", "--name", "en=Cost", "--name", "ko=비용", "--parent", "obstacles"),
        ("rename", "cost", "--name", "en=Money"),
        ("redefine", "trust", "--definition", "en=Not relying.", "--include", "doubt"),
        ("move", "cost", "--before", "proposal"),
        ("retire", "cost"),
    ]
    for number, step in enumerate(steps, 2):
        dry = coded("codebook", *step, "--dry-run")
        assert f"would make codebook version {number}" in dry.err
        done = coded("codebook", *step)
        assert (done.code, f"makes codebook version {number}" in done.err) == (0, True)
    compared = coded("codebook", "diff", "1", "4", *JSON).json()
    fields = [(row["code"], row["field"]) for row in compared]
    assert fields == [("trust", "definition.en"), ("trust", "include"), ("cost", "code")]
    (older,) = coded("codings", "--older-definition", *JSON).json()
    assert older["code"] == "trust"
    split = ("split", "trust", "--new", "doubt", "--name", "en=Doubt", "--codings", older["id"])
    assert coded("codebook", *split).code == 0
    assert {row["code"] for row in coded("codings", *JSON).json()} == {"doubt", "security"}
    assert coded("codebook", "history", *JSON).json()[-1]["version"] == 7
    assert coded("codebook", "rename", "trust", "--name", "Trust").code == 2
    assert coded("codebook", "merge", "nope", "--into", "trust").code == 3
    assert coded("log", "--verify").code == 0


def test_a_text_is_corrected(
    coded: Qct, project: Project, write: Callable[[str, str], Path]
) -> None:
    fix = ("correct", "E01", "--replace", "31:33", "They")
    dry = coded(*fix, "--dry-run", *JSON)
    assert {row["outcome"] for row in dry.json()} == {"changed"}
    assert "would be revision 2" in dry.err
    assert project.sources.get("E01").revision == 1
    assert coded(*fix).code == 0
    assert {row["quote"] for row in coded("codings", *JSON).json()} == {
        "They do not trust their figures."
    }
    text = project.sources.text("E01").replace("They do not trust their figures. ", "")
    assert coded("correct", "E01", "--file", str(write("new.txt", text))).code == 0
    assert coded("codings", *JSON).json() == []
    waiting = coded("codings", "--orphans", *JSON).json()
    assert {row["code"] for row in waiting} == {"trust", "security"}
    assert waiting[0]["quote"] == "They do not trust their figures."
    first, second = (row["id"] for row in waiting)
    assert coded("codings", "place", first, "--at", "0:3", "--coder", "b").code == 2
    assert coded("codings", "place", first, "--at", "0:3", "--coder", "a").code == 0
    assert coded("codings", "drop", second, "--coder", "a").code == 0
    assert coded("codings", "--orphans", *JSON).json() == []
    assert len(coded("codings", *JSON).json()) == 1
    assert coded("correct", "E01").code == 2
    assert coded("log", "--verify").code == 0


def test_a_correction_tells_nothing_of_a_blind_round(coded: Qct, project: Project) -> None:
    project.rounds.open("R1", actor="lead", coders=["a", "b"])
    project.codings.add("E01", 100, 120, "trust", coder="b", round_id="R1")
    fix = ("correct", "E01", "--replace", "5:6", "xyz", "--dry-run", "--coder")
    assert {row["coder"] for row in coded(*fix, "a", *JSON).json()} == {"a"}
    assert {row["round"] for row in coded(*fix, "lead", *JSON).json()} == {"main"}
