"""Figures computed from the written ratings by other means equal those of `qct agree`."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.project import Project
    from toolkit.report.tables import Table

A, B, C = "coder-a", "coder-b", "coder-c"
FIRST = ("source", "unit", "start", "end", "code")


SENTENCES = [f"This is answer number {n} of the talk." for n in range(12)]
TALK = "---\nid: E02\nlanguage: en\n---\n" + "\n\n".join(
    f"I: And then?\n\nE02: {first} {second}"
    for first, second in zip(SENTENCES[::2], SENTENCES[1::2], strict=True)
)
# t trust, s security (both of the family obstacles), p proposal, - nothing; by sentence.
CHOICES = {A: "ttss-ttpsst-", B: "tts-sttpssts", C: "tsss-stps-t-"}
NAMES = {"t": "trust", "s": "security", "p": "proposal"}


@pytest.fixture
def three(project: Project, write: Callable[[str, str], Path]) -> Project:
    """Three coders of a talk of six turns of two sentences; two of them worked on K01 too."""
    project.sources.import_files([write("E02.txt", TALK)], actor="lead")
    text = project.sources.text("E02")
    for coder, choices in CHOICES.items():
        for sentence, letter in zip(SENTENCES, choices, strict=True):
            if letter in NAMES:
                start = text.index(sentence)
                end = start + len(sentence)
                add_finished(project, "E02", start + 2, end - 3, NAMES[letter], coder=coder)
    for coder, start in ((A, 20), (B, 25)):
        add_finished(project, "K01", start, start + 9, "trust", coder=coder)
    return project


def records(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def figure(project: Project, code: str, coders: str, **question: Any) -> dict[str, Any]:
    rows = records(project.agreement.report(**question))
    return next(row for row in rows if (row["code"], row["coders"]) == (code, coders))


@pytest.mark.parametrize("unit", ["character", "token", "sentence", "turn", "segment", "source"])
def test_kappa_of_scikit_learn_from_the_file(three: Project, unit: str) -> None:
    """Read back from CSV, each code and pair: characters weigh by their column."""
    metrics = pytest.importorskip("sklearn.metrics")
    table = three.agreement.ratings(unit=unit)
    coders = (A, B, C)
    weight = ("characters",) if unit == "character" else ()
    assert table.columns == (*FIRST, *coders, *weight)
    rows = list(csv.DictReader(io.StringIO(table.to_csv())))
    compared = 0
    for pair in ((A, B), (A, C), (B, C)):
        for code in ("trust", "security", "proposal"):
            own = [row for row in rows if row["code"] == code and all(row[c] for c in pair)]
            expected = figure(three, code, " ".join(pair), unit=unit)
            times = [int(row.get("characters", 1)) for row in own]
            first, second = ([int(row[coder]) for row in own] for coder in pair)
            assert sum(times) == expected["n"]
            agreed = sum(
                n for n, one, other in zip(times, first, second, strict=True) if one == other
            )
            assert agreed / sum(times) == pytest.approx(expected["percent"])
            if expected["cohen_kappa"] is not None:
                kappa = metrics.cohen_kappa_score(first, second, sample_weight=times)
                assert kappa == pytest.approx(expected["cohen_kappa"])
                compared += 1
    assert compared == (2 if unit == "source" else 9)


def test_who_did_not_work_on_a_source_has_empty_cells(three: Project) -> None:
    rows = records(three.agreement.ratings(unit="turn"))
    assert {row[C] for row in rows if row["source"] == "K01"} == {None}
    assert {row[C] for row in rows if row["source"] == "E02"} == {0, 1}
    assert {row["source"] for row in rows} == {"E02", "K01"}
    units = Counter((row["source"], row["unit"], row["code"]) for row in rows)
    assert set(units.values()) == {1}
    turns = [t.body for t in three.sources.turns("E02") if t.role == "expert"]
    own = [row for row in rows if (row["source"], row["code"]) == ("E02", "trust")]
    assert [(row["unit"], row["start"], row["end"]) for row in own] == [
        (number, body.start, body.end) for number, body in enumerate(turns, 1)
    ]
    assert [row[A] for row in own] == [1, 0, 1, 1, 0, 1]


def test_runs_of_characters_hold_the_whole_frame(three: Project) -> None:
    table = three.agreement.ratings()
    rows = [row for row in records(table) if (row["code"], row["source"]) == ("trust", "E02")]
    assert all(row["characters"] == row["end"] - row["start"] for row in rows)
    spoken = sum(len(t.body) for t in three.sources.turns("E02") if t.role == "expert")
    assert sum(row["characters"] for row in rows) == spoken
    assert any("repeat each row that often" in note for note in table.notes)


def test_directions_have_the_places_of_their_segments(three: Project) -> None:
    for coder, direction in ((A, "organization"), (B, "security")):
        three.directions.confirm("E02", 70, 80, [direction], coder=coder)
    three.directions.confirm("E02", 50, 60, ["security"], coder=A)
    three.directions.confirm("E02", 90, 95, ["security"], coder=B)
    rows = records(three.agreement.ratings(level="directions"))
    places = {(row["source"], row["unit"], row["start"], row["end"]) for row in rows}
    assert places == {("E02", 1, 50, 60), ("E02", 2, 70, 80), ("E02", 3, 90, 95)}
    answers = {(row["unit"], row["code"]): (row[A], row[B]) for row in rows}
    assert answers[2, "organization"] == (1, 0)
    assert answers[1, "security"] == (1, None)


@pytest.mark.parametrize("unit", ["sentence", "turn", "token", "character"])
def test_a_family_from_its_file(three: Project, unit: str) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    figures, several = three.agreement.family("obstacles", unit=unit)
    table = three.agreement.family_ratings("obstacles", unit=unit)
    rows = records(table)
    assert {row["code"] for row in rows} == {"obstacles"}
    assert {row[A] for row in rows} <= {"trust", "security", "none", None}
    every, *pairs = records(figures)
    assert every["coders"] == f"{A} {B} {C}"
    assert every["cohen_kappa"] is None
    assert every["fleiss_kappa"] is not None
    assert len(pairs) == 3
    for pair in pairs:
        own = [
            row for row in rows if all(row[coder] is not None for coder in pair["coders"].split())
        ]
        first, second = ([row[coder] for row in own] for coder in pair["coders"].split())
        times = [row.get("characters", 1) for row in own]
        kappa = metrics.cohen_kappa_score(first, second, sample_weight=times)
        assert kappa == pytest.approx(pair["cohen_kappa"])
        assert sum(times) == pair["n"]
        assert len({*first, *second}) == pair["categories"]
    worked = [name for name in (A, B, C) for row in rows if row["source"] == "E02" or name != C]
    given_one = sum(row[name] is not None for row in rows for name in (A, B, C))
    assert (len(several.rows) > 0) == (unit == "turn")
    assert len(several.rows) == len(worked) - given_one


def test_two_codes_of_an_exclusive_family_are_counted_and_no_rating(three: Project) -> None:
    """Of the six turns coder-b gave two, and coder-c one, two codes of the family."""
    figures, several = three.agreement.family("obstacles", unit="turn", sources=["E02"])
    places = [(row["unit"], row["coder"], row["codes"]) for row in records(several)]
    assert places == [
        (1, C, "trust security"),
        (3, B, "trust security"),
        (6, B, "trust security"),
    ]
    rows = {row["coders"]: row for row in records(figures)}
    assert rows[f"{A} {B}"]["several"] == 2
    assert (rows[f"{A} {B}"]["n"], rows[f"{A} {C}"]["n"], rows[f"{B} {C}"]["n"]) == (4, 5, 3)
    assert rows[f"{A} {B} {C}"]["several"] == 3
    note = "3 units (turn) have several codes of one coder from family obstacles"
    assert any(note in each for each in figures.notes)
    ratings = records(three.agreement.family_ratings("obstacles", unit="turn", sources=["E02"]))
    assert [row[C] for row in ratings] == [
        None,
        "security",
        "security",
        "trust",
        "security",
        "trust",
    ]
    figures, several = three.agreement.family("obstacles", unit="source", sources=["E02"])
    assert {row["reason"] for row in records(figures)} == {
        "in every unit that two of these coders worked on one of them gave several codes of the "
        "family: choose a smaller --unit"
    }
    assert {row["percent"] for row in records(figures)} == {None}


def test_a_family_that_nobody_used_has_no_figure(project: Project) -> None:
    for coder in (A, B):
        add_finished(project, "E01", 30, 50, "proposal", coder=coder)
    figures, _several = project.agreement.family("obstacles", unit="turn")
    (row,) = records(figures)
    assert (row["percent"], row["gwet_ac1"]) == (None, None)
    assert row["reason"].startswith("no coder used a code of the family")


def test_what_is_no_exclusive_family_is_refused(three: Project) -> None:
    with pytest.raises(InputError, match=r"unknown family 'obstacle'\. Did you mean obstacles"):
        three.agreement.family("obstacle")
    with pytest.raises(UsageError, match="a family names its codes itself"):
        three.agreement.family("obstacles", codes=["trust"])
    with pytest.raises(UsageError, match="a family names its codes itself"):
        three.agreement.family_ratings("obstacles", level="directions")
