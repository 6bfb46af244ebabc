"""An erased text does not come back by an import, a correction, a merge or a restored backup."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.identity import identity
from tests.operations.identifiers.conftest import (
    ENGLISH,
    KOREAN,
    NAMES,
    accept_all,
    held_bytes,
    quotes,
    stored_text,
)
from toolkit.domain.memos import MemoTarget
from toolkit.errors import InputError, UsageError
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

PASSPHRASE = "seven unrelated words"


@pytest.fixture
def kept(interviews: Project, tmp_path: Path) -> Path:
    """A backup outside the project, from before anything was replaced, with a name in a memo."""
    interviews.memos.write(MemoTarget.SOURCE, "A", "박지훈 과장, 민수와 친함", coder="coder-a")
    return Path(shutil.copy(interviews.storage.backup(), tmp_path / "elsewhere.db"))


def copied(project: Project, folder: Path) -> Path:
    """The folder of a full copy, without the key."""
    (folder / ".qct").mkdir(parents=True)
    shutil.copy(project.folder / "qct.toml", folder)
    project._session.database.copy_to(folder / ".qct" / "project.db")
    return folder


def names_in(project: Project) -> list[str]:
    """Names that the store or any file beside it, but the key, still holds."""
    held, stored = held_bytes(project), stored_text(project)
    return [name for name in NAMES if name.encode() in held or name in stored]


class TestImport:
    def test_the_same_file_is_refused_whatever_its_name(
        self,
        replaced: Project,
        write: Callable[[str, str], Path],
    ) -> None:
        replaced.identifiers.erase(["A", "B"], actor="lead")
        renamed = write("renamed.txt", ENGLISH)
        for path, source_id in ((write("A.txt", KOREAN), None), (renamed, "Z9")):
            with pytest.raises(InputError, match=r"is a text of [AB] that was erased on") as caught:
                replaced.sources.import_files([path], actor="lead", source_id=source_id)
            assert caught.value.code == "text-erased"
        assert [source.id for source in replaced.sources.all()] == ["A", "B"]
        assert names_in(replaced) == []

    def test_a_correction_to_it_is_refused(self, replaced: Project) -> None:
        replaced.identifiers.erase(["B"], actor="lead")
        text = replaced.sources.text("B")
        with pytest.raises(InputError, match="the new text of B is a text of B that was erased"):
            replaced.sources.correct("B", ENGLISH, actor="lead")
        assert replaced.sources.text("B") == text

    def test_the_text_of_now_can_be_imported_again(
        self,
        replaced: Project,
        write: Callable[[str, str], Path],
    ) -> None:
        replaced.identifiers.erase(["B"], actor="lead")
        path = write("B.txt", replaced.sources.text("B"))
        (taken,) = replaced.sources.import_files([path], actor="lead")
        assert (taken.new, taken.unchanged) == (0, 1)

    def test_it_is_taken_in_once_that_was_allowed(
        self,
        replaced: Project,
        write: Callable[[str, str], Path],
    ) -> None:
        replaced.identifiers.erase(["A", "B"], actor="lead")
        assert [each.source_id for each in replaced.identifiers.erased()] == ["A", "B"]
        with pytest.raises(InputError, match="Valid: A, B"):
            replaced.identifiers.readmit(["C"], actor="lead")
        assert replaced.identifiers.readmit(["B", "B"], actor="lead") == ("B",)
        replaced.sources.correct("B", ENGLISH, actor="lead")
        with pytest.raises(InputError, match="was erased on"):
            replaced.sources.import_files([write("again.txt", KOREAN)], actor="lead")
        assert replaced.history.verify() == []

    def test_a_withdrawn_source_keeps_the_hashes_of_its_erased_texts(
        self,
        replaced: Project,
        write: Callable[[str, str], Path],
    ) -> None:
        replaced.identifiers.erase(["B"], actor="lead")
        replaced.sources.withdraw(["B"], actor="lead")
        assert replaced.identifiers.erased() == []
        with pytest.raises(InputError, match="is B, which was withdrawn on"):
            replaced.sources.import_files([write("renamed.txt", ENGLISH)], actor="lead")
        assert replaced.history.verify() == []

    def test_a_second_erasure_adds_to_the_first(self, replaced: Project) -> None:
        replaced.identifiers.erase(["B"], actor="lead")
        (first,) = replaced.identifiers.erased()
        replaced.sources.correct("B", replaced.sources.text("B") + "More.\n", actor="lead")
        replaced.identifiers.erase(["B"], actor="lead")
        (both,) = replaced.identifiers.erased()
        assert first.texts < both.texts
        assert len(both.texts) == 2
        assert replaced.history.verify() == []


class TestRestore:
    def test_a_backup_from_before_the_pseudonyms_gets_the_text_of_now(
        self, interviews: Project, kept: Path
    ) -> None:
        accept_all(interviews)
        texts = [interviews.sources.text(source) for source in ("A", "B")]
        carried = [quotes(interviews, source) for source in ("A", "B")]
        interviews.identifiers.erase(["A", "B"], actor="lead")
        erased = interviews.identifiers.erased()
        restored = Project.restore(interviews.folder, str(kept))
        assert (restored.erased, restored.withdrawn) == (("A", "B"), ())
        assert restored.words == len(interviews.identifiers.key())
        with Project.open(interviews.folder) as project:
            assert [project.sources.text(source) for source in ("A", "B")] == texts
            assert [quotes(project, source) for source in ("A", "B")] == carried
            (memo,) = project.memos.find()
            assert memo.text == "[전문가-1] 과장, [인물-1]와 친함"
            assert {turn.speaker for turn in project.sources.turns("A")} == {"면담자", "전문가-1"}
            assert project.identifiers.erased() == erased
            assert project.history.verify() == []
            assert names_in(project) == []

    def test_a_case_speaks_under_the_new_label_in_it(
        self, interviews: Project, tmp_path: Path
    ) -> None:
        interviews.speakers.case("박지훈", "P7", actor="lead")
        kept = shutil.copy(interviews.storage.backup(), tmp_path / "elsewhere.db")
        accept_all(interviews)
        interviews.identifiers.erase(["A"], actor="lead")
        Project.restore(interviews.folder, str(kept))
        with Project.open(interviews.folder) as project:
            (own,) = (p for p in project.sources.participations() if p.source_id == "A")
            assert (own.case_id, own.speaker) == ("P7", "전문가-1")

    def test_a_backup_from_before_the_erasure_loses_the_texts_and_words(
        self,
        replaced: Project,
        tmp_path: Path,
    ) -> None:
        kept = shutil.copy(replaced.storage.backup(), tmp_path / "elsewhere.db")
        replaced.identifiers.erase(["A"], actor="lead")
        restored = Project.restore(replaced.folder, str(kept))
        assert restored.erased == ("A",)
        with Project.open(replaced.folder) as project:
            assert project.history.verify() == []
            assert KOREAN[30:60] not in stored_text(project)
            # Of B nothing was erased.
            assert "Park Ji-hoon" in stored_text(project)
            project.identifiers.erase(["B"], actor="lead")
            assert names_in(project) == []

    def test_the_newest_backup_says_it_where_the_store_is_damaged(
        self, interviews: Project, kept: Path
    ) -> None:
        accept_all(interviews)
        interviews.identifiers.erase(["A", "B"], actor="lead")
        folder = interviews.folder
        interviews.close()
        store = folder / ".qct" / "project.db"
        for ending in ("-wal", "-shm"):
            store.with_name(store.name + ending).unlink(missing_ok=True)
        store.write_bytes(b"no store at all" * 900)
        assert Project.restore(folder, str(kept)).erased == ("A", "B")
        with Project.open(folder) as project:
            assert [name for name in NAMES if name in stored_text(project)] == []
            assert [each.source_id for each in project.identifiers.erased()] == ["A", "B"]

    def test_a_sealed_key_needs_its_passphrase(
        self,
        interviews: Project,
        kept: Path,
    ) -> None:
        pytest.importorskip("pyrage")
        accept_all(interviews)
        interviews.identifiers.seal_key(PASSPHRASE)
        interviews.identifiers.erase(["A", "B"], actor="lead", passphrase=PASSPHRASE)
        texts = [interviews.sources.text(source) for source in ("A", "B")]
        events = len(interviews.history.events())
        with pytest.raises(UsageError) as caught:
            Project.restore(interviews.folder, str(kept))
        assert caught.value.code == "passphrase-missing"
        assert len(interviews.history.events()) == events
        Project.restore(interviews.folder, str(kept), passphrase=PASSPHRASE)
        with Project.open(interviews.folder) as project:
            assert [project.sources.text(source) for source in ("A", "B")] == texts
            assert names_in(project) == []

    def test_texts_go_where_the_key_knows_no_words_any_more(
        self, interviews: Project, kept: Path
    ) -> None:
        accept_all(interviews)
        interviews.identifiers.erase(["A", "B"], actor="lead")
        replacements = {entry.replacement for entry in interviews.identifiers.key()}
        interviews.identifiers.forget(replacements)
        restored = Project.restore(interviews.folder, str(kept))
        assert (restored.erased, restored.words) == (("A", "B"), 0)
        with Project.open(interviews.folder) as project:
            assert KOREAN[30:60] not in stored_text(project)
            assert ENGLISH[20:60] not in stored_text(project)

    def test_a_backup_from_before_the_import_still_knows_what_was_removed(
        self, interviews: Project, tmp_path: Path, write: Callable[[str, str], Path]
    ) -> None:
        path = write("C.txt", "Interviewer: Who?\n\nExpert: 이영희.\n")
        before = shutil.copy(interviews.storage.backup(), tmp_path / "elsewhere.db")
        interviews.sources.import_files([path], actor="lead")
        interviews.sources.withdraw(["C"], actor="lead")
        accept_all(interviews)
        interviews.identifiers.erase(["A"], actor="lead")
        Project.restore(interviews.folder, str(before))
        with Project.open(interviews.folder) as project:
            assert [each.source_id for each in project.sources.withdrawn()] == ["C"]
            assert [each.source_id for each in project.identifiers.erased()] == ["A"]
            with pytest.raises(InputError, match="withdrawn on"):
                project.sources.import_files([path], actor="lead")
            assert project.history.verify() == []


class TestMerge:
    def test_work_on_the_text_before_is_left_out_and_counted(
        self, interviews: Project, tmp_path: Path
    ) -> None:
        folder = copied(interviews, tmp_path / "copy")
        with identity("coder-b"), Project.open(folder) as other:
            other.codings.add("B", 0, 11, "a", coder="coder-b")
            other.memos.write(MemoTarget.CODE, "a", "As Park Ji-hoon says", coder="coder-b")
        accept_all(interviews)
        text, own = interviews.sources.text("B"), quotes(interviews, "B")
        interviews.identifiers.erase(["A", "B"], actor="lead")
        for prefer in (None, "theirs"):
            report = interviews.exchange.merge(folder, actor="lead", prefer=prefer)
            assert report.undecided == ()
            assert report.erased == {"B": 2}  # The coding, and that coder-b works on the source.
            assert interviews.sources.text("B") == text
            assert quotes(interviews, "B") == own
        (memo,) = interviews.memos.find(target=MemoTarget.CODE)
        assert (memo.coder_id, memo.text) == ("coder-b", "As [Person 1] says")
        assert names_in(interviews) == []
        assert interviews.history.verify() == []

    def test_a_correction_of_the_text_before_cannot_be_chosen(
        self, interviews: Project, tmp_path: Path
    ) -> None:
        folder = copied(interviews, tmp_path / "copy")
        with Project.open(folder) as other:
            other.sources.correct("B", ENGLISH.replace("Did", "When did"), actor="coder-b")
        accept_all(interviews)
        text = interviews.sources.text("B")
        interviews.identifiers.erase(["A", "B"], actor="lead")
        report = interviews.exchange.merge(folder, actor="lead", prefer="theirs")
        assert set(report.erased) == {"B"}
        assert interviews.sources.text("B") == text
        assert names_in(interviews) == []

    def test_pseudonyms_that_were_undone_elsewhere_stay_here(
        self,
        replaced: Project,
        tmp_path: Path,
    ) -> None:
        folder = copied(replaced, tmp_path / "copy")
        with identity("coder-a"), Project.open(folder) as other:
            other.history.undo(actor="coder-a")
            assert other.sources.text("B") == ENGLISH
        replaced.identifiers.erase(["A", "B"], actor="lead")
        text = replaced.sources.text("B")
        replaced.exchange.merge(folder, actor="lead", prefer="theirs")
        assert replaced.sources.text("B") == text
        assert names_in(replaced) == []
        assert replaced.history.verify() == []

    def test_the_text_under_another_id_is_left_out(
        self, interviews: Project, tmp_path: Path, write: Callable[[str, str], Path]
    ) -> None:
        folder = copied(interviews, tmp_path / "copy")
        with identity("coder-b"), Project.open(folder) as other:
            other.sources.import_files([write("Z9.txt", ENGLISH)], actor="coder-b")
            other.codings.add("Z9", 0, 11, "a", coder="coder-b")
        accept_all(interviews)
        interviews.identifiers.erase(["A", "B"], actor="lead")
        report = interviews.exchange.merge(folder, actor="lead")
        assert set(report.erased) == {"Z9"}
        assert [source.id for source in interviews.sources.all()] == ["A", "B"]
        assert names_in(interviews) == []

    def test_a_bundle_from_before_brings_no_text_back(
        self, interviews: Project, tmp_path: Path
    ) -> None:
        interviews.rounds.open("R1", actor="lead", coders=["coder-b"], sources=["A", "B"])
        bundle = interviews.exchange.bundle(
            tmp_path / "b.zip", coder="coder-b", actor="lead", round_id="R1"
        )
        with zipfile.ZipFile(bundle) as packed:
            packed.extractall(tmp_path / "sent")
        with identity("coder-b"), Project.open(tmp_path / "sent" / "b") as sent:
            sent.codings.add("B", 0, 11, "a", coder="coder-b", round_id="R1")
        accept_all(interviews)
        text = interviews.sources.text("B")
        interviews.identifiers.erase(["A", "B"], actor="lead")
        with identity("lead"):
            for other in (bundle, tmp_path / "sent" / "b"):
                report = interviews.exchange.merge(other, actor="lead", prefer="theirs")
                assert report.undecided == ()
        assert report.erased == {"B": 2}
        assert interviews.sources.text("B") == text
        assert names_in(interviews) == []
        assert interviews.history.verify() == []

    def test_a_bundle_made_after_holds_no_byte_of_it(
        self,
        replaced: Project,
        tmp_path: Path,
    ) -> None:
        replaced.identifiers.erase(["A", "B"], actor="lead")
        bundle = replaced.exchange.bundle(tmp_path / "b.zip", coder="coder-a", actor="lead")
        with zipfile.ZipFile(bundle) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
        assert [name for name in NAMES if name.encode() in content] == []

    def test_a_copy_that_has_the_text_is_told_to_erase_it_too(
        self, interviews: Project, tmp_path: Path
    ) -> None:
        folder = copied(interviews, tmp_path / "copy")
        accept_all(interviews)
        interviews.identifiers.erase(["A", "B"], actor="lead")
        with Project.open(folder) as other:
            report = other.exchange.merge(interviews.folder, actor="lead")
            assert report.still_here == ("A", "B")
            assert other.sources.text("B") == interviews.sources.text("B")
            assert other.sources.text("A") == interviews.sources.text("A")
            other.identifiers.erase(["A", "B"], actor="lead")
            assert KOREAN[30:60] not in stored_text(other)
            assert ENGLISH[20:60] not in stored_text(other)
            assert other.history.verify() == []
            assert other.exchange.merge(interviews.folder, actor="lead").still_here == ()

    def test_hashes_that_both_sides_noted_are_united(
        self,
        replaced: Project,
        tmp_path: Path,
    ) -> None:
        folder = copied(replaced, tmp_path / "copy")
        with Project.open(folder) as other:
            other.sources.correct("B", other.sources.text("B") + "More.\n", actor="lead")
            other.identifiers.erase(["B"], actor="lead")
            (there,) = other.identifiers.erased()
        replaced.identifiers.erase(["B"], actor="lead")
        (here,) = replaced.identifiers.erased()
        assert here.texts < there.texts
        report = replaced.exchange.merge(folder, actor="lead", prefer="ours")
        assert "erasures/B" not in {conflict.id for conflict in report.conflicts}
        (both,) = replaced.identifiers.erased()
        assert both.texts == there.texts
