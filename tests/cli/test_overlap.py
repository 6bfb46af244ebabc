"""Tests of `qct round open --overlap`: double coding of a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Qct

COMMAND = ("round", "open", "R1", "--coders", "coder-a,coder-b", "--coder", "lead")


@pytest.fixture
def ten(qct: Qct, write: Callable[[str, str], Path]) -> Qct:
    """The small project with ten sources, and one that renders another."""
    for at in range(3, 11):
        qct("import", str(write(f"S{at:02}.txt", f"I: Well?\n\nS: This is text number {at}.\n")))
    rendering = "---\nid: K02\nlanguage: ko\nrendering_of: S03\n---\nI: 네?\n\nS: 글입니다.\n"
    qct("import", str(write("K02.txt", rendering)))
    return qct


def _rounds(qct: Qct) -> dict[str, tuple[list[str], list[str]]]:
    return {
        row["round"]: (row["coders"].split(), row["sources"].split())
        for row in qct("round", "list", "--format", "json").json()
        if row["round"] != "main"
    }


def test_a_sample_is_shared_and_the_others_are_given_to_one_coder_each(ten: Qct) -> None:
    ran = ten(*COMMAND, "--overlap", "25%", "--seed", "7")
    assert (ran.code, ran.out) == (0, "")
    rounds = _rounds(ten)
    assert {name: coders for name, (coders, _sources) in rounds.items()} == {
        "R1": ["coder-a", "coder-b"],
        "R1-coder-a": ["coder-a"],
        "R1-coder-b": ["coder-b"],
    }
    sizes = {name: len(sources) for name, (_coders, sources) in rounds.items()}
    assert sizes == {"R1": 3, "R1-coder-a": 4, "R1-coder-b": 3}
    every = [source for _coders, sources in rounds.values() for source in sources]
    assert len(set(every)) == len(every) == 10
    assert "K02" not in every
    shared = ", ".join(rounds["R1"][1])
    assert f"3 of 10 sources are coded by all: {shared} (drawn with seed 7)" in ran.err
    for name in rounds:
        assert f"round {name} is open for" in ran.err


def test_the_same_seed_gives_the_same_rounds_and_undo_takes_all_back(ten: Qct) -> None:
    ten(*COMMAND, "--overlap", "25%", "--seed", "7")
    first = _rounds(ten)
    assert ten("undo").code == 0
    assert _rounds(ten) == {}
    assert ten("log", "--verify").code == 0
    ten(*COMMAND, "--overlap", "25%", "--seed", "7")
    assert _rounds(ten) == first
    ten("undo")
    ten(*COMMAND, "--overlap", "25%", "--seed", "8")
    assert _rounds(ten) != first


def test_a_coder_works_in_the_round_that_has_the_source(ten: Qct) -> None:
    ten(*COMMAND, "--overlap", "10%", "--seed", "3")
    rounds = _rounds(ten)
    for name in ("R1", "R1-coder-a"):
        source = rounds[name][1][0]
        place = ("--source", source, "--at", "3:7", "--code", "trust", "--coder", "coder-a")
        (row,) = ten("codings", "add", *place, "--format", "json").json()
        assert row["round"] == name
    other = rounds["R1-coder-b"][1][0]
    ran = ten(
        "codings", "add", "--source", other, "--at", "3:7", "--code", "trust",
        "--coder", "coder-a", "--round", "R1-coder-b",
    )  # fmt: skip
    assert ran.code == 2
    assert "takes no part" in ran.err


def test_all_for_all_and_too_few_sources(ten: Qct) -> None:
    ran = ten(*COMMAND, "--overlap", "100%", "--sources", "E01,K01")
    assert list(_rounds(ten)) == ["R1"]
    assert "coder-a has no source alone" in ran.err
    assert "drawn with seed 1" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*COMMAND, "--overlap", "20"), "no share of the sources"),
        ((*COMMAND, "--overlap", "many%"), "no share of the sources"),
        ((*COMMAND, "--overlap", "0%"), "over 0%"),
        ((*COMMAND, "--overlap", "101%"), "over 0%"),
        ((*COMMAND, "--seed", "4"), "--overlap"),
        (("round", "open", "R1", "--overlap", "20%", "--coders", "a,a"), "1 is named"),
        (("round", "open", "all", "--overlap", "20%", "--coders", "a,b"), "names no round"),
    ],
)
def test_what_is_refused_opens_nothing(qct: Qct, arguments: tuple[str, ...], message: str) -> None:
    ran = qct(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert _rounds(qct) == {}


def test_a_round_that_exists_stops_all_of_them(ten: Qct) -> None:
    ten("round", "open", "R1-coder-b", "--coder", "lead")
    ran = ten(*COMMAND, "--overlap", "20%")
    assert ran.code == 2
    assert "already is a round R1-coder-b" in ran.err
    assert list(_rounds(ten)) == ["R1-coder-b"]
