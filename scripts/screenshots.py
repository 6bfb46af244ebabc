"""Write the pictures of the workspace that the documentation shows, from the workspace itself.

    python scripts/screenshots.py            # into docs/images/
    python scripts/screenshots.py FOLDER

They show the example study, built in a temporary folder; the project at hand is not touched.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.pilot import Pilot

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ.pop("NO_COLOR", None)

if TYPE_CHECKING:
    from toolkit.project import Project

CODER = "coder-a"
_PATIENCE_SECONDS = 30
_MODELS = """
[models]
en = "lexical"
"""
"""The model that needs no weights, so that the pictures are the same on every machine."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture, with its source, its size and the keys that lead to it."""

    name: str
    source: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (126, 34)
    theme: str = "qct-dark"
    then: Callable[[Pilot[None]], Awaitable[None]] | None = None


async def _wait_for_suggestions(pilot: Pilot[None]) -> None:
    from toolkit.tui.screens.suggestions import SuggestionScreen

    for _ in range(_PATIENCE_SECONDS * 10):
        await pilot.pause(0.1)
        if isinstance(pilot.app.screen, SuggestionScreen):
            return
    raise SystemExit(
        f"no suggestions after {_PATIENCE_SECONDS} s; on the screen: {pilot.app.screen!r}"
    )


SHOTS = (
    Shot("reading", "E07", ("n", "n", "n")),
    Shot("korean", "K07", ("n", "n")),
    Shot("selecting", "E12", (">", "s", "s")),
    Shot("picker", "E12", ("n", "n", "s", "enter", "r", "e", "s")),
    Shot("codebook", "E07", ("f5", *["down"] * 5)),
    Shot("disagreements", "E14", ("f8", *["down"] * 2)),
    Shot("compare", "E14", ("f7", "d", "d")),
    Shot("memo", "E12", ("n", "m", *"Compare")),
    Shot("light", "E07", ("n", "n", "n"), theme="qct-light"),
    Shot("narrow", "E07", ("n", "n", "n"), size=(72, 26)),
    Shot("help", "E07", ("f1",), size=(110, 40)),
    Shot("suggestions", "E12", ("n", "n", "a", "0"), then=_wait_for_suggestions),
)


def build(folder: Path) -> Project:
    """The example study in a folder of its own."""
    from toolkit.project import Project

    for name in ("corpus", "codebooks"):
        shutil.copytree(ROOT / name, folder / name)
    config = (ROOT / "qct.toml").read_text(encoding="utf-8")
    (folder / "qct.toml").write_text(config + _MODELS, encoding="utf-8")
    project = Project.init(folder)
    project.sources.build(actor="example")
    project.preferences.note_tour(CODER)
    return project


async def take(project: Project, shot: Shot, folder: Path) -> Path:
    """Open the workspace, press the keys, write the picture."""
    from toolkit.tui.app import WorkspaceApp

    app = WorkspaceApp(project, shot.source, coder=CODER)
    async with app.run_test(size=shot.size) as pilot:
        app.theme = shot.theme
        await pilot.pause()
        await pilot.press(*shot.keys)
        if shot.then is not None:
            await shot.then(pilot)
        await pilot.pause(0.3)
        path = folder / f"{shot.name}.svg"
        path.write_text(app.export_screenshot(title="qct code"), encoding="utf-8")
    return path


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="qct-shots-") as name, build(Path(name)) as project:
        known = {source.id for source in project.sources.all()}
        for shot in SHOTS:
            if shot.source in known:
                print(asyncio.run(take(project, shot, folder)))
            else:
                print(f"{shot.name}: the example has no source {shot.source}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
