"""A typo is fixed after coding, and everything on the text follows its words."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from toolkit.domain.codings import MemoTarget, Mode
from toolkit.errors import ConflictError, InputError, UsageError
from toolkit.project import Project
from toolkit.text.carry_spans import CarryOutcome

Place = Callable[[str, str], tuple[int, int]]


@pytest.fixture
def coded(project: Project, place: Place) -> Project:
    for quote, code, coder in (
        ("We do not trust their figures.", "trust", "coder-a"),
        ("Last spring", "proposal", "coder-b"),
        ("A leak is what my director fears.", "security", "coder-a"),
    ):
        project.add_coding("E01", *place("E01", quote), code, coder=coder)
    project.commit_none("E01", *place("E01", "one rule for all"), coder="coder-a")
    return project


def _quotes(project: Project) -> list[str]:
    return [str(row["quote"]) for row in project.coding_rows(source="E01")]


def test_a_correction_carries_and_undo_takes_it_back(coded: Project) -> None:
    old, before = coded.text("E01"), coded.codings()
    new = old.replace("trust their", "ever trust theyr").replace("I: And security?", "I: And?")
    done = coded.correct("E01", new, actor="lead")
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
    assert coded.source("E01").revision == 2
    assert coded.text("E01") == new
    (none,) = coded._session.database.query("SELECT * FROM commitments")
    assert new[none["span_start"] : none["span_end"]] == "one rule for all"
    assert coded.verify_log() == []
    coded.undo(actor="lead")
    assert (coded.text("E01"), coded.codings()) == (old, before)
    assert coded.source("E01").revision == 1
    assert coded.verify_log() == []
    coded.redo(actor="lead")
    assert coded.text("E01") == new
    assert coded.verify_log() == []


def test_turns_are_read_again_with_the_same_labels(coded: Project) -> None:
    before = [(turn.speaker, turn.role) for turn in coded.turns("E01")]
    coded.correct("E01", "\n" + coded.text("E01").replace("holes", "gaps"), actor="lead")
    turns = coded.turns("E01")
    assert [(turn.speaker, turn.role) for turn in turns] == before
    text = coded.text("E01")
    assert text[turns[1].body.start :].startswith("We do not trust")


def test_a_dry_run_lists_and_changes_nothing(coded: Project) -> None:
    events, text = len(coded.events()), coded.text("E01")
    start = text.index("Last spring")
    new = coded.replaced_text("E01", start, start + len("Last spring "), "")
    done = coded.correct("E01", new, actor="lead", dry_run=True)
    outcomes = {row.quote_before: row.outcome for row in done.rows if row.table == "codings"}
    assert outcomes == {
        "We do not trust their figures.": CarryOutcome.SAME,
        "Last spring": CarryOutcome.ORPHANED,
        "A leak is what my director fears.": CarryOutcome.MOVED,
    }
    assert (len(coded.events()), coded.text("E01")) == (events, text)


def test_orphans_wait_until_their_coder_places_or_drops_them(coded: Project) -> None:
    gone = next(c for c in coded.codings() if c.code_id == "proposal")
    coded.set_memo(MemoTarget.CODING, gone.id, "keep me", coder="coder-b")
    coded.correct("E01", coded.text("E01").replace("Last spring ", ""), actor="lead")
    assert gone.id not in {c.id for c in coded.codings()}
    (orphan,) = coded.orphans()
    assert (orphan.id, orphan.quote, orphan.code) == (gone.id, "Last spring", "proposal")
    assert (orphan.revision, orphan.coder) == (1, "coder-b")
    with pytest.raises(UsageError, match="coder-b's"):
        coded.place_orphan(gone.id, 0, 3, coder="coder-a")
    coded.place_orphan(gone.id, 0, 3, coder="coder-b")
    placed = next(c for c in coded.codings() if c.id == gone.id)
    assert (placed.span.start, placed.span.end, placed.created_at) == (0, 3, gone.created_at)
    assert [memo.text for memo in coded.memos()] == ["keep me"]
    assert coded.orphans() == []
    coded.undo(actor="coder-b")
    coded.drop_orphan(gone.id, coder="coder-b")
    assert (coded.orphans(), coded.memos()) == ([], [])
    coded.undo(actor="coder-b")
    assert (len(coded.orphans()), len(coded.memos())) == (1, 1)
    assert coded.verify_log() == []
    with pytest.raises(InputError, match="no coding"):
        coded.drop_orphan("nothing", coder="coder-b")


def test_an_orphan_goes_along_when_its_code_is_merged(coded: Project) -> None:
    gone = next(c for c in coded.codings() if c.code_id == "proposal")
    coded.correct("E01", coded.text("E01").replace("Last spring ", ""), actor="lead")
    edit = coded.merge_codes(["proposal"], "trust", actor="lead")
    assert edit.touch.orphans == 1
    coded.place_orphan(gone.id, 0, 3, coder="coder-b")
    assert next(c for c in coded.codings() if c.id == gone.id).code_id == "trust"
    assert coded.verify_log() == []


def test_nothing_is_put_back_at_offsets_of_an_earlier_text(coded: Project) -> None:
    removed = next(c for c in coded.codings() if c.code_id == "security")
    coded.remove_codings([removed.id], coder="coder-a")
    removal = coded.events(limit=1)[0].seq
    coded.correct("E01", "Oh.\n\n" + coded.text("E01"), actor="lead")
    with pytest.raises(ConflictError, match=r"source\.correct"):
        coded.undo(actor="coder-a", event=removal)
    added = coded.add_coding("E01", 0, 3, "trust", coder="coder-c")
    correction = next(e.seq for e in coded.events() if e.kind == "source.correct")
    assert [e.kind for e in coded.plan_undo(event=correction).dependents] == ["coding.add"]
    coded.undo(actor="coder-c")
    coded.correct("E01", coded.text("E01")[1:], actor="lead")
    with pytest.raises(ConflictError, match=r"source\.correct"):
        coded.redo(actor="coder-c", of="coder-c")
    assert added.id not in {c.id for c in coded.codings()}
    assert coded.verify_log() == []


def test_mappings_and_memos_keep_their_anchor(coded: Project, place: Place) -> None:
    coding = coded.codings(code="security")[0]
    coded.set_memo(MemoTarget.CODING, coding.id, "mine", coder="coder-a")
    coded.correct("E01", coded.text("E01").replace("[Agency 3]", "[Agency]"), actor="lead")
    moved = coded.codings(code="security")[0]
    assert moved.span.start == coding.span.start - 2
    assert [memo.target_id for memo in coded.memos()] == [moved.id]


def test_submitted_and_closed_work_is_carried_and_said(coded: Project) -> None:
    coded.open_round("R1", actor="lead", mode=Mode.COMMIT_THEN_REVEAL)
    coded.add_coding("E01", 100, 110, "trust", coder="coder-a", round="R1")
    coded.submit("R1", "E01", coder="coder-a")
    new = "Hm.\n\n" + coded.text("E01")
    planned = coded.correct("E01", new, actor="lead", dry_run=True)
    states = {row.round: row.state for row in planned.rows}
    assert states == {"main": "", "R1": "submitted"}
    coded.close_round("R1", actor="lead")
    done = coded.correct("E01", new, actor="lead")
    assert {row.state for row in done.rows if row.round == "R1"} == {"closed"}
    assert coded.codings(round="R1")[0].span.start == 105


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
        coded.correct("E01", change(coded.text("E01")), actor="lead")
    assert error.value.code == code
    assert "trust" not in str(error.value)
    with pytest.raises(InputError):
        coded.replaced_text("E01", 0, 99_999, "x")


def test_the_same_file_again_is_no_other_text(
    coded: Project, write: Callable[[str, str], object]
) -> None:
    from tests.conftest import ENGLISH

    coded.correct("E01", coded.text("E01").replace("holes", "gaps"), actor="lead")
    (again,) = coded.import_files([write("E01.txt", ENGLISH)], actor="lead")
    assert (again.new, again.unchanged) == (0, 1)
    assert "gaps" in coded.text("E01")


def test_a_file_of_codings_again_brings_nothing_twice(
    coded: Project, write: Callable[[str, str], object]
) -> None:
    text = coded.text("E01")
    lines = [
        {
            "source": "E01", "start": text.index(quote), "end": text.index(quote) + len(quote),
            "code": "trust", "coder": "coder-x", "quote": quote,
        }
        for quote in ("There should be", "Last spring")
    ]  # fmt: skip
    file = write("codings.jsonl", "\n".join(map(json.dumps, lines)) + "\n")
    coded.import_files([file], actor="lead")
    coded.correct("E01", text.replace("Last spring ", ""), actor="lead")
    events = len(coded.events())
    (again,) = coded.import_files([file], actor="lead")
    assert (again.new, again.unchanged, len(coded.events())) == (0, 2, events)
    assert [one.coder for one in coded.orphans()] == ["coder-b", "coder-x"]


def test_a_coding_made_meanwhile_takes_the_correction_back(
    coded: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.operations.sources import correct as correcting

    text, parse = coded.text("E01"), correcting.parse_turns

    def meanwhile(*arguments: object, **options: object) -> object:
        with Project.open(coded.folder) as other:
            other.add_coding("E01", 0, 3, "trust", coder="coder-c")
        return parse(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(correcting, "parse_turns", meanwhile)
    with pytest.raises(ConflictError, match="Run the correction again"):
        coded.correct("E01", "Oh. " + text, actor="lead")
    assert coded.text("E01") == text
    assert len(coded.codings(coder="coder-c")) == 1
    assert coded.verify_log() == []
