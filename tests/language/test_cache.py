"""Analyses are kept by model and text; a damaged or read-only folder costs time alone."""

from __future__ import annotations

import sqlite3
import stat
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from toolkit.language.cache import FILE, analyses, keep, kept, packed, purge, unpacked
from toolkit.language.protocol import NOTHING, Analysis, Entity, Phrase, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Counting:
    """Analyses each word as a noun, and keeps what it was asked for."""

    def __init__(self, name: str = "counting-1") -> None:
        self.id = name
        self.asked: list[str] = []

    def analyse(self, texts: Sequence[str]) -> Iterator[Analysis]:
        for text in texts:
            self.asked.append(text)
            yield Analysis((Token(0, len(text), text.lower(), "NOUN", "NN"),), (), ())


def test_a_text_is_analysed_once_for_each_model(tmp_path: Path) -> None:
    first, second = Counting(), Counting("counting-2")
    one = analyses(first, ["Ab", "Cd", "Ab"], tmp_path)
    again = analyses(first, ["Cd", "Ef"], tmp_path)
    assert first.asked == ["Ab", "Cd", "Ef"]
    assert unpacked(one["Cd"]) == unpacked(again["Cd"])
    analyses(second, ["Ab"], tmp_path)
    assert second.asked == ["Ab"]
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_progress_counts_what_was_not_kept(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    texts = [f"t{number}" for number in range(130)]
    analyses(Counting(), texts[:30], tmp_path)
    analyses(Counting(), texts, tmp_path, lambda done, total: told.append((done, total)))
    assert told == [(0, 100), (64, 100), (100, 100)]


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    analyses(Counting(), ["Ab"], tmp_path)
    (tmp_path / FILE).write_bytes(b"no database at all" * 100)
    for ending in ("-wal", "-shm"):
        (tmp_path / f"{FILE}{ending}").unlink(missing_ok=True)
    analyser = Counting()
    assert unpacked(analyses(analyser, ["Ab"], tmp_path)["Ab"]).tokens[0].lemma == "ab"
    assert analyser.asked == ["Ab"]


def test_a_damaged_row_is_analysed_again(tmp_path: Path) -> None:
    analyses(Counting(), ["Ab"], tmp_path)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE analyses SET analysis = x'00112233'")
    connection.close()
    analyser = Counting()
    assert unpacked(analyses(analyser, ["Ab"], tmp_path)["Ab"]).tokens[0].end == 2
    assert analyser.asked == ["Ab"]


def test_without_a_folder_to_write_everything_works(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert unpacked(analyses(Counting(), ["Ab"], blocked / "cache")["Ab"]).tokens[0].lemma == "ab"
    keep(blocked / "cache", "kind", {"key": "text"})
    assert kept(blocked / "cache", "kind", ["key"]) == {}


def test_purge_removes_everything(tmp_path: Path) -> None:
    analyses(Counting(), ["Ab"], tmp_path)
    assert purge(tmp_path) > 0
    assert not (tmp_path / FILE).exists()
    assert purge(tmp_path) == 0


def test_results_are_kept_by_kind_and_key(tmp_path: Path) -> None:
    keep(tmp_path, "a", {"k": "가 text"})
    assert kept(tmp_path, "a", ["k", "other"]) == {"k": "가 text"}
    assert kept(tmp_path, "b", ["k"]) == {}


words = st.text(max_size=8)
offsets = st.integers(0, 10_000)


@given(
    st.builds(
        Analysis,
        st.lists(st.builds(Token, offsets, offsets, words, words, words)).map(tuple),
        st.lists(st.builds(Entity, offsets, offsets, words)).map(tuple),
        st.lists(st.builds(Phrase, offsets, offsets, words)).map(tuple),
    ),
    st.integers(0, 1000),
)
def test_an_analysis_comes_back_as_it_was(analysis: Analysis, by: int) -> None:
    assert unpacked(packed(analysis)) == analysis
    moved = unpacked(packed(analysis), by)
    assert [token.start - by for token in moved.tokens] == [t.start for t in analysis.tokens]
    assert [(e.start - by, e.end - by, e.kind) for e in moved.entities] == list(analysis.entities)
    assert unpacked(packed(NOTHING), by) == NOTHING
