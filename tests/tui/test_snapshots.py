"""One picture of each screen. Look at every changed one before `pytest --snapshot-update`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.errors import StoreError
from toolkit.project import Project
from toolkit.tui.app import WorkspaceApp

if TYPE_CHECKING:
    from textual.pilot import Pilot

Snap = Callable[..., bool]
Place = Callable[[str, str], tuple[int, int]]

FIRST = "We do not trust their figures."
SECOND = "Last spring [Agency 3] sent us a list with holes."


@pytest.fixture
def coded(project: Project, place: Place) -> Project:
    """A project with overlapping codings of two coders, a memo and a discuss mark."""
    first = project.codings.add("E01", *place("E01", FIRST), "trust", coder="coder-a")
    project.codings.change(first.id, coder="coder-a", discuss=True)
    project.memos.write(MemoTarget.CODING, first.id, "Figures, or the people?", coder="coder-a")
    turn = (place("E01", FIRST)[0], place("E01", SECOND)[1])
    project.codings.add("E01", *turn, "obstacles", coder="coder-b")
    project.codings.add("E01", *place("E01", "A leak"), "security", coder="coder-a")
    project.codings.add("K01", *place("K01", "자료를 믿지 못해요."), "trust", coder="coder-a")
    project.codings.add("K01", *place("K01", "명단에 빈칸이"), "security", coder="coder-a")
    return project


async def _settle(pilot: Pilot[None]) -> None:
    await pilot.pause(0.15)


def app(project: Project, source: str = "E01", **options: Any) -> WorkspaceApp:
    return WorkspaceApp(project, source, coder=options.pop("coder", "coder-a"), **options)


def test_reading(coded: Project, snap_compare: Snap) -> None:
    assert snap_compare(app(coded), press=["n"], terminal_size=(124, 30), run_before=_settle)


def test_korean(coded: Project, snap_compare: Snap) -> None:
    assert snap_compare(
        app(coded, "K01"), press=["n", "s"], terminal_size=(100, 24), run_before=_settle
    )


def test_light(coded: Project, snap_compare: Snap) -> None:
    async def light(pilot: Pilot[None]) -> None:
        pilot.app.theme = "qct-light"
        await _settle(pilot)

    assert snap_compare(app(coded), press=["n"], terminal_size=(100, 24), run_before=light)


def test_without_colour(
    coded: Project, snap_compare: Snap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app(coded), press=["n"], terminal_size=(100, 24), run_before=_settle)


def test_ascii_stripes(coded: Project, snap_compare: Snap) -> None:
    settings = coded.folder / "qct.toml"
    with settings.open("a", encoding="utf-8") as file:
        file.write('\n[workspace]\nstripes = "ascii"\n')
    with Project.open(coded.folder) as plain:
        assert snap_compare(app(plain), terminal_size=(80, 24), run_before=_settle)


def test_overlaps(project: Project, place: Place, snap_compare: Snap) -> None:
    start, end = place("E01", f"{FIRST} {SECOND}")
    codes = ["trust", "security", "proposal", "obstacles"]
    for number in range(10):
        project.codings.add(
            "E01", start + number * 3, end - number * 2, codes[number % 4], coder="coder-a"
        )
    assert snap_compare(app(project, at=start + 20), terminal_size=(100, 24), run_before=_settle)


def test_narrow(coded: Project, snap_compare: Snap) -> None:
    assert snap_compare(app(coded), press=["n"], terminal_size=(60, 20), run_before=_settle)


def test_too_small(coded: Project, snap_compare: Snap) -> None:
    assert snap_compare(app(coded), terminal_size=(40, 10), run_before=_settle)


def test_picker(coded: Project, snap_compare: Snap) -> None:
    assert snap_compare(
        app(coded), press=["n", "s", "enter", "t", "r"], terminal_size=(110, 30),
        run_before=_settle,
    )  # fmt: skip


def test_suggestions(coded: Project, suggesting: list[Any], snap_compare: Snap) -> None:
    async def wait(pilot: Pilot[None]) -> None:
        from toolkit.tui.screens.suggestions import SuggestionScreen

        for _ in range(100):
            await pilot.pause(0.02)
            if isinstance(pilot.app.screen, SuggestionScreen):
                break
        await _settle(pilot)

    assert snap_compare(app(coded), press=["n", "a"], terminal_size=(110, 30), run_before=wait)


def test_blind(coded: Project, place: Place, snap_compare: Snap) -> None:
    coded.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    coded.codings.add("E01", *place("E01", SECOND), "security", coder="coder-a", round_id="R1")
    coded.codings.add("E01", *place("E01", FIRST), "trust", coder="coder-b", round_id="R1")
    assert snap_compare(
        app(coded, round_id="R1"), press=["n", "s"], terminal_size=(124, 30), run_before=_settle
    )


def test_help(coded: Project, snap_compare: Snap) -> None:
    assert snap_compare(app(coded), press=["f1"], terminal_size=(100, 40), run_before=_settle)


def test_memo(coded: Project, snap_compare: Snap) -> None:
    assert snap_compare(
        app(coded), press=["n", "m", "x"], terminal_size=(100, 24), run_before=_settle
    )


def test_message(coded: Project, snap_compare: Snap, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise StoreError(
            "the store is locked by another program (waited 10 s)",
            code="store-locked",
            hint="Close the other program, or wait for it to finish, and try again.",
        )

    monkeypatch.setattr(coded.history, "undo", locked)
    assert snap_compare(app(coded), press=["u"], terminal_size=(100, 24), run_before=_settle)
