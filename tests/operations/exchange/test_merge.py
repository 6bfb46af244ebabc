"""Two copies of a project that were changed independently are merged into one."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from toolkit.domain.memos import MemoTarget
from toolkit.errors import InputError, QctError, UsageError
from toolkit.project import Project

Fork = Callable[[], Project]
Write = Callable[[str, str], Path]


@pytest.fixture
def fork(project: Project, tmp_path: Path) -> Fork:
    """A function that opens another copy of the project as it is now."""

    def make() -> Project:
        name = f"copy-{len(list(tmp_path.glob('copy-*')))}"
        backup = project.storage.backup()
        folder = tmp_path / name
        shutil.copytree(project.folder, folder, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
        shutil.copy(backup, folder / ".qct" / "project.db")
        return Project.open(folder)

    return make


def rows(project: Project) -> dict[str, list[tuple[object, ...]]]:
    from toolkit.store.tables import TABLES

    return {
        name: sorted(map(tuple, project._session.database.query(f"SELECT * FROM {name}")), key=str)
        for name in TABLES
    }


def test_independent_work_combines_once_and_can_be_undone(project: Project, fork: Fork) -> None:
    other = fork()
    local_coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    remote_coding = other.codings.add("E01", 10, 20, "security", coder="coder-b")
    other.memos.write(MemoTarget.CODING, remote_coding.id, "why", coder="coder-b")
    before = rows(project)

    planned = project.exchange.merge(other.folder, actor="lead", dry_run=True)
    assert planned.event is None
    assert rows(project) == before
    done = project.exchange.merge(other.folder, actor="lead")
    assert done.counts == planned.counts
    assert done.counts["codings"] == (1, 0, 0)
    assert {coding.id for coding in project.codings.find()} == {local_coding.id, remote_coding.id}
    assert project.memos.find()[0].text == "why"
    assert not project.history.verify()

    count = project.history.events(limit=1)[0].seq
    assert project.exchange.merge(other.folder, actor="lead").event is None
    assert project.history.events(limit=1)[0].seq == count
    merged = rows(project)
    project.history.undo(actor="lead")
    assert rows(project) == before
    assert project.exchange.merge(other.folder, actor="lead").event is not None
    assert rows(project) == merged
    assert not project.history.verify()


def test_both_ways_end_in_the_same_rows(project: Project, fork: Fork) -> None:
    common = project.codings.add("E01", 0, 2, "trust", coder="coder-a")
    other = fork()
    project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    other.codings.add("E01", 10, 20, "security", coder="coder-b")
    other.codings.remove([common.id], coder="coder-a")
    for here, there in ((project, other), (other, project)):
        here.exchange.merge(there.folder, actor="lead")
    assert rows(project) == rows(other)
    assert common.id not in {coding.id for coding in project.codings.find()}
    assert len(project.codings.find()) == 2
    assert not project.history.verify()
    assert not other.history.verify()


def test_what_was_removed_after_a_merge_does_not_come_back(project: Project, fork: Fork) -> None:
    other = fork()
    remote_coding = other.codings.add("E01", 10, 20, "security", coder="coder-b")
    project.exchange.merge(other.folder, actor="lead")
    project.codings.remove([remote_coding.id], coder="coder-b")
    other.codings.add("E01", 20, 30, "security", coder="coder-b")
    project.exchange.merge(other.folder, actor="lead")
    assert [coding.span.start for coding in project.codings.find()] == [20]
    other.exchange.merge(project.folder, actor="lead")
    assert [coding.span.start for coding in other.codings.find()] == [20]


def test_the_same_coding_changed_differently_is_for_a_person(
    project: Project, fork: Fork, tmp_path: Path
) -> None:
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    other = fork()
    project.codings.change(coding.id, coder="coder-a", end=12)
    other.codings.change(coding.id, coder="coder-a", code_id="security")
    before = rows(project)
    report = project.exchange.merge(other.folder, actor="lead")
    assert report.event is None
    assert rows(project) == before
    (conflict,) = report.undecided
    assert (conflict.table, conflict.why) == ("codings", "changed on both sides")

    file = tmp_path / "decisions.json"
    project.exchange.write_decisions(report, file)
    assert file.stat().st_mode & 0o777 == 0o600
    entries = json.loads(file.read_text())
    assert entries["conflicts"][0]["ours"]["span_end"] == 12
    entries["conflicts"][0]["decision"] = "theirs"
    file.write_text(json.dumps(entries))
    project.exchange.merge(other.folder, actor="lead", decisions=file)
    (now,) = project.codings.find()
    assert (now.code_id, now.span.end) == ("security", 9)
    assert project.exchange.merge(other.folder, actor="lead").event is None
    assert not project.history.verify()


def test_a_decision_for_ours_is_remembered_on_both_sides(project: Project, fork: Fork) -> None:
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    other = fork()
    project.codings.change(coding.id, coder="coder-a", end=12)
    other.codings.change(coding.id, coder="coder-a", code_id="security")
    assert project.exchange.merge(other.folder, actor="lead", prefer="ours").event is not None
    again = project.exchange.merge(other.folder, actor="lead")
    assert again.conflicts == ()
    assert again.event is None
    assert other.exchange.merge(project.folder, actor="lead").conflicts == ()
    assert rows(other) == rows(project)


def test_a_code_changed_on_both_sides_conflicts_and_makes_a_version(
    project: Project, fork: Fork, write: Write
) -> None:
    from tests.conftest import CODEBOOK

    other = fork()
    local_file = write("mine.yaml", CODEBOOK.replace("Leaks and access.", "Leaks."))
    remote_file = write(
        "theirs.yaml",
        CODEBOOK.replace("Leaks and access.", "Access.").replace("Distrust", "No trust"),
    )
    project.codebook.import_file(local_file, actor="lead")
    other.codebook.import_file(remote_file, actor="lead")
    coding = other.codings.add("E01", 3, 9, "trust", coder="coder-b")
    assert coding.codebook_version == 2
    report = project.exchange.merge(other.folder, actor="lead", prefer="ours")
    assert [conflict.id for conflict in report.conflicts] == ["codes/security"]
    assert project.codebook.code("security").definition["en"] == "Leaks."
    assert project.codebook.code("trust").name["en"] == "No trust"
    history = project.codebook.versions()
    assert [state.version for state in history] == [1, 2, 3, 4]
    made_under = {c.id: c for c in history[project.codings.find()[0].codebook_version - 1].codes}
    assert made_under["security"].definition["en"] == "Access."
    newest = {c.id: c for c in history[-1].codes}
    assert newest["security"].definition["en"] == "Leaks."
    assert newest["trust"].name["en"] == "No trust"
    assert project.exchange.merge(other.folder, actor="lead").event is None
    assert not project.history.verify()


def test_a_source_with_another_text_is_decided_with_all_its_work(
    project: Project, fork: Fork, write: Write
) -> None:
    other = fork()
    text = "I: What?\n\nE02: {} is what we lack. Nobody shares.\n"
    for side, word in ((project, "Trust"), (other, "Confidence")):
        path = write(f"{word}/E02.txt", text.format(word))
        side.sources.import_files([path], actor="lead")
    project.codings.add("E02", 15, 20, "trust", coder="coder-a")
    remote_coding = other.codings.add("E02", 15, 25, "trust", coder="coder-b")
    elsewhere = other.codings.add("E01", 3, 9, "trust", coder="coder-b")
    report = project.exchange.merge(other.folder, actor="lead", dry_run=True)
    assert [conflict.id for conflict in report.undecided] == ["sources/E02"]

    copy = fork()
    copy.exchange.merge(other.folder, actor="lead", prefer="ours")
    assert {c.coder_id for c in copy.codings.find(source="E02")} == {"coder-a"}
    assert elsewhere.id in {c.id for c in copy.codings.find()}
    again = copy.exchange.merge(other.folder, actor="lead")
    assert again.event is None
    assert again.left_out.keys() == {"E02"}
    assert not copy.history.verify()

    project.exchange.merge(other.folder, actor="lead", prefer="theirs")
    assert [c.id for c in project.codings.find(source="E02")] == [remote_coding.id]
    assert project.sources.text("E02")[15:25] == "Confidence"
    assert not project.history.verify()


def test_copies_without_a_common_beginning_meet_by_derived_ids(
    project: Project, tmp_path: Path, write: Write
) -> None:
    from tests.conftest import CODEBOOK, DIRECTIONS, ENGLISH

    with Project.init(tmp_path / "elsewhere") as other:
        other.codebook.import_file(write("b.yaml", CODEBOOK), actor="x")
        other.directions.import_file(write("d.yaml", DIRECTIONS), actor="x")
        other.sources.import_files([write("again/E01.txt", ENGLISH)], actor="x")
        other.codings.add("E01", 3, 9, "trust", coder="coder-b")
        report = project.exchange.merge(other.folder, actor="lead")
        assert report.conflicts == ()
        assert report.ancestor == 0
        assert len(project.codings.find()) == 1
        assert project.exchange.merge(other.folder, actor="lead").event is None
    assert not project.history.verify()


def test_the_same_coding_made_in_both_copies_counts_once(project: Project, fork: Fork) -> None:
    other = fork()
    local_coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    remote_coding = other.codings.add("E01", 3, 9, "trust", coder="coder-a")
    other.memos.write(MemoTarget.CODING, remote_coding.id, "why", coder="coder-a")
    project.exchange.merge(other.folder, actor="lead")
    other.exchange.merge(project.folder, actor="lead")
    assert [coding.id for coding in project.codings.find()] == [
        min(local_coding.id, remote_coding.id)
    ]
    assert project.memos.find()[0].target_id == min(local_coding.id, remote_coding.id)
    assert rows(other) == rows(project)
    assert project.exchange.merge(other.folder, actor="lead").event is None


def test_a_coding_removed_here_and_noted_there_stays(project: Project, fork: Fork) -> None:
    coding = project.codings.add("E01", 3, 9, "trust", coder="coder-a")
    other = fork()
    project.codings.remove([coding.id], coder="coder-a")
    other.memos.write(MemoTarget.CODING, coding.id, "keep this", coder="coder-b")
    project.exchange.merge(other.folder, actor="lead")
    assert [stored_coding.id for stored_coding in project.codings.find()] == [coding.id]
    assert not project.history.verify()


def test_what_is_no_copy_is_refused_before_anything_happens(
    project: Project, fork: Fork, write: Write, tmp_path: Path
) -> None:
    for path in (tmp_path / "missing", write("x.db", "nothing"), write("x.zip", "no"), tmp_path):
        with pytest.raises(InputError):
            project.exchange.merge(path, actor="lead")
    with pytest.raises(InputError, match="this very project"):
        project.exchange.merge(project.folder, actor="lead")
    other = fork()
    database = other._session.database
    database.execute("UPDATE events SET actor = 'someone' WHERE seq = 1")
    with pytest.raises(InputError, match="does not hold"):
        project.exchange.merge(other.folder, actor="lead")
    with pytest.raises(UsageError, match="valid: ours, theirs"):
        project.exchange.merge(other.folder, actor="lead", prefer="mine")
    assert not list(project.folder.glob(".qct/merge-*"))


def test_a_merge_is_preceded_by_a_backup(project: Project, fork: Fork) -> None:
    other = fork()
    other.codings.add("E01", 3, 9, "trust", coder="coder-b")
    before = set(project.folder.glob(".qct/backups/*.db"))
    project.exchange.merge(other.folder, actor="lead")
    assert len(set(project.folder.glob(".qct/backups/*.db")) - before) == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "change", "flag", "memo", "undo"]),
        st.integers(0, 99),
        st.integers(0, 60),
        st.integers(1, 12),
    ),
    max_size=8,
)


def walk(project: Project, coder: str, steps: Sequence[tuple[str, int, int, int]]) -> None:
    """Take steps as a coder; the number of a step chooses one of the coder's codings."""
    for action, number, start, length in steps:
        own_codings = project.codings.find(coder=coder)
        coding = own_codings[number % len(own_codings)] if own_codings else None
        if action == "add" or coding is None:
            code = ("trust", "security")[number % 2]
            project.codings.add("E01", start, start + length, code, coder=coder)
        elif action == "remove":
            project.codings.remove([coding.id], coder=coder)
        elif action == "change":
            project.codings.change(coding.id, coder=coder, start=start, end=start + length)
        elif action == "flag":
            project.codings.change(coding.id, coder=coder, discuss=not coding.discuss)
        elif action == "memo":
            project.memos.write(MemoTarget.CODING, coding.id, f"why {start}", coder=coder)
        else:
            with contextlib.suppress(QctError):
                project.history.undo(actor=coder, of=coder)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(
    common=[("add", 0, 0, 1)],
    here=[("memo", 0, 0, 1)],
    there=[("change", 0, 0, 2), ("remove", 0, 0, 1)],
    same=True,
    prefer=False,
)
@given(common=STEPS, here=STEPS, there=STEPS, same=st.booleans(), prefer=st.booleans())
def test_whatever_two_copies_did_they_end_in_the_same_rows(
    project: Project,
    tmp_path: Path,
    common: Sequence[tuple[str, int, int, int]],
    here: Sequence[tuple[str, int, int, int]],
    there: Sequence[tuple[str, int, int, int]],
    same: bool,
    prefer: bool,
) -> None:
    """This holds also when one coder worked in both (`same`); all conflicts go to one side."""
    with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        base = project.storage.backup(), project.folder
        copies = []
        for name in ("here", "there"):
            place = Path(folder) / name
            shutil.copytree(base[1], place, ignore=shutil.ignore_patterns(".qct"))
            (place / ".qct").mkdir(mode=0o700)
            shutil.copy(base[0], place / ".qct" / "project.db")
            if name == "here":
                with Project.open(place) as first:
                    walk(first, "coder-a", common)
                    base = first.storage.backup(), base[1]
                shutil.copy(base[0], place / ".qct" / "project.db")
                for ending in ("-wal", "-shm"):
                    (place / ".qct" / f"project.db{ending}").unlink(missing_ok=True)
            copies.append(Project.open(place))
        left, right = copies
        walk(left, "coder-a", here)
        walk(right, "coder-a" if same else "coder-b", there)
        left.exchange.merge(right.folder, actor="lead", prefer="ours" if prefer else "theirs")
        right.exchange.merge(left.folder, actor="lead", prefer="theirs" if prefer else "ours")
        assert rows(left) == rows(right)
        for copy, twin in ((left, right), (right, left)):
            assert copy.history.verify() == []
            assert copy.exchange.merge(twin.folder, actor="lead").event is None
        for copy in copies:
            copy.close()
