"""A merge takes what rounds take, and of a bundle the work of its coder alone."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codings import Coder, Coding, Mode
from toolkit.domain.memos import Memo, MemoTarget
from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError
from toolkit.operations.exchange.merge_rules import by_coder_sentence
from toolkit.project import Project
from toolkit.store import rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.domain.events import Change
    from toolkit.operations.exchange.merge import MergeReport


@pytest.fixture(autouse=True)
def _lead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QCT_CODER", "lead")


@pytest.fixture
def study(project: Project) -> Project:
    project.rounds.open("R1", actor="lead", coders=["coder-a", "coder-b"], sources=["E01"])
    project.codings.add("E01", 3, 9, "trust", coder="coder-a", round_id="R1")
    return project


@pytest.fixture
def bundle(study: Project, tmp_path: Path) -> Path:
    """The folder of the bundle of coder-b."""
    out = tmp_path / "b.zip"
    study.exchange.bundle(out, coder="coder-b", round_id="R1", actor="lead")
    with zipfile.ZipFile(out) as packed:
        packed.extractall(tmp_path / "sent")
    return tmp_path / "sent" / "b"


@pytest.fixture
def copy(study: Project, tmp_path: Path) -> Path:
    """The folder of a full copy."""
    return copied(study, tmp_path / "copy")


def copied(study: Project, folder: Path) -> Path:
    (folder / ".qct").mkdir(parents=True)
    shutil.copy(study.folder / "qct.toml", folder)
    study._session.database.copy_to(folder / ".qct" / "project.db")
    return folder


def forge(folder: Path, changes: Sequence[Change]) -> None:
    """Write changes into a store as no command would; its log holds all the same."""
    with Project.open(folder) as project:
        project._session.record(actor="coder-b", kind="coding.add", changes=changes)
        assert not project.history.verify()


def coding_of(coder: str, round_id: str = "main") -> list[Change]:
    coding = Coding(f"id-{coder}", "E01", Span(20, 26), "trust", coder, round_id, Mode.BLIND)
    return [
        rows.added("coders", rows.coder_row(Coder(coder))),
        rows.added("codings", rows.coding_row(coding)),
    ]


@pytest.mark.parametrize(("round_id", "side"), [("main", None), ("main", "theirs"), ("R1", "ours")])
def test_rows_of_others_in_a_bundle_are_refused(
    study: Project, bundle: Path, round_id: str, side: str | None
) -> None:
    forge(bundle, coding_of("coder-a", round_id))
    with pytest.raises(InputError, match=r"bundle of coder-b, .* coder-a \(codings: 1\)") as error:
        study.exchange.merge(bundle, actor="lead", prefer=side)
    assert error.value.code == "bundle-others"
    assert str(bundle) in error.value.message
    assert len(study.codings.find(coder="coder-a")) == 1


def test_a_memo_of_another_in_a_bundle_is_refused(study: Project, bundle: Path) -> None:
    memo = Memo("m", MemoTarget.SOURCE, "E01", "coder-a", "x", created_at="2", updated_at="2")
    coder = rows.added("coders", rows.coder_row(Coder("coder-a")))
    forge(bundle, [coder, rows.added("memos", rows.memo_row(memo))])
    with pytest.raises(InputError, match=r"coder-a \(memos: 1\)"):
        study.exchange.merge(bundle, actor="lead")


def test_what_a_bundle_does_for_everyone_is_named_before_it_is_done(
    study: Project, bundle: Path
) -> None:
    with Project.open(bundle) as other:
        other.codebook.retire("security", actor="coder-b")
        other.rounds.close("R1", actor="coder-b")
        other.codings.add("E01", 10, 20, "trust", coder="coder-b")
    seen: list[tuple[MergeReport, int]] = []

    def announce(report: MergeReport) -> None:
        seen.append((report, len(study.history.events())))

    before = len(study.history.events())
    study.exchange.merge(bundle, actor="lead", announce=announce)
    ((report, events),) = seen
    assert events == before
    assert list(report.shared) == ["codes/security is retired", "rounds/R1 is changed (status)"]
    assert report.codings_by_coder == {"coder-b": 1}
    assert study.rounds.get("R1").coders == ("coder-a", "coder-b")


def test_work_for_a_round_that_was_closed_meanwhile_needs_a_reason(
    study: Project, bundle: Path
) -> None:
    with Project.open(bundle) as other:
        other.codings.add("E01", 10, 20, "trust", coder="coder-b", round_id="R1")
        other.rounds.submit("R1", "E01", coder="coder-b")
    study.rounds.close("R1", actor="lead")
    for dry_run in (True, False):
        with pytest.raises(InputError, match="codings coder-b: 1: round R1 is closed") as error:
            study.exchange.merge(bundle, actor="lead", dry_run=dry_run)
    assert "--into-closed" in error.value.hint
    with pytest.raises(UsageError, match="without a reason"):
        study.exchange.merge(bundle, actor="lead", into_closed=" ")
    event = study.exchange.merge(bundle, actor="lead", into_closed="sent late").event
    assert event is not None
    assert event.summary["into_closed"] == "sent late"
    assert len(study.codings.find(coder="coder-b", round_id="R1")) == 1
    assert study.exchange.merge(bundle, actor="lead").event is None
    study.history.undo(actor="lead")
    assert study.codings.find(coder="coder-b", round_id="R1") == []
    assert not study.history.verify()


def test_submitted_work_comes_back_once_and_is_locked_then(study: Project, bundle: Path) -> None:
    with Project.open(bundle) as other:
        other.codings.add("E01", 10, 20, "trust", coder="coder-b", round_id="R1")
        other.rounds.submit("R1", "E01", coder="coder-b")
    event = study.exchange.merge(bundle, actor="lead").event
    assert event is not None
    assert "into_closed" not in event.summary
    late = rows.coding_row(
        replace(study.codings.find(coder="coder-b")[0], id="late", span=Span(30, 36))
    )
    forge(bundle, [rows.added("codings", late)])
    with pytest.raises(InputError, match="coder-b has submitted E01"):
        study.exchange.merge(bundle, actor="lead", into_closed="why not")


def test_what_was_unlocked_in_a_full_copy_comes_in(study: Project, copy: Path) -> None:
    study.rounds.submit("R1", "E01", coder="coder-a")
    with Project.open(copy) as other:
        other.rounds.submit("R1", "E01", coder="coder-a")
        other.rounds.reopen("R1", "E01", coder="coder-a", actor="lead", reason="forgot one")
        other.codings.add("E01", 10, 20, "trust", coder="coder-a", round_id="R1")
    study.exchange.merge(copy, actor="lead", prefer="theirs")
    assert len(study.codings.find(coder="coder-a", round_id="R1")) == 2


def test_steps_for_everyone_in_a_full_copy_reach_closed_rounds(
    study: Project, tmp_path: Path
) -> None:
    study.rounds.close("R1", actor="lead")
    with Project.open(copied(study, tmp_path / "copy")) as other:
        other.codebook.merge(["trust"], "security", actor="lead")
    study.exchange.merge(other.folder, actor="lead")
    assert {coding.code_id for coding in study.codings.find()} == {"security"}


def test_a_full_copy_says_whose_codings_it_brings(study: Project, copy: Path) -> None:
    with Project.open(copy) as other:
        for start in (10, 20, 30):
            other.codings.add("E01", start, start + 5, "trust", coder="coder-b")
        other.codings.add("E01", 10, 15, "trust", coder="coder-c")
    report = study.exchange.merge(copy, actor="lead", dry_run=True)
    assert report.codings_by_coder == {"coder-b": 3, "coder-c": 1}
    told = by_coder_sentence(report.codings_by_coder.items())
    assert told == "3 codings of coder-b, 1 of coder-c"


def test_the_side_that_wins_does_not_override_the_rules(study: Project, copy: Path) -> None:
    """A forged row that claims to begin with ours is no decision of a person."""
    with Project.open(copy) as other:
        (coding,) = other.codings.find(coder="coder-a")
        ours = rows.coding_row(replace(coding, span=Span(3, 12)))
    study.codings.change(coding.id, coder="coder-a", end=12)
    with Project.open(copy) as other:
        other.codings.change(coding.id, coder="coder-a", end=14)
        after = rows.coding_row(replace(coding, span=Span(3, 14)))
        change = rows.changed("codings", ours, after)
        (last,) = other.history.events(limit=1)
        text = json.dumps([change.to_payload()])
        other._session.database.execute(
            "UPDATE events SET changes = :changes, hash = :hash WHERE seq = :seq",
            {"changes": text, "seq": last.seq, "hash": _hash(other, last.seq, text)},
        )
        head_file = other.folder / ".qct" / "head.json"
        head_file.unlink()
        assert not other.history.verify()
    with pytest.raises(InputError, match="does not begin with the row as it was"):
        study.exchange.merge(copy, actor="lead", prefer="theirs")


def _hash(project: Project, seq: int, changes: str) -> str:
    from toolkit.store.log.redact import content_hash

    row = project._session.database.first("SELECT * FROM events WHERE seq = :seq", {"seq": seq})
    assert row is not None
    return content_hash(row, changes=changes, summary=row["summary"])
