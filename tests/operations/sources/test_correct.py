"""When a typo is corrected after coding, every coding follows its words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.errors import ConflictError, InputError, UsageError
from toolkit.project import Project
from toolkit.text.corrections.carry_spans import CarryOutcome

if TYPE_CHECKING:
    from pathlib import Path

Place = Callable[[str, str], tuple[int, int]]


@pytest.fixture
def coded(project: Project, place: Place) -> Project:
    for quote, code, coder in (
        ("We do not trust their figures.", "trust", "coder-a"),
        ("Last spring", "proposal", "coder-b"),
        ("A leak is what my director fears.", "security", "coder-a"),
    ):
        project.codings.add("E01", *place("E01", quote), code, coder=coder)
    project.codings.commit_none("E01", *place("E01", "one rule for all"), coder="coder-a")
    return project


def _quotes(project: Project) -> list[str]:
    return [str(row["quote"]) for row in project.codings.rows(source="E01")]


def test_a_correction_carries_and_undo_takes_it_back(coded: Project) -> None:
    old, before = coded.sources.text("E01"), coded.codings.find()
    new = old.replace("trust their", "ever trust theyr").replace("I: And security?", "I: And?")
    done = coded.sources.correct("E01", new, actor="lead")
    assert (done.revision, done.count(CarryOutcome.CHANGED), done.count(CarryOutcome.MOVED)) == (
        2,
        1,
        2,
    )
    assert _quotes(coded) == [
        "We do not ever trust theyr figures.",
        "Last spring",
        "A leak is what my director fears.",
    ]
    assert coded.sources.get("E01").revision == 2
    assert coded.sources.text("E01") == new
    (none,) = coded._session.database.query("SELECT * FROM commitments")
    assert new[none["span_start"] : none["span_end"]] == "one rule for all"
    assert coded.history.verify() == []
    coded.history.undo(actor="lead")
    assert (coded.sources.text("E01"), coded.codings.find()) == (old, before)
    assert coded.sources.get("E01").revision == 1
    assert coded.history.verify() == []
    coded.history.redo(actor="lead")
    assert coded.sources.text("E01") == new
    assert coded.history.verify() == []


def test_turns_are_read_again_with_the_same_labels(coded: Project) -> None:
    before = [(turn.speaker, turn.role) for turn in coded.sources.turns("E01")]
    coded.sources.correct(
        "E01", "\n" + coded.sources.text("E01").replace("holes", "gaps"), actor="lead"
    )
    turns = coded.sources.turns("E01")
    assert [(turn.speaker, turn.role) for turn in turns] == before
    text = coded.sources.text("E01")
    assert text[turns[1].body.start :].startswith("We do not trust")


def test_a_dry_run_lists_and_changes_nothing(coded: Project) -> None:
    events, text = len(coded.history.events()), coded.sources.text("E01")
    start = text.index("Last spring")
    new = coded.sources.replaced_text("E01", start, start + len("Last spring "), "")
    done = coded.sources.correct("E01", new, actor="lead", dry_run=True)
    outcomes = {row.quote_before: row.outcome for row in done.rows if row.table == "codings"}
    assert outcomes == {
        "We do not trust their figures.": CarryOutcome.SAME,
        "Last spring": CarryOutcome.ORPHANED,
        "A leak is what my director fears.": CarryOutcome.MOVED,
    }
    assert (len(coded.history.events()), coded.sources.text("E01")) == (events, text)


def test_orphans_wait_until_their_coder_places_or_drops_them(coded: Project) -> None:
    coding = next(c for c in coded.codings.find() if c.code_id == "proposal")
    coded.memos.write(MemoTarget.CODING, coding.id, "keep me", coder="coder-b")
    coded.sources.correct(
        "E01", coded.sources.text("E01").replace("Last spring ", ""), actor="lead"
    )
    assert coding.id not in {c.id for c in coded.codings.find()}
    (orphan,) = coded.sources.orphans()
    assert (orphan.id, orphan.quote, orphan.code) == (coding.id, "Last spring", "proposal")
    assert (orphan.revision, orphan.coder) == (1, "coder-b")
    with pytest.raises(UsageError, match="coder-b's"):
        coded.sources.place_orphan(coding.id, 0, 3, coder="coder-a")
    coded.sources.place_orphan(coding.id, 0, 3, coder="coder-b")
    placed = next(c for c in coded.codings.find() if c.id == coding.id)
    assert (placed.span.start, placed.span.end, placed.created_at) == (0, 3, coding.created_at)
    assert [memo.text for memo in coded.memos.find()] == ["keep me"]
    assert coded.sources.orphans() == []
    coded.history.undo(actor="coder-b")
    coded.sources.drop_orphan(coding.id, coder="coder-b")
    assert (coded.sources.orphans(), coded.memos.find()) == ([], [])
    coded.history.undo(actor="coder-b")
    assert (len(coded.sources.orphans()), len(coded.memos.find())) == (1, 1)
    assert coded.history.verify() == []
    with pytest.raises(InputError, match="no coding"):
        coded.sources.drop_orphan("nothing", coder="coder-b")


def test_an_orphan_goes_along_when_its_code_is_merged(coded: Project) -> None:
    coding = next(c for c in coded.codings.find() if c.code_id == "proposal")
    coded.sources.correct(
        "E01", coded.sources.text("E01").replace("Last spring ", ""), actor="lead"
    )
    edit = coded.codebook.merge(["proposal"], "trust", actor="lead")
    assert edit.impact.orphans == 1
    coded.sources.place_orphan(coding.id, 0, 3, coder="coder-b")
    assert next(c for c in coded.codings.find() if c.id == coding.id).code_id == "trust"
    assert coded.history.verify() == []


def test_nothing_is_put_back_at_offsets_of_an_earlier_text(coded: Project) -> None:
    removed = next(c for c in coded.codings.find() if c.code_id == "security")
    coded.codings.remove([removed.id], coder="coder-a")
    removal = coded.history.events(limit=1)[0].seq
    coded.sources.correct("E01", "Oh.\n\n" + coded.sources.text("E01"), actor="lead")
    with pytest.raises(ConflictError, match=r"source\.correct"):
        coded.history.undo(actor="coder-a", event=removal)
    added = coded.codings.add("E01", 0, 3, "trust", coder="coder-c")
    correction = next(e.seq for e in coded.history.events() if e.kind == "source.correct")
    assert [e.kind for e in coded.history.plan_undo(event=correction).dependents] == ["coding.add"]
    coded.history.undo(actor="coder-c")
    coded.sources.correct("E01", coded.sources.text("E01")[1:], actor="lead")
    with pytest.raises(ConflictError, match=r"source\.correct"):
        coded.history.redo(actor="coder-c", of="coder-c")
    assert added.id not in {c.id for c in coded.codings.find()}
    assert coded.history.verify() == []


def test_mappings_and_memos_keep_their_anchor(coded: Project, place: Place) -> None:
    coding = coded.codings.find(code="security")[0]
    coded.memos.write(MemoTarget.CODING, coding.id, "mine", coder="coder-a")
    coded.sources.correct(
        "E01", coded.sources.text("E01").replace("[Agency 3]", "[Agency]"), actor="lead"
    )
    moved = coded.codings.find(code="security")[0]
    assert moved.span.start == coding.span.start - 2
    assert [memo.target_id for memo in coded.memos.find()] == [moved.id]


def test_submitted_and_closed_work_is_carried_and_said(coded: Project) -> None:
    coded.rounds.open("R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    coded.codings.add("E01", 100, 110, "trust", coder="coder-a", round_id="R1")
    coded.rounds.submit("R1", "E01", coder="coder-a")
    new = "Hm.\n\n" + coded.sources.text("E01")
    planned = coded.sources.correct("E01", new, actor="lead", dry_run=True)
    states = {row.round: row.state for row in planned.rows}
    assert states == {"main": "", "R1": "submitted"}
    coded.rounds.close("R1", actor="lead")
    done = coded.sources.correct("E01", new, actor="lead")
    assert {row.state for row in done.rows if row.round == "R1"} == {"closed"}
    assert coded.codings.find(round_id="R1")[0].span.start == 105


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text, "text-same"),
        (lambda text: " \n", "empty-text"),
        (lambda text: text + "\udc80", "text-not-unicode"),
    ],
)
def test_what_is_no_correction_is_refused(
    coded: Project, change: Callable[[str], str], code: str
) -> None:
    with pytest.raises(InputError) as error:
        coded.sources.correct("E01", change(coded.sources.text("E01")), actor="lead")
    assert error.value.code == code
    assert "trust" not in str(error.value)
    with pytest.raises(InputError):
        coded.sources.replaced_text("E01", 0, 99_999, "x")


def test_the_same_file_again_is_no_other_text(
    coded: Project, write: Callable[[str, str], Path]
) -> None:
    from tests.conftest import ENGLISH

    coded.sources.correct("E01", coded.sources.text("E01").replace("holes", "gaps"), actor="lead")
    (again,) = coded.sources.import_files([write("E01.txt", ENGLISH)], actor="lead")
    assert (again.new, again.unchanged) == (0, 1)
    assert "gaps" in coded.sources.text("E01")


def test_a_file_of_codings_again_brings_nothing_twice(
    coded: Project, write: Callable[[str, str], Path]
) -> None:
    text = coded.sources.text("E01")
    lines = [
        {
            "source": "E01", "start": text.index(quote), "end": text.index(quote) + len(quote),
            "code": "trust", "coder": "coder-x", "quote": quote,
        }
        for quote in ("There should be", "Last spring")
    ]  # fmt: skip
    file = write("codings.jsonl", "\n".join(map(json.dumps, lines)) + "\n")
    coded.sources.import_files([file], actor="lead")
    coded.sources.correct("E01", text.replace("Last spring ", ""), actor="lead")
    events = len(coded.history.events())
    (again,) = coded.sources.import_files([file], actor="lead")
    assert (again.new, again.unchanged, len(coded.history.events())) == (0, 2, events)
    assert [orphan.coder for orphan in coded.sources.orphans()] == ["coder-b", "coder-x"]


def test_a_coding_made_meanwhile_takes_the_correction_back(
    coded: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.text.labels import decisions as reading
    from toolkit.text.turns import parse_turns

    text = coded.sources.text("E01")

    def meanwhile(*arguments: object, **options: object) -> object:
        with Project.open(coded.folder) as other:
            other.add_coding("E01", 0, 3, "trust", coder="coder-c")
        return parse_turns(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "parse_turns", meanwhile)
    with pytest.raises(ConflictError, match="Run the correction again"):
        coded.sources.correct("E01", "Oh. " + text, actor="lead")
    assert coded.sources.text("E01") == text
    assert len(coded.codings.find(coder="coder-c")) == 1
    assert coded.history.verify() == []
