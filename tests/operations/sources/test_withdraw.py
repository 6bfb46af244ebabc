"""A participant who withdraws leaves no word behind, and the log still proves the rest."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from tests.finished import add_finished
from toolkit.cli.diagnostics import run
from toolkit.domain.codebook import Example
from toolkit.domain.memos import MemoTarget
from toolkit.errors import InputError, UsageError
from toolkit.project import Project
from toolkit.store import copy as copying
from toolkit.store.log.verify import verify
from toolkit.store.tables import EVENTS, TABLES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SAID = "We do not trust their figures. Last spring [Agency 3] sent us a list"
LATER = "and nobody ever asked me twice about that list"
"""Words that a correction adds, so that they stand in a later revision alone."""
OTHERS = "유출되면 누가 책임집니까"
WORDS = ("trust their figures", "nobody ever asked", "my director fears", "my own note of it")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def coded(project: Project, place: Callable[[str, str], tuple[int, int]]) -> Project:
    """Work of every kind on E01, and some on K01."""
    for coder, code in (("coder-a", "trust"), ("coder-b", "security")):
        add_finished(project, "E01", *place("E01", SAID), code, coder=coder)
        add_finished(project, "K01", *place("K01", OTHERS), "security", coder=coder)
    own = project.codings.find(source="E01", coder="coder-a")[0]
    project.memos.write(MemoTarget.CODING, own.id, "my own note of it", coder="coder-a")
    project.memos.write(MemoTarget.SOURCE, "E01", f"She says: {SAID}", coder="coder-a")
    project.memos.write(MemoTarget.CODE, "trust", f"As in “{SAID}”, see there.", coder="coder-a")
    project.memos.write(MemoTarget.SOURCE, "K01", OTHERS, coder="coder-a")
    project.codebook.redefine(
        "trust", actor="lead", examples=[Example(SAID, "E01", *place("E01", SAID)), Example("ok")]
    )
    text = project.sources.text("E01")
    project.sources.correct("E01", text + " " + LATER, actor="lead")
    start, end = place("E01", LATER)
    project.directions.confirm("E01", start, end, ["security"], coder="coder-a")
    project.codings.remove([own.id], coder="coder-a")
    project.history.undo(actor="coder-a")
    project.rounds.open("R1", actor="lead", coders=["coder-c"], sources=["E01", "K01"])
    project.rounds.open("R2", actor="lead", coders=["coder-c"], sources=["E01"])
    return project


def contents(project: Project) -> str:
    """Everything that the store holds, as one text."""
    return "\n".join(
        str(value)
        for table in (TEXTS, *TABLES.values(), EVENTS)
        for row in project._session.database.query(f"SELECT * FROM {table.name}")
        for value in tuple(row)
    )


def test_nothing_of_a_withdrawn_source_is_left_and_the_log_holds(coded: Project) -> None:
    before = contents(coded)
    assert all(word in before for word in WORDS)
    hashes = coded._session.database.query("SELECT seq, hash FROM events ORDER BY seq")
    done = coded.sources.withdraw(["E01"], actor="lead")

    after = contents(coded)
    assert [word for word in WORDS if word in after] == []
    assert OTHERS in after
    assert coded.history.verify() == []
    assert [source.id for source in coded.sources.all()] == ["K01"]
    assert {coding.source_id for coding in coded.codings.find()} == {"K01"}
    assert [case.id for case in coded.sources.cases()] == ["K01"]
    memos = {(memo.target, memo.target_id): memo.text for memo in coded.memos.find()}
    assert memos == {
        (MemoTarget.CODE, "trust"): "As in “[withdrawn]”, see there.",
        (MemoTarget.SOURCE, "K01"): OTHERS,
    }
    assert [each.text for each in coded.codebook.current()["trust"].examples] == ["ok"]
    # The chain is the one from before, with one event more.
    chain = coded._session.database.query("SELECT seq, hash FROM events ORDER BY seq")
    assert [tuple(row) for row in chain[:-1]] == [tuple(row) for row in hashes]
    assert done.event == chain[-1]["seq"]
    removed = {held.name: held.count for held in done.held if held.action == "removed"}
    assert removed["codings"] == 2
    assert removed["memos"] == 2


def test_a_round_of_the_withdrawn_source_alone_does_not_become_one_of_all(coded: Project) -> None:
    coded.sources.withdraw(["E01"], actor="lead")
    assert coded.rounds.get("R1").sources == ("K01",)
    assert coded.rounds.get("R2").sources == ("E01",)
    assert coded.rounds.progress("R2") is not None


def test_the_past_is_without_the_source_too(coded: Project) -> None:
    seq = coded.history.events(limit=1)[0].seq
    coded.sources.withdraw(["E01"], actor="lead")
    with Project.open(coded.folder, at=str(seq)) as past:
        assert [source.id for source in past.sources.all()] == ["K01"]
        assert {coding.source_id for coding in past.codings.find()} == {"K01"}


def test_what_was_withdrawn_cannot_be_undone_or_redone(coded: Project) -> None:
    done = coded.sources.withdraw(["E01"], actor="lead")
    assert done.event is not None
    with pytest.raises(UsageError, match="cannot be undone"):
        coded.history.undo(actor="lead", event=done.event)
    emptied = next(e for e in coded.history.events() if e.kind == "source.correct")
    with pytest.raises(UsageError, match="nothing of it is left"):
        coded.history.undo(actor="lead", event=emptied.seq)
    # The last step that can be taken back is one of what is left.
    undone = coded.history.undo(actor="coder-b", of="coder-b")
    assert undone.summary == {"of": "source.finish", "round": "main", "sources": ["K01"]}
    assert coded.history.verify() == []


def test_an_altered_rest_is_noticed(coded: Project) -> None:
    coded.sources.withdraw(["E01"], actor="lead")
    database = coded._session.database
    row = database.first("SELECT seq FROM events WHERE kind LIKE 'memo%' ORDER BY seq")
    assert row is not None
    database.execute("UPDATE events SET actor = 'other' WHERE seq = :seq", {"seq": row["seq"]})
    problems = [finding.problem for finding in coded.history.verify()]
    assert problems == ["was altered after content of it was withdrawn"]


ALTERATIONS = (
    *(
        f"UPDATE events SET {column} = '[{{}}]' WHERE id = :id"
        for column in EVENTS.column_names
        if column not in ("seq", "hash")
    ),
    "UPDATE events SET hash = prev_hash WHERE id = :id",
    "UPDATE redactions SET content_sha256 = 'x' WHERE event_id = :id",
    "DELETE FROM redactions WHERE event_id = :id",
    "DELETE FROM events WHERE id = :id",
    "INSERT INTO redactions (event_id, content_sha256) SELECT id, hash FROM events "
    "WHERE id NOT IN (SELECT event_id FROM redactions) AND id <> :id",
)


class _TakenBack(Exception):  # noqa: N818
    """Ends a transaction whose changes are not kept."""


def test_whatever_else_is_altered_after_words_were_erased_is_noticed(coded: Project) -> None:
    """The words are gone and the proof holds; any other change of the same event is found."""
    coded.sources.withdraw(["E01"], actor="lead")
    database = coded._session.database
    row = database.first(
        "SELECT id FROM events WHERE id IN (SELECT event_id FROM redactions) AND changes <> '[]'"
    )
    assert row is not None
    assert verify(database) == []
    for statement in ALTERATIONS:
        with suppress(_TakenBack), database.transaction():
            database.execute(statement, {"id": row["id"]})
            assert verify(database) != [], statement
            raise _TakenBack
    assert verify(database) == []


def test_a_second_withdrawal_reduces_what_the_first_has_left(coded: Project) -> None:
    coded.sources.withdraw(["E01"], actor="lead")
    coded.sources.withdraw(["K01"], actor="lead")
    assert OTHERS not in contents(coded)
    assert coded.history.verify() == []
    assert coded.codings.find() == []
    assert [each.source_id for each in coded.sources.withdrawn()] == ["E01", "K01"]


def test_a_step_taken_meanwhile_goes_too(coded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    database = coded._session.database
    exclusive = database.exclusive

    @contextmanager
    def late() -> Iterator[None]:
        coding = coded.codings.add("E01", 3, 12, "trust", coder="coder-a")
        coded.memos.write(
            MemoTarget.CODING, coding.id, "written at the last moment", coder="coder-a"
        )
        with exclusive():
            yield

    monkeypatch.setattr(database, "exclusive", late)
    coded.sources.withdraw(["E01"], actor="lead")
    assert "written at the last moment" not in contents(coded)
    assert coded.history.verify() == []


def test_several_sources_go_as_one_step_and_each_keeps_its_hashes(coded: Project) -> None:
    hashes = {source.id: source.text_sha256 for source in coded.sources.all()}
    coded.sources.withdraw(["E01", "K01"], actor="lead")
    assert coded.sources.all() == []
    gone = {each.source_id: each.texts for each in coded.sources.withdrawn()}
    assert (len(gone["E01"]), len(gone["K01"])) == (2, 1)
    assert all(hashes[name] in texts for name, texts in gone.items())
    assert coded.history.verify() == []


def test_a_dry_run_says_what_would_go_and_changes_nothing(coded: Project) -> None:
    before = copying.digests(coded._session.database)
    planned = coded.sources.withdraw(["E01"], actor="lead", dry_run=True)
    assert copying.digests(coded._session.database) == before
    done = coded.sources.withdraw(["E01"], actor="lead")
    assert (planned.event, planned.held) == (None, done.held)


def test_a_withdrawn_source_does_not_come_back_by_its_name_or_text(
    coded: Project, tmp_path: Path
) -> None:
    coded.sources.withdraw(["E01"], actor="lead")
    shutil.copy(tmp_path / "E01.txt", tmp_path / "renamed.txt")
    for path, source_id in (("E01.txt", None), ("renamed.txt", "Z9")):
        with pytest.raises(InputError, match="was withdrawn on"):
            coded.sources.import_files([tmp_path / path], actor="lead", source_id=source_id)
    with pytest.raises(InputError, match="was withdrawn on"):
        coded.sources.text("E01")
    with pytest.raises(InputError, match="Valid: E01"):
        coded.sources.readmit(["K01"], actor="lead")
    assert coded.sources.readmit(["E01"], actor="lead") == ("E01",)
    coded.sources.import_files([tmp_path / "E01.txt"], actor="lead")
    assert coded.codings.find(source="E01") == []
    assert coded.history.verify() == []


def test_lines_on_a_withdrawn_source_are_passed_over_and_counted(
    coded: Project, write: Callable[[str, str], Path]
) -> None:
    coded.sources.withdraw(["E01"], actor="lead")
    codings = write(
        "codings.jsonl",
        '{"source": "E01", "start": 3, "end": 9, "code": "trust", "coder": "coder-d"}\n'
        '{"source": "K01", "start": 3, "end": 9, "code": "trust", "coder": "coder-d"}\n',
    )
    cases = write("cases.csv", "id,source,sector\nE01,E01,secret sector\nK01,K01,academia\n")
    taken = coded.sources.import_files([codings, cases], actor="lead")
    assert [("1 line is on a source that was withdrawn" in each.note) for each in taken] == [
        True,
        True,
    ]
    assert [coding.source_id for coding in coded.codings.find(coder="coder-d")] == ["K01"]
    assert [case.id for case in coded.sources.cases()] == ["K01"]


def test_a_coder_of_a_blind_round_cannot_withdraw(coded: Project) -> None:
    with pytest.raises(UsageError, match="works in the blind round R1"):
        coded.sources.withdraw(["E01"], actor="coder-c", dry_run=True)
    with pytest.raises(InputError, match="unknown source 'E9'"):
        coded.sources.withdraw(["E9"], actor="lead")


def test_a_reader_bound_by_a_round_does_not_see_whose_work_went(coded: Project) -> None:
    def seen() -> list[tuple[str, str]]:
        with Project.open(coded.folder, read_only=True) as project:
            project.restrict_to_viewer(project.rounds.viewer("coder-c", "R1"))
            return [(event.actor, event.kind) for event in project.history.events()]

    before = seen()
    coded.sources.withdraw(["E01"], actor="lead")
    after = seen()
    assert {actor for actor, _kind in after} <= {"lead", "qct"}
    assert after[0] == ("lead", "source.withdraw")
    assert set(after[1:]) <= set(before)


def test_words_that_others_said_too_stay(project: Project) -> None:
    shared = "I: What hinders sharing between all of your ministries today?"
    for name in ("E01", "K01"):
        text = project.sources.text(name)
        project.sources.correct(name, shared + "\n\n" + text, actor="lead")
    project.memos.write(MemoTarget.CODE, "trust", f"Asked: {shared}", coder="coder-a")
    project.sources.withdraw(["E01"], actor="lead")
    (memo,) = project.memos.find()
    assert memo.text == f"Asked: {shared}"


class TestFiles:
    """Files of a project, and copies of its store."""

    @pytest.fixture
    def store_kind(self) -> str:
        return "sqlite"

    @pytest.fixture
    def copied(self, coded: Project, tmp_path: Path) -> Path:
        """The folder of another copy of the project."""
        folder = tmp_path / "copy"
        shutil.copytree(
            coded.folder, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm", "backups")
        )
        shutil.copy(coded.storage.backup(), folder / ".qct" / "project.db")
        return folder

    def test_files_that_hold_the_words_are_removed_reduced_or_named(self, coded: Project) -> None:
        folder = coded.folder
        (folder / "corpus").mkdir(exist_ok=True)
        (folder / "corpus" / "first.txt").write_text(coded.sources.text("E01"), encoding="utf-8")
        (folder / "corpus" / "notes.md").write_text(f"Mine.\n{SAID}\n" * 9, encoding="utf-8")
        (folder / "corpus" / "codings.jsonl").write_text(
            f'{{"source": "E01", "quote": "{SAID}"}}\n{{"source": "K01", "quote": "x"}}\n',
            encoding="utf-8",
        )
        coded.sources.save_quote("E01", 0, 10)
        coded.sources.save_quote("E01", 26, 100)
        coded.sources.save_quote("K01", 0, 10)
        table = folder / "outputs" / "codes.xlsx"
        command = ("matrix", "codes-by-cases", "--answers", "coder-b", "--out", str(table))
        assert run(["--project", str(folder), *command]) == 0
        backup = coded.storage.backup()
        (coded.folder / ".qct" / "cache").mkdir(exist_ok=True)
        (coded.folder / ".qct" / "cache" / "embeddings.db").write_text("vectors")
        done = coded.sources.withdraw(["E01"], actor="lead")
        actions = {held.name: held.action for held in done.held if held.kind != "rows"}
        assert actions == {
            "corpus/codings.jsonl": "reduced",
            "corpus/first.txt": "removed",
            "corpus/notes.md": "left to you",
            "outputs/quotes.txt": "reduced",
            "outputs/codes.xlsx": "removed",
            f".qct/backups/{backup.name}": "removed",
            ".qct/cache/embeddings.db": "removed",
        }
        assert not (folder / "corpus" / "first.txt").exists()
        left = sorted(path.name for path in (folder / "outputs").iterdir())
        assert left == ["README.md", "quotes.txt"]
        assert (folder / "corpus" / "codings.jsonl").read_text() == (
            '{"source": "K01", "quote": "x"}\n'
        )
        assert "E01" not in (folder / "outputs" / "quotes.txt").read_text(encoding="utf-8")
        assert "K01" in (folder / "outputs" / "quotes.txt").read_text(encoding="utf-8")
        assert not backup.exists()
        # A backup of what is left takes the place of those that went.
        assert len(coded.storage.backups()) == 1
        assert done.is_scrubbed
        assert done.not_removed == ()

    def test_no_byte_of_the_words_is_left_in_the_files_of_the_store(self, coded: Project) -> None:
        private = coded.folder / ".qct"
        coded.sources.withdraw(["E01"], actor="lead")
        left = b"".join(path.read_bytes() for path in private.rglob("*") if path.is_file())
        assert [word for word in WORDS if word.encode() in left] == []

    def test_a_restored_backup_is_without_what_was_withdrawn_since(
        self, coded: Project, tmp_path: Path
    ) -> None:
        kept = tmp_path / "elsewhere.db"
        shutil.copy(coded.storage.backup(), kept)
        coded.sources.withdraw(["E01"], actor="lead")
        restored = Project.restore(coded.folder, str(kept))
        assert restored.withdrawn == ("E01",)
        with Project.open(coded.folder) as project:
            assert [word for word in WORDS if word in contents(project)] == []
            assert project.history.verify() == []

    def test_a_copy_that_still_has_the_source_does_not_bring_it_back(
        self, coded: Project, tmp_path: Path
    ) -> None:
        other_file = tmp_path / "other.db"
        shutil.copy(coded.storage.backup(), other_file)
        bundle = coded.exchange.bundle(
            tmp_path / "bundle.zip", coder="coder-c", actor="lead", round_id="R1"
        )
        coded.sources.withdraw(["E01"], actor="lead")
        coded.codings.add("K01", 3, 9, "trust", coder="lead")
        for other in (other_file, bundle):
            report = coded.exchange.merge(other, actor="lead")
            assert report.undecided == ()
            assert [word for word in WORDS if word in contents(coded)] == []
            assert coded.history.verify() == []
        assert [source.id for source in coded.sources.all()] == ["K01"]

    def test_new_work_on_it_in_a_copy_is_left_out_and_counted(
        self, coded: Project, copied: Path
    ) -> None:
        with Project.open(copied) as copy:
            there = copy.codings.add("E01", 30, 40, "trust", coder="coder-b")
            copy.memos.write(MemoTarget.CODING, there.id, SAID, coder="coder-b")
            copy.codings.add("K01", 30, 40, "trust", coder="coder-b")
        coded.sources.withdraw(["E01"], actor="lead")
        report = coded.exchange.merge(copied, actor="lead")
        assert sum(report.withdrawn.values()) == 2
        assert report.counts["codings"] == (1, 0, 0)
        assert SAID not in contents(coded)

    def test_a_withdrawal_elsewhere_has_to_be_made_here_first(
        self, coded: Project, copied: Path
    ) -> None:
        with Project.open(copied) as copy:
            copy.sources.withdraw(["E01"], actor="lead")
        with pytest.raises(UsageError, match="the other copy has withdrawn E01"):
            coded.exchange.merge(copied, actor="lead")
        coded.sources.withdraw(["E01"], actor="lead")
        coded.exchange.merge(copied, actor="lead")
        assert coded.history.verify() == []
        assert len(coded.sources.withdrawn()) == 1
