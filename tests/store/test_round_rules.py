"""What a round does not take comes in on no way: by hand, import, merge, journal or Python."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import CODEBOOK, ENGLISH, KOREAN
from tests.identity import identity
from toolkit.cli.diagnostics import run
from toolkit.domain.codings import MANUAL, Coding, Mode
from toolkit.domain.ids import uuid7
from toolkit.domain.spans import Span
from toolkit.errors import QctError
from toolkit.project import Project
from toolkit.store import rows
from toolkit.store.offline.journal import Journal
from toolkit.store.pending_event import ChainPosition, PendingEvent
from toolkit.store.round_rules import LONGEST_NAME, RoundRules, check_coder_name, check_round_name
from toolkit.store.writer import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from toolkit.domain.events import Change


@dataclass(frozen=True)
class Try:
    """A coding that its round does not take, and the code of the error that says so."""

    code: str
    round: str
    coder: str = "coder-a"
    source: str = "E01"
    mode: Mode = Mode.BLIND
    origin: str = MANUAL
    acting: str = "lead"
    besides: dict[str, str] = field(default_factory=dict)
    """Another code of the error by way; "" where the way has no such rule."""

    @property
    def place(self) -> tuple[str, int, int, str]:
        return self.source, 41, 49, "security"

    def changes(self) -> list[Change]:
        source, start, end, code = self.place
        span = Span(start, end)
        coding = Coding(uuid7(), source, span, code, self.coder, self.round, self.mode, 1, "2026")
        row = {**rows.coding_row(coding), "origin": self.origin}
        return [rows.added("codings", row)]


TRIES = {
    "closed": Try("round-closed", "closed"),
    "submitted": Try("round-submitted", "shared"),
    "not theirs": Try("round-coder", "shared", coder="coder-c"),
    "other source": Try("round-source", "shared", source="K01"),
    "assisted": Try("round-mode", "blind", mode=Mode.ASSISTED, besides={"cli": ""}),
    "suggested": Try("round-mode", "blind", origin="suggested:x", besides={"cli": ""}),
    # A full copy may bring what was settled in it; a bundle may not, and nobody by hand.
    "settled": Try("round-settled", "consensus", besides={"merge": ""}),
    "other coder": Try(
        "not-your-own", "blind", coder="coder-b", acting="coder-a", besides={"merge": "round-blind"}
    ),
    "named so": Try(
        "round-name",
        "\0x",
        besides={"cli": "unknown-round", "python": "unknown-round", "merge": "", "journal": ""},
    ),
    "called so": Try("coder-name", "main", coder="x" * 201, besides={"merge": "", "journal": ""}),
}
WAYS = ("cli", "python", "import", "merge", "journal")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project with a round of each kind; what is tried in it is refused, so it stays."""
    folder = tmp_path_factory.mktemp("rules")
    with identity("lead"), Project.init(folder / "study", name="Study") as project:
        for name, text in (("b.yaml", CODEBOOK), ("E01.txt", ENGLISH), ("K01.txt", KOREAN)):
            (folder / name).write_text(text, encoding="utf-8")
        project.codebook.import_file(folder / "b.yaml", actor="lead")
        project.sources.import_files([folder / "E01.txt", folder / "K01.txt"], actor="lead")
        pair = ["coder-a", "coder-b"]
        project.rounds.open("closed", actor="lead", coders=pair)
        project.rounds.close("closed", actor="lead")
        project.rounds.open(
            "shared", actor="lead", coders=pair, sources=["E01"], mode=Mode.COMMIT_THEN_REVEAL
        )
        project.rounds.submit("shared", "E01", coder="coder-a")
        project.rounds.open("blind", actor="lead", coders=pair)
        for coder in ("coder-c", "consensus"):
            project.codings.add("K01", 20, 30, "trust", coder=coder)
        settled = {"source": "E01", "start": 3, "end": 9, "code": "trust", "coder": "consensus"}
        made = folder / "consensus.jsonl"
        made.write_text(json.dumps({**settled, "round": "consensus"}))
        project.sources.import_files([made], actor="lead")
        yield project


def by_cli(study: Project, tried: Try, capsys: pytest.CaptureFixture[str]) -> str:
    source, start, end, code = tried.place
    where = ["--source", source, "--at", f"{start}:{end}", "--code", code, "--round", tried.round]
    coder = ["--coder", tried.coder, "--project", str(study.folder)]
    assert run(["codings", "add", *where, *coder]) != 0
    return capsys.readouterr().err.partition("error[")[2].partition("]")[0]


def by_python(study: Project, tried: Try) -> str:
    with pytest.raises(QctError) as error:
        study.codings.add(
            *tried.place,
            coder=tried.coder,
            round_id=tried.round,
            mode=tried.mode,
            origin=tried.origin,
        )
    return error.value.code


def by_import(study: Project, tried: Try, folder: Path) -> str:
    source, start, end, code = tried.place
    record_ = {"source": source, "start": start, "end": end, "code": code, "coder": tried.coder}
    how = {"round": tried.round, "mode": tried.mode.value, "origin": tried.origin}
    good = {**record_, "round": "main", "coder": tried.acting, "start": 42}
    file = folder / "codings.jsonl"
    file.write_text("\n".join(map(json.dumps, (good, {**record_, **how}))))
    with pytest.raises(QctError, match="line 2: ") as error:
        study.sources.import_files([file], actor=tried.acting)
    return error.value.code


def by_merge(study: Project, tried: Try, folder: Path) -> str:
    copy = folder / "copy"
    (copy / ".qct").mkdir(parents=True)
    shutil.copy(study.folder / "qct.toml", copy)
    study._session.database.copy_to(copy / ".qct" / "project.db")
    with Project.open(copy) as other:
        other._session.record(actor=tried.coder, kind="coding.add", changes=tried.changes())
    with pytest.raises(QctError) as error:
        study.exchange.merge(copy, actor=tried.acting)
    if tried.acting == "lead":
        assert str(copy) in error.value.message
    return error.value.code


def by_journal(study: Project, tried: Try, folder: Path) -> str:
    held: list[PendingEvent] = []

    def hold(event: PendingEvent) -> ChainPosition:
        held.append(event)
        return ChainPosition(0, "", "")

    away: Any = SimpleNamespace(write_hook=hold)
    record(away, actor=tried.acting, kind="coding.add", changes=tried.changes())
    journal = Journal(folder)
    for event in held:
        journal.put(event)
    replayed = journal.replay(study._session.database)
    assert (replayed.sent, replayed.refused) == (0, 1)
    assert len(journal.refusals()) == 1
    return tried.code


@pytest.mark.parametrize(
    ("rule", "way"),
    [
        (rule, way)
        for rule, tried in TRIES.items()
        for way in WAYS
        if tried.besides.get(way, tried.code)
    ],
)
def test_no_way_leads_around_a_rule(
    study: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str, way: str
) -> None:
    tried = TRIES[rule]
    ways: dict[str, Callable[[], str]] = {
        "cli": lambda: by_cli(study, tried, capsys),
        "python": lambda: by_python(study, tried),
        "import": lambda: by_import(study, tried, tmp_path),
        "merge": lambda: by_merge(study, tried, tmp_path),
        "journal": lambda: by_journal(study, tried, tmp_path),
    }
    count = len(study.history.events())
    with identity(tried.acting):
        assert ways[way]() == tried.besides.get(way, tried.code)
    assert len(study.history.events()) == count
    assert not list((study.folder / ".qct").glob("merge-*"))


@pytest.mark.parametrize("way", ["python", "import", "merge", "journal"])
def test_what_a_round_takes_comes_in_on_every_way(
    project: Project, tmp_path: Path, way: str
) -> None:
    """The same attempts succeed where no rule is against them, so the refusals are the rules'."""
    project.rounds.open("R", actor="lead", coders=["coder-a"], mode=Mode.COMMIT_THEN_REVEAL)
    tried = Try("", "R", mode=Mode.ASSISTED)
    ways: dict[str, Callable[[], str]] = {
        "python": lambda: by_python(project, tried),
        "import": lambda: by_import(project, tried, tmp_path),
        "merge": lambda: by_merge(project, tried, tmp_path),
        "journal": lambda: by_journal(project, tried, tmp_path),
    }
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        ways[way]()
    (coding,) = project.codings.find(round_id="R")
    assert (coding.span.start, coding.mode) == (41, Mode.ASSISTED)


def test_names_may_be_long_but_not_without_end() -> None:
    for check, code in ((check_round_name, "round-name"), (check_coder_name, "coder-name")):
        check("x" * LONGEST_NAME)
        for name in ("x" * 100_000, "a\nb", " a", ""):
            with pytest.raises(QctError) as error:
                check(name)
            assert error.value.code == code
            assert len(error.value.message) < 500


def test_a_closed_round_takes_more_where_somebody_says_why(study: Project) -> None:
    from toolkit.store.round_rules import Answer

    rules = RoundRules(study._session.database, into_closed=True)
    rules.check(Answer("closed", "coder-a", "E01"))
    rules.check(Answer("consensus", "coder-a", "E01"))
    for refused in (Answer("closed", "coder-c", "E01"), Answer("shared", "coder-a", "E01")):
        with pytest.raises(QctError):
            rules.check(refused)
