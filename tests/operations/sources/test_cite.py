"""Tests of quotes that are saved in a file of the project."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from toolkit.errors import ConflictError, InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project

Place = Callable[[str, str], tuple[int, int]]
QUOTE = "[Agency 3] sent us a list"


def test_quotes_are_added_once_each_and_change_nothing(project: Project, place: Place) -> None:
    events = project.history.events()[0].seq
    english_place, korean_place = place("E01", QUOTE), place("K01", "믿지 못해요.")
    first = project.sources.save_quote("E01", *english_place)
    second = project.sources.save_quote("K01", *korean_place)
    again = project.sources.save_quote("E01", *english_place)
    assert (first.new, second.new, again.new) == (True, True, False)
    assert first.text == project.sources.cite("E01", *english_place)
    assert first.path == project.folder / "outputs" / "quotes.txt"
    assert first.path.read_text(encoding="utf-8") == (
        f"“{QUOTE}” (E01, turn 2, E01, {english_place[0]}:{english_place[1]})\n\n"
        f"“믿지 못해요.” (K01, turn 2, K01, {korean_place[0]}:{korean_place[1]})\n\n"
    )
    assert project.history.events()[0].seq == events


def test_what_is_in_the_file_stays(project: Project, place: Place) -> None:
    path = project.folder / "outputs" / "quotes.txt"
    path.write_bytes(b"my own line, \xff")
    quote = project.sources.save_quote("E01", *place("E01", QUOTE))
    assert path.read_bytes() == b"my own line, \xff\n\n" + quote.text.encode() + b"\n\n"


def test_a_quote_inside_another_is_another_quote(project: Project, place: Place) -> None:
    project.sources.save_quote("E01", *place("E01", QUOTE))
    assert project.sources.save_quote("E01", *place("E01", "sent us")).new


def test_the_folder_is_made_and_what_cannot_be_written_is_named(
    project: Project, place: Place
) -> None:
    folder = project.folder / "outputs"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert project.sources.save_quote("E01", *place("E01", QUOTE)).new
    (folder / "quotes.txt").unlink()
    (folder / "quotes.txt").mkdir()
    with pytest.raises(UsageError, match=r"quotes\.txt cannot be written"):
        project.sources.save_quote("E01", *place("E01", QUOTE))


def test_offsets_must_be_of_the_text_as_it_is(project: Project) -> None:
    with pytest.raises(InputError, match="is not a span"):
        project.sources.save_quote("E01", 5, 10_000)
    read = project.sources.get("E01").text_sha256
    project.sources.correct(
        "E01", project.sources.text("E01").replace("holes", "gaps"), actor="lead"
    )
    with pytest.raises(ConflictError):
        project.sources.save_quote("E01", 3, 10, text_sha256=read)
    assert not (project.folder / "outputs" / "quotes.txt").exists()
