"""What a writer of the toolkit makes, its reader takes: every pair, on values that are allowed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing import fuzzed
from toolkit.domain.codebook import MAX_LEVELS, Code, Codebook
from toolkit.domain.events import Change, canonical_json, changes_json
from toolkit.domain.merge import Conflict
from toolkit.errors import InputError
from toolkit.formats.codebook_yaml import check_codebook, read_codebook, write_codebook
from toolkit.formats.speakers_table import COLUMNS, parse_speakers
from toolkit.operations.exchange.merge import MergeReport, decisions_text, read_decisions
from toolkit.operations.preferences.local_file import PreferenceFile
from toolkit.report.tables import Table
from toolkit.store.offline.journal import Journal
from toolkit.store.pending_event import PendingEvent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.project import Project

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = st.one_of(TEXTS, st.integers(-(2**53), 2**53), st.none(), st.booleans())
ROWS = st.dictionaries(TEXTS, SCALARS, max_size=4)


def chain(levels: int) -> Codebook:
    """A codebook in which each code stands below the one before it."""
    return Codebook(
        tuple(
            Code(f"n{at}", {"en": f"N {at}"}, parent=f"n{at - 1}" if at else None, position=at)
            for at in range(levels)
        )
    )


@fuzzed(10)
@given(levels=st.integers(1, MAX_LEVELS))
def test_a_codebook_of_up_to_100_levels_reads_back(levels: int) -> None:
    book = chain(levels)
    assert read_codebook(write_codebook(book)) == replace(book, version=1)


def test_a_deeper_codebook_is_refused_in_each_way_in(empty_project: Project) -> None:
    assert MAX_LEVELS == 100
    flat = "codes:\n" + "".join(
        f"- {{id: n{at}, name: N{at}{f', parent: n{at - 1}' if at else ''}}}\n" for at in range(101)
    )
    problems = [problem for problem in check_codebook(flat) if problem.severity == "error"]
    assert [(problem.line, problem.code) for problem in problems] == [(102, "too-deep")]
    path = empty_project.folder / "deep.yaml"
    path.write_text(write_codebook(chain(101)))
    with pytest.raises(InputError, match="below 100 levels"):
        empty_project.codebook.import_file(path, actor="lead")
    path.write_text(write_codebook(chain(100)))
    empty_project.codebook.import_file(path, actor="lead")
    with pytest.raises(InputError, match="below 100 levels"):
        empty_project.codebook.add(Code("x", {"en": "X"}, parent="n99"), actor="lead")
    exported = write_codebook(empty_project.codebook.current())
    assert [code.id for code in read_codebook(exported)] == [f"n{at}" for at in range(100)]


@fuzzed(30)
@given(
    name=st.dictionaries(
        st.sampled_from(["en", "ko", "pt-BR", "EN", "english words", ""]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        min_size=1,
        max_size=2,
    )
)
def test_what_an_edit_of_the_codebook_takes_its_file_takes(name: Mapping[str, str]) -> None:
    from toolkit.operations.codebook.edit import checked_texts

    try:
        checked = checked_texts("name", name)
    except InputError:
        return  # An edit that is refused never comes to be written.
    book = Codebook((Code("a", checked, position=0),))
    assert read_codebook(write_codebook(book)) == book


@fuzzed(60)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=3))
def test_a_printed_table_of_speakers_is_read(rows: list[tuple[str, str, str]]) -> None:
    # Labels and ids have no blanks around them, and no control characters.
    rows = [tuple(" ".join(clean(cell).split()) for cell in row) for row in rows]  # type: ignore[misc]
    rows = [row for row in rows if row[0]]
    cells = [(source, label, "expert", 1, 2, 0.5, case) for source, label, case in rows]
    if not rows:
        return
    lines = parse_speakers(Table(COLUMNS, tuple(cells)).to_csv(), "speakers.csv")
    assert [(line.source, line.label, line.case) for line in lines] == [
        tuple(spelled(cell) for cell in row) for row in rows
    ]
    assert not any(line.problem for line in lines)


def clean(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


def spelled(cell: str) -> str:
    """A cell as it reads back: an apostrophe before a formula cannot be told from the guard."""
    from toolkit.formats.csv_rows import unguarded

    return unguarded(cell)


@fuzzed(40)
@given(
    conflicts=st.lists(
        st.tuples(
            st.lists(TEXTS, min_size=1, max_size=2), ROWS, st.sampled_from(["", "ours", "theirs"])
        ),
        max_size=3,
        unique_by=lambda entry: tuple(entry[0]),
    )
)
def test_decisions_of_a_merge_are_read(
    tmp_path_factory: pytest.TempPathFactory, conflicts: list[tuple[list[str], Any, str]]
) -> None:
    made = [
        (Conflict("codings", tuple(key), "why", None, row, {}), decision)
        for key, row, decision in conflicts
    ]
    decided = {conflict.id: decision for conflict, decision in made if decision}
    report = MergeReport("other", 0, {}, tuple(conflict for conflict, _ in made), decided, {})
    path = tmp_path_factory.getbasetemp() / "decisions.json"
    path.write_text(decisions_text(report), encoding="utf-8")
    assert read_decisions(path) == decided


@fuzzed(15)
@given(entries=st.dictionaries(TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=3), max_size=3))
def test_marks_and_pins_are_read(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, dict[str, str]]
) -> None:
    session: Any = SimpleNamespace(private_folder=tmp_path_factory.mktemp("marks"))
    kept = PreferenceFile("marks.json", "marks")
    for coder, own in entries.items():
        kept.write(session, coder, own)
    for coder, own in entries.items():
        assert dict(kept.read(session, coder)) == own


@fuzzed(15)
@given(row=ROWS, summary=ROWS, texts=st.lists(TEXTS, max_size=2))
def test_a_change_that_waits_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    row: dict[str, Any],
    summary: dict[str, Any],
    texts: list[str],
) -> None:
    changes = (Change("codings", ("a", 1), None, row), Change("memos", ("b",), row, None))
    event = PendingEvent(
        id="e",
        at="2026-01-01T00:00:00.000Z",
        actor="coder-a",
        kind="coding.add",
        changes=changes,
        summary=summary,
        texts=tuple(texts),
        undoes=None,
        changes_text=changes_json(changes),
        summary_text=canonical_json(summary),
    )
    journal = Journal(tmp_path_factory.mktemp("journal"))
    journal.put(event)
    assert journal.events() == [event]
