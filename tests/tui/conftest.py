"""Fixtures that run the workspace on the small project without a terminal."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.pilot import Pilot

from tests.pinned import skip_unless_pinned
from toolkit.domain.evidence import CodedPassage, Evidence
from toolkit.domain.spans import Span
from toolkit.domain.suggestions import Decision, Outcome, Suggestion
from toolkit.language.analyse import Analysers
from toolkit.language.protocol import Analysis, Token
from toolkit.operations.search import lemmas
from toolkit.project import Project
from toolkit.tui.app import WorkspaceApp
from toolkit.tui.workspace.screen import WorkspaceScreen

if TYPE_CHECKING:
    from pathlib import Path

os.environ["TEXTUAL_ANIMATIONS"] = "none"

Opened = tuple[Pilot[None], WorkspaceScreen]
Open = Callable[..., AbstractAsyncContextManager[Opened]]


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No blinking cursors and the usual colours, whatever the machine's environment says; and
    work is waited for, however busy the machine is."""
    from textual.widgets import Input

    monkeypatch.setattr("toolkit.tui.screens.working.BRIEF", 60.0)
    monkeypatch.setattr(Input, "_toggle_cursor", lambda self: None)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def snap_compare(snap_compare: Callable[..., bool]) -> Callable[..., bool]:
    """The picture of the workspace beside the stored one, with the Textual that drew it."""
    skip_unless_pinned("textual", "the pictures are those of one version of Textual")
    return snap_compare


@pytest.fixture
def workspace(project: Project) -> Open:
    """`async with workspace(size=..., coder=...) as (pilot, screen)` on the small project."""

    @asynccontextmanager
    async def open_(
        source: str | None = "E01",
        *,
        size: tuple[int, int] = (120, 32),
        coder: str = "coder-a",
        on: Project | None = None,
        **options: Any,
    ) -> AsyncIterator[Opened]:
        app = WorkspaceApp(on or project, source, coder=coder, **options)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            screen = app.screen_stack[0]  # another may lie over it
            assert isinstance(screen, WorkspaceScreen)
            yield pilot, screen

    return open_


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Project]:
    """A project with nothing in it."""
    with Project.init(tmp_path / "bare", name="Bare") as project:
        yield project


@pytest.fixture
def suggesting(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Canned suggestions in place of a model; the list collects what was decided."""
    decided: list[dict[str, Any]] = []

    def suggest(
        source_id: str, start: int, end: int, *, coder: str, **_: object
    ) -> list[Suggestion]:
        like = CodedPassage(
            "K01", Span(0, 10), "trust", "coder-b", 0.7, quote="저쪽 자료를 [b]믿지[/b] 못해요"
        )
        evidence = Evidence(
            examples=(like, replace(like, source_id="E02", quote="Nobody checks.")),
            near_miss=replace(like, code_id="security", quote="A leak is feared."),
            terms=("figures", "list", "holes"),
        )
        return [
            Suggestion(
                f"s{rank}", "batch", source_id, Span(start, end), coder, code, rank,
                0.9 - rank / 10, verdict, "canned", "0" * 64, evidence,
            )
            for rank, (code, verdict) in enumerate(
                [("trust", "strong"), ("security", "possible"), ("proposal", "silent")], 1
            )
        ]  # fmt: skip

    def decide(batch_id: str, outcome: Outcome, **details: Any) -> Decision:
        decided.append({"batch": batch_id, "outcome": outcome, **details})
        return Decision("d", batch_id, "coder-a", outcome, codes_after=details["codes_after"])

    monkeypatch.setattr(project.suggestions, "for_span", suggest)
    monkeypatch.setattr(project.suggestions, "decide", decide)
    monkeypatch.setattr(project.decisions, "show", lambda batches, **_: len(batches))
    return decided


@pytest.fixture(autouse=True)
def _words_are_searched_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is installed, tests see a search by lemma only where they ask for it."""
    monkeypatch.setattr(lemmas, "is_installed", lambda: False)


@pytest.fixture
def by_lemma(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every word has an analyser, to which a form in -s belongs to the word without it."""

    class EndingsOff:
        id = "endings/1"

        def analyse(self, texts: Sequence[str]) -> Iterator[Analysis]:
            for text in texts:
                tokens = tuple(
                    Token(word.start(), word.end(), word[0].lower().rstrip("s"), "X", "")
                    for word in re.finditer(r"\w+", text)
                )
                yield Analysis(tokens, (), ())

    monkeypatch.setattr(Analysers, "reads", lambda _self, _language: True)
    monkeypatch.setattr(Analysers, "of", lambda _self, _language: EndingsOff())
    monkeypatch.setattr(lemmas._Installed, "reads", lambda _self, _language: True)
    monkeypatch.setattr(lemmas, "is_installed", lambda: True)
