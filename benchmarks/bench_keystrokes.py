"""Keys for ten typical coding tasks, counted by doing them, beside the gestures of other tools.

The tasks are done in the real workspace on a small project made here; every key is counted
and the store is asked whether the task was done. The gestures of other tools are counted
from what their documentation or code says a coder does. `python -m benchmarks.bench_keystrokes`
writes docs/keystrokes.md.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import row, sized

if TYPE_CHECKING:
    from toolkit.project import Project

TARGET = Path(__file__).resolve().parent.parent / "docs" / "keystrokes.md"
CODER = "coder-a"
PEERS = ("QualCoder", "Taguette", "openansho")
INTERVIEW = (
    "I: What hinders sharing?\n\n"
    "E01: We do not trust their figures. Last spring they sent us a list with holes.\n\n"
    "I: And security?\n\n"
    "E01: A leak is what my director fears. There should be one rule for all of us.\n"
)
BOOK = """\
codes:
  - {id: trust, name: {en: Distrust}, definition: {en: Not relying on others.}}
  - {id: security, name: {en: Security}, definition: {en: Leaks and access.}}
  - {id: proposal, name: {en: Proposal}, definition: {en: Something should be done.}}
  - {id: quality, name: {en: Quality of data}, definition: {en: Gaps and errors.}}
"""
FIRST, SECOND = "We do not trust their figures.", "Last spring they sent us a list with holes."

# One for a key (a chord is one), one for pointing at something, one for pressing or releasing
# a mouse button: the operators K, P and B of the keystroke-level model.
CLICK, DRAG = 2, 4
Made = set[tuple[str, str]]


@dataclass(frozen=True)
class Task:
    name: str
    keys: tuple[str, ...]
    """The keys as Textual names them; each is one press."""
    done: Callable[[Made], bool]
    """Whether these codings, given as words and code, complete the task."""
    peers: tuple[int | None, int | None, int | None]
    """Operations in QualCoder, Taguette and openansho; None where there is no such gesture."""
    how: tuple[str, str, str]
    at: str = FIRST
    before: tuple[tuple[str, str], ...] = ()
    """Codings that are made before the task."""
    prepared: tuple[str, ...] = ()
    """Keys that are pressed before the task and are not part of it."""


def _typed(text: str) -> tuple[str, ...]:
    return tuple("space" if letter == " " else letter for letter in text)


_TAGUETTE = DRAG + 1 + 2 + CLICK + CLICK
_ANSHO = 3 + 1 + 2 + 1
TASKS = (
    Task(
        "Code a sentence with a code known by name",
        ("enter", *_typed("tr"), "enter"),
        lambda made: made == {(FIRST, "trust")},
        (DRAG + CLICK + 1, _TAGUETTE, _ANSHO),
        ("drag, click the code, Q", "drag, n, two letters, tick, save",
         "v f . space, two letters, Enter"),
    ),
    Task(
        "The same code on the next sentence",
        (")", "full_stop"),
        lambda made: made == {(FIRST, "trust"), (SECOND, "trust")},
        (DRAG + 1, _TAGUETTE, 1 + _ANSHO),
        ("drag, Q", "as above", "w, then as above"),
        prepared=("enter", *_typed("tr"), "enter"),
    ),
    Task(
        "Three codes on one sentence",
        ("enter", *_typed("tr"), "tab", *_typed("se"), "tab", *_typed("pr"), "enter"),
        lambda made: made == {(FIRST, "trust"), (FIRST, "security"), (FIRST, "proposal")},
        (DRAG + 3 * (CLICK + 1), DRAG + 1 + 3 * (2 + CLICK) + CLICK, 3 + 3 * (1 + 2 + 1)),
        ("drag, then click and Q thrice", "drag, n, thrice two letters and tick, save",
         "v f . then thrice space, two letters, Enter"),
    ),
    Task(
        "A code that is used all the time",
        ("1",),
        lambda made: made == {(FIRST, "trust")},
        (DRAG + 2, _TAGUETTE, _ANSHO),
        ("drag, R and a number", "as the first", "as the first"),
        prepared=("P", *_typed("tr"), "enter", "1"),
    ),
    Task(
        "Take the last coding back",
        ("u",),
        lambda made: made == set(),
        (CLICK + 1, CLICK + CLICK, 2),
        ("click it, U", "click it, delete", "C x"),
        prepared=("enter", *_typed("tr"), "enter"),
    ),
    Task(
        "A code named by three words of the text",
        ("W", "W", "W", "I"),
        lambda made: made == {("We do not", "we-do-not")},
        (DRAG + 1, DRAG + 1 + CLICK + 9 + CLICK + CLICK, 4 + 1 + 9 + 1),
        ("drag, V", "drag, n, new tag, its name, twice save", "v e e e space, the name, Enter"),
    ),
    Task(
        "A new code, applied to the sentence",
        ("C", *_typed("delay"), "ctrl+s"),
        lambda made: made == {(FIRST, "delay")},
        (1 + 5 + 1 + DRAG + 1, DRAG + 1 + CLICK + 5 + CLICK + CLICK, 3 + 1 + 5 + 1),
        ("N, the name, Enter, drag, Q", "drag, n, new tag, its name, twice save",
         "v f . space, the name, Enter"),
    ),
    Task(
        "One word more at the end of a coding",
        ("alt+right",),
        lambda made: made == {(FIRST + " Last", "trust")},
        (CLICK + 5, CLICK + CLICK + _TAGUETTE, 1 + _ANSHO),
        ("click it, shift+→ for each letter", "delete it, make it anew", "x, make it anew"),
        before=((FIRST, "trust"),),
    ),
    Task(
        "Another code for a coding",
        ("r", *_typed("se"), "enter"),
        lambda made: made == {(FIRST, "security")},
        (CLICK + 1 + CLICK + DRAG + 1, CLICK + 2 + CLICK + CLICK + CLICK, 1 + _ANSHO),
        ("click it, U, click the code, drag, Q", "click it, untick, two letters, tick, save",
         "x, make it anew"),
        before=((FIRST, "trust"),),
    ),
    Task(
        "To the next expert turn that is not coded",
        (">",),
        lambda made: made == {(FIRST, "trust"), (SECOND, "trust")},
        (None, None, None),
        ("scroll and look", "scroll and look", "scroll and look"),
        before=((FIRST, "trust"), (SECOND, "trust")),
    ),
)  # fmt: skip


def rows() -> list[dict[str, object]]:
    """One dict for each figure, with name, value, unit, budget, peer, peer_value and ratio."""
    figures = []
    for task, keys in zip(TASKS, measured(), strict=False):
        known = [(count, name) for count, name in zip(task.peers, PEERS, strict=True) if count]
        least, peer = min(known, default=(None, ""))
        figures.append(
            row(f"keys: {task.name}", keys, "keys", least, peer=peer, peer_value=least)
            if least is not None
            else row(f"keys: {task.name}", keys, "keys", None)
        )
    return figures


def measured() -> list[int]:
    """The number of keys for each task. Raises `AssertionError` where a task was not done."""
    return [asyncio.run(_run(task)) for task in TASKS[: sized(len(TASKS), 2)]]


async def _run(task: Task) -> int:
    from toolkit.project import Project
    from toolkit.tui.app import WorkspaceApp
    from toolkit.tui.workspace.screen import WorkspaceScreen

    with tempfile.TemporaryDirectory(prefix="qct-keys-") as name:
        folder = Path(name)
        (folder / "E01.txt").write_text(INTERVIEW, encoding="utf-8")
        (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
        with Project.init(folder / "study", name="Keys") as project:
            project.codebook.import_file(folder / "book.yaml", actor="lead")
            project.sources.import_files([folder / "E01.txt"], actor="lead")
            text = project.sources.text("E01")
            for words, code in task.before:
                start = text.index(words)
                project.codings.add("E01", start, start + len(words), code, coder=CODER)
            app = WorkspaceApp(project, "E01", coder=CODER, at=text.index(task.at))
            async with app.run_test(size=(120, 32)) as pilot:
                await pilot.pause()
                for key in task.prepared:
                    await pilot.press(key)
                    await pilot.pause()
                if task.prepared[:1] == ("P",):
                    await pilot.press("escape")
                pressed = 0
                for key in task.keys:
                    await pilot.press(key)
                    await pilot.pause()
                    pressed += 1
                assert isinstance(app.screen, WorkspaceScreen), task.name
                cursor = app.screen.view.cursor
            made = _made(project)
            assert task.done(made), f"{task.name}: {made}"
            if task.keys == (">",):
                assert text[cursor:].startswith("A leak"), text[cursor:]
            return pressed


def _made(project: Project) -> Made:
    text = project.sources.text("E01")
    return {(text[c.span.start : c.span.end], c.code_id) for c in project.codings.find(coder=CODER)}


def table() -> str:
    """The text of docs/keystrokes.md with the counted keys."""
    lines = [
        "# Keys for ten coding tasks",
        "",
        "Generated by `python -m benchmarks.bench_keystrokes`, which does every task in the "
        "workspace, counts the",
        "keys and asks the store whether it was done. One for each key (a chord is one), one "
        "for pointing at something,",
        "one for pressing or releasing a mouse button: the operators of the keystroke-level "
        "model (Card, Moran & Newell",
        "1983) without the time that hands and eyes need on the way. The other tools are "
        "counted from the gestures that",
        "their documentation and code give (QualCoder 4.0b, Taguette 1.5.2, openansho 0.3.4), "
        "with the code in view and",
        "nothing to scroll; a dash: no such gesture.",
        "",
        f"| task | qct | {' | '.join(PEERS)} |",
        "| --- | --- | --- | --- | --- |",
    ]
    for task, keys in zip(TASKS, measured(), strict=True):
        shown = " ".join(_shown(key) for key in task.keys)
        cells = [
            f"{count}: {how}" if count is not None else f"–: {how}"
            for count, how in zip(task.peers, task.how, strict=True)
        ]
        lines.append(f"| {task.name} | **{keys}**: {shown} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _shown(key: str) -> str:
    return {"full_stop": "`.`", "alt+right": "`alt+→`"}.get(key, f"`{key}`")


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
    print(f"wrote {TARGET}")
