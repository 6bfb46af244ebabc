"""Splitting or joining codings is one step each, and no word is gained or lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.memos import MemoTarget
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project

Place = Callable[[str, str], tuple[int, int]]
SENTENCE = "We do not trust their figures."
ME = "coder-a"


def test_split_then_join_is_the_coding_as_it_was(project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    whole = project.codings.add("E01", start, end, "trust", coder=ME)
    text = project.sources.text("E01")
    for at in range(start + 1, end):
        first, second = project.codings.split(whole.id, at, coder=ME)
        assert first.id == whole.id
        assert (first.span.start, second.span.end) == (start, end)
        assert not text[first.span.end : second.span.start].strip()
        assert text[first.span.end - 1].strip()
        assert text[second.span.start].strip()
        assert project.codings.join([second.id, first.id], coder=ME) == whole
        assert project.codings.find() == [whole]


def test_each_is_one_step_to_undo(project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    whole = project.codings.add("E01", start, end, "trust", coder=ME)
    halves = project.codings.split(whole.id, start + 10, coder=ME)
    project.codings.join([half.id for half in halves], coder=ME)
    project.history.undo(actor=ME)
    assert {c.span for c in project.codings.find()} == {half.span for half in halves}
    project.history.undo(actor=ME)
    assert project.codings.find() == [whole]
    assert project.history.verify() == []


def test_memos_of_both_stay(project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    whole = project.codings.add("E01", start, end, "trust", coder=ME)
    project.memos.write(MemoTarget.CODING, whole.id, "one", coder=ME)
    first, second = project.codings.split(whole.id, start + 10, coder=ME)
    project.memos.write(MemoTarget.CODING, second.id, "two", coder=ME)
    project.memos.write(MemoTarget.CODING, second.id, "theirs", coder="coder-b")
    project.codings.join([first.id, second.id], coder=ME)
    memos = {
        (m.coder_id, m.target_id, m.text) for m in project.memos.find(target=MemoTarget.CODING)
    }
    assert memos == {(ME, whole.id, "one\n\ntwo"), ("coder-b", whole.id, "theirs")}
    project.history.undo(actor=ME)
    assert {m.text for m in project.memos.find(target=MemoTarget.CODING)} == {
        "one",
        "two",
        "theirs",
    }
    assert project.history.verify() == []


@pytest.mark.parametrize("past", [-1, 0, 10_000])
def test_a_split_outside_is_refused(project: Project, place: Place, past: int) -> None:
    start, end = place("E01", SENTENCE)
    whole = project.codings.add("E01", start, end, "trust", coder=ME)
    with pytest.raises(InputError, match="both sides"):
        project.codings.split(whole.id, start + past, coder=ME)
    assert project.codings.find() == [whole]


def test_words_that_nobody_coded_are_not_joined_in(project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    first = project.codings.add("E01", start, start + 5, "trust", coder=ME)
    last = project.codings.add("E01", end - 5, end, "trust", coder=ME)
    with pytest.raises(InputError, match="no coding covers"):
        project.codings.join([first.id, last.id], coder=ME)
    with pytest.raises(UsageError, match="two codings"):
        project.codings.join([first.id], coder=ME)
    whole = project.codings.add("E01", start, end, "trust", coder=ME)
    joined = project.codings.join([first.id, last.id, whole.id], coder=ME)
    assert joined.span == Span(start, end)
    other_coding = project.codings.add("E01", start, end, "trust", coder="coder-b")
    with pytest.raises(UsageError, match="cannot change"):
        project.codings.join([joined.id, other_coding.id], coder=ME)
