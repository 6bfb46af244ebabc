"""Splitting and joining codings: one step each, no words gained or lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from toolkit.domain.codings import MemoTarget
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError
from toolkit.project import Project

Place = Callable[[str, str], tuple[int, int]]
SENTENCE = "We do not trust their figures."
ME = "coder-a"


def test_split_then_join_is_the_coding_as_it_was(project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    whole = project.add_coding("E01", start, end, "trust", coder=ME)
    text = project.text("E01")
    for at in range(start + 1, end):
        first, second = project.split_coding(whole.id, at, coder=ME)
        assert first.id == whole.id
        assert (first.span.start, second.span.end) == (start, end)
        assert not text[first.span.end : second.span.start].strip()
        assert text[first.span.end - 1].strip()
        assert text[second.span.start].strip()
        assert project.join_codings([second.id, first.id], coder=ME) == whole
        assert project.codings() == [whole]


def test_each_is_one_step_to_undo(project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    whole = project.add_coding("E01", start, end, "trust", coder=ME)
    halves = project.split_coding(whole.id, start + 10, coder=ME)
    project.join_codings([half.id for half in halves], coder=ME)
    project.undo(actor=ME)
    assert {c.span for c in project.codings()} == {half.span for half in halves}
    project.undo(actor=ME)
    assert project.codings() == [whole]
    assert project.verify_log() == []


def test_memos_of_both_stay(project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    whole = project.add_coding("E01", start, end, "trust", coder=ME)
    project.set_memo(MemoTarget.CODING, whole.id, "one", coder=ME)
    first, second = project.split_coding(whole.id, start + 10, coder=ME)
    project.set_memo(MemoTarget.CODING, second.id, "two", coder=ME)
    project.set_memo(MemoTarget.CODING, second.id, "theirs", coder="coder-b")
    project.join_codings([first.id, second.id], coder=ME)
    memos = {(m.coder_id, m.target_id, m.text) for m in project.memos(target=MemoTarget.CODING)}
    assert memos == {(ME, whole.id, "one\n\ntwo"), ("coder-b", whole.id, "theirs")}
    project.undo(actor=ME)
    assert {m.text for m in project.memos(target=MemoTarget.CODING)} == {"one", "two", "theirs"}
    assert project.verify_log() == []


@pytest.mark.parametrize("past", [-1, 0, 10_000])
def test_a_split_outside_is_refused(project: Project, place: Place, past: int) -> None:
    start, end = place("E01", SENTENCE)
    whole = project.add_coding("E01", start, end, "trust", coder=ME)
    with pytest.raises(InputError, match="both sides"):
        project.split_coding(whole.id, start + past, coder=ME)
    assert project.codings() == [whole]


def test_words_that_nobody_coded_are_not_joined_in(project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    one = project.add_coding("E01", start, start + 5, "trust", coder=ME)
    two = project.add_coding("E01", end - 5, end, "trust", coder=ME)
    with pytest.raises(InputError, match="no coding covers"):
        project.join_codings([one.id, two.id], coder=ME)
    with pytest.raises(UsageError, match="two codings"):
        project.join_codings([one.id], coder=ME)
    three = project.add_coding("E01", start, end, "trust", coder=ME)
    joined = project.join_codings([one.id, two.id, three.id], coder=ME)
    assert joined.span == Span(start, end)
    theirs = project.add_coding("E01", start, end, "trust", coder="coder-b")
    with pytest.raises(UsageError, match="cannot change"):
        project.join_codings([joined.id, theirs.id], coder=ME)
