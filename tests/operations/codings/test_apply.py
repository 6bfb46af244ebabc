"""Tests of applying, changing and removing codings, of memos, and of an explicit "none"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.domain.rounds import DEFAULT_ROUND
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project

Place = Callable[[str, str], tuple[int, int]]


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of store in turn, since coding is the same on both."""
    return str(request.param)


def test_a_coding_says_who_what_where_and_how(project: Project, place: Place) -> None:
    start, end = place("E01", "We do not trust their figures.")
    coding = project.codings.add("E01", start, end, "trust", coder="coder-a")
    assert coding.span == Span(start, end)
    assert (coding.code_id, coding.coder_id, coding.round_id) == ("trust", "coder-a", DEFAULT_ROUND)
    assert coding.mode is Mode.COMMIT_THEN_REVEAL
    assert coding.origin == "manual"
    assert coding.codebook_version == 1
    assert project.codings.find() == [coding]
    assert [coder.id for coder in project.rounds.coders()] == ["coder-a"]
    assert [(c.coder_id, c.source_id) for c in project.rounds.coverage()] == [("coder-a", "E01")]


def test_the_same_coding_twice_is_one(project: Project) -> None:
    first = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    again = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    assert again == first
    assert len(project.codings.find()) == 1
    other = project.codings.add("E01", 3, 9, "trust", coder="coder-b")
    assert other.id != first.id


def test_several_codes_are_one_step(project: Project) -> None:
    project.codings.add_many(
        [("E01", 3, 9, "trust"), ("E01", 3, 9, "security"), ("E01", 5, 30, "proposal")],
        coder="coder-a",
    )
    assert len(project.codings.find()) == 3
    project.history.undo(actor="coder-a")
    assert project.codings.find() == []
    project.history.redo(actor="coder-a")
    assert len(project.codings.find()) == 3
    assert project.history.verify() == []


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 5), (5, 5), (9, 3), (0, 10_000_000), (10_000_000, 10_000_001)]
)
def test_a_span_outside_the_text_is_refused(project: Project, start: int, end: int) -> None:
    with pytest.raises(InputError, match="E01") as error:
        project.codings.add("E01", start, end, "trust", coder="coder-a")
    assert error.value.code == "span-outside"
    assert project.codings.find() == []
    assert project.rounds.coders() == []


def test_one_bad_placement_stops_them_all(project: Project) -> None:
    with pytest.raises(InputError):
        project.codings.add_many([("E01", 0, 5, "trust"), ("E01", 0, 5, "nope")], coder="coder-a")
    assert project.codings.find() == []


def test_unknown_names_list_the_valid_ones(project: Project) -> None:
    with pytest.raises(InputError, match="Did you mean trust"):
        project.codings.add("E01", 0, 5, "trst", coder="coder-a")
    with pytest.raises(InputError, match="E01, K01"):
        project.codings.add("Z9", 0, 5, "trust", coder="coder-a")
    with pytest.raises(InputError, match="main"):
        project.codings.add("E01", 0, 5, "trust", coder="coder-a", round_id="R7")


@pytest.mark.parametrize("name", ["", " a", "a\n", "a\x1b[31m"])
def test_a_coder_needs_a_printable_name(project: Project, name: str) -> None:
    with pytest.raises(UsageError):
        project.codings.add("E01", 0, 5, "trust", coder=name)
    assert project.rounds.coders() == []


def test_only_its_coder_changes_a_coding(project: Project) -> None:
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    with pytest.raises(UsageError, match="coder-a's"):
        project.codings.remove([coding.id], coder="coder-b")
    with pytest.raises(UsageError):
        project.codings.change(coding.id, coder="coder-b", end=20)
    changed = project.codings.change(coding.id, coder="coder-a", end=20, code_id="security")
    assert changed.span == Span(3, 20)
    assert project.codings.find() == [changed]
    project.history.undo(actor="coder-a")
    assert project.codings.find() == [coding]


def test_removing_takes_the_memo_along_and_undo_brings_both_back(project: Project) -> None:
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    memo = project.memos.write(MemoTarget.CODING, coding.id, "[b]why?[/b] 왜", coder="coder-a")
    project.codings.remove([coding.id], coder="coder-a")
    assert project.codings.find() == []
    assert project.memos.find() == []
    project.history.undo(actor="coder-a")
    assert project.codings.find() == [coding]
    assert project.memos.find() == [memo]
    assert project.history.verify() == []


def test_a_memo_is_written_rewritten_and_removed(project: Project) -> None:
    first = project.memos.write(MemoTarget.SOURCE, "E01", "note", coder="coder-a")
    second = project.memos.write(MemoTarget.SOURCE, "E01", "better", coder="coder-a")
    assert first is not None
    assert second is not None
    assert (second.id, second.text) == (first.id, "better")
    assert project.memos.write(MemoTarget.SOURCE, "E01", "  ", coder="coder-a") is None
    assert project.memos.find() == []
    with pytest.raises(InputError):
        project.memos.write(MemoTarget.CODING, "nowhere", "x", coder="coder-a")


def test_saying_none_is_recorded_once(project: Project) -> None:
    project.codings.commit_none("E01", 3, 9, coder="coder-a")
    project.codings.commit_none("E01", 3, 9, coder="coder-a")
    kinds = [event.kind for event in project.history.events()]
    assert kinds.count("coding.none") == 1
    assert [(c.coder_id, c.source_id) for c in project.rounds.coverage()] == [("coder-a", "E01")]


def test_offsets_are_code_points(project: Project, place: Place) -> None:
    start, end = place("E01", "😀")
    project.codings.add("E01", start, end, "trust", coder="coder-a")
    (row,) = project.codings.rows(source="E01")
    assert row["quote"] == "😀"
    assert end - start == 1
    start, end = place("K01", "빈칸이 많았거든요")
    project.codings.add("K01", start, end, "trust", coder="coder-a")
    (row,) = project.codings.rows(source="K01")
    assert row["quote"] == "빈칸이 많았거든요"


def test_at_finds_what_contains_the_offset(project: Project) -> None:
    project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    assert len(project.codings.find(source="E01", at=3)) == 1
    assert len(project.codings.find(source="E01", at=8)) == 1
    assert project.codings.find(source="E01", at=9) == []
