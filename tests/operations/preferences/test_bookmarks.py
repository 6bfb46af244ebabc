"""Marks belong to one coder, lie beside the store and follow their words when the text changes."""

from __future__ import annotations

import stat
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError, UsageError
from toolkit.operations.preferences.bookmarks import Bookmark, carried
from toolkit.project import Project

ME = "coder-a"
Place = Callable[[str, str], tuple[int, int]]
lines = st.lists(
    st.sampled_from(["one two", "three", "네 다섯", "", "six seven eight"]), max_size=6
)


@given(lines, lines, st.integers(0, 60))
def test_a_carried_place_is_in_the_text_or_nowhere(
    old: list[str], new: list[str], offset: int
) -> None:
    before, after = "\n".join(old), "\n".join(new)
    at = carried(before, after, offset)
    assert at is None or 0 <= at < len(after)
    if before == after and offset < len(before):
        assert at == offset


@given(st.text(st.sampled_from("ab \n책"), min_size=1, max_size=30), st.data())
def test_what_is_put_before_a_place_moves_it_by_its_length(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text) - 1))
    prefix = "XYZ QRS\n"
    at = carried(text, prefix + text, offset)
    assert at is None or (prefix + text)[at] == text[offset]
    if text[offset].isalnum():
        assert at == offset + len(prefix)


def test_a_place_whose_word_is_gone_is_where_its_line_is() -> None:
    old = "One.\nTwo three four.\nFive."
    at = carried(old, "One.\nTwo four.\nFive.", old.index("three"))
    assert at is not None
    assert "One.\nTwo four.\nFive."[at:].startswith(("four", " four"))
    assert carried(old, "One.\nSix.\nFive.", old.index("three")) is None


def test_marks_are_a_coder_s_own_and_no_event(project: Project) -> None:
    events = project.history.events()[0].seq
    assert project.preferences.bookmarks(ME) == []
    project.preferences.set_bookmark("b", "E01", 40, coder=ME)
    project.preferences.set_bookmark("a", "K01", 3, coder=ME)
    project.preferences.set_bookmark("b", "K01", 0, coder="coder-b")
    assert project.preferences.bookmarks(ME) == [Bookmark("a", "K01", 3), Bookmark("b", "E01", 40)]
    project.preferences.set_bookmark("b", "E01", 41, coder=ME)
    with Project.open(project.folder) as again:
        assert again.preferences.bookmark("b", coder=ME) == Bookmark("b", "E01", 41)
    assert project.history.events()[0].seq == events
    path = project.folder / ".qct" / "marks.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "trust" not in path.read_text()
    assert project.preferences.remove_bookmark("b", coder=ME) == Bookmark("b", "E01", 41)
    assert project.preferences.bookmarks(ME) == [Bookmark("a", "K01", 3)]
    assert project.preferences.bookmarks("coder-b") == [Bookmark("b", "K01", 0)]


def test_a_correction_taken_back_brings_the_mark_back(project: Project, place: Place) -> None:
    at = place("E01", "leak")[0]
    project.preferences.set_bookmark("a", "E01", at, coder=ME)
    text = project.sources.text("E01")
    line = text[text.index("E01: A leak") : text.index("of us.") + len("of us.")]
    project.sources.correct("E01", text.replace(line, "E01: No."), actor="lead")
    assert project.preferences.bookmark("a", coder=ME) == Bookmark("a", "E01", None, moved=True)
    project.history.undo(actor="lead")
    assert project.preferences.bookmark("a", coder=ME) == Bookmark("a", "E01", at)


@pytest.mark.parametrize("letter", ["", "ab", "1", " ", "'", "\x1b"])
def test_a_mark_is_one_letter(project: Project, letter: str) -> None:
    with pytest.raises(UsageError, match="cannot name a mark"):
        project.preferences.set_bookmark(letter, "E01", 0, coder=ME)


def test_letters_of_any_script_and_in_either_form(project: Project) -> None:
    project.preferences.set_bookmark("ㅁ", "E01", 1, coder=ME)
    project.preferences.set_bookmark("e\u0301", "E01", 2, coder=ME)
    assert project.preferences.bookmark("é", coder=ME).offset == 2


def test_what_is_not_there_is_named(project: Project) -> None:
    with pytest.raises(InputError, match="no mark a: none is set"):
        project.preferences.bookmark("a", coder=ME)
    project.preferences.set_bookmark("c", "E01", 0, coder=ME)
    with pytest.raises(InputError, match="no mark a: set are c"):
        project.preferences.remove_bookmark("a", coder=ME)
    with pytest.raises(InputError, match="unknown source"):
        project.preferences.set_bookmark("a", "nope", 0, coder=ME)
    with pytest.raises(InputError, match="offsets run from 0 to"):
        project.preferences.set_bookmark("a", "E01", 10_000, coder=ME)


@pytest.mark.parametrize("text", ["{", "[]", '{"coder-a": []}', '{"coder-a": {"a": 2}}', "\xff"])
def test_a_damaged_file_is_named(project: Project, text: str) -> None:
    path = project.folder / ".qct" / "marks.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=r"marks\.json cannot be read"):
        project.preferences.bookmarks(ME)
    with pytest.raises(InputError, match=r"marks\.json cannot be read"):
        project.preferences.set_bookmark("a", "E01", 0, coder=ME)


@pytest.mark.parametrize("entry", ["", "x", "5", "5 hash", "5 hash nope", "²  E01"])
def test_an_entry_that_makes_no_sense_is_gone(project: Project, entry: str) -> None:
    (project.folder / ".qct" / "marks.json").write_text(f'{{"{ME}": {{"a": "{entry}"}}}}')
    assert project.preferences.bookmark("a", coder=ME).offset is None
    project.preferences.remove_bookmark("a", coder=ME)
    assert project.preferences.bookmarks(ME) == []
