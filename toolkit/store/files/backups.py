"""Names of the backups of a store, which sort in the order in which they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PATTERN = "project-*.db"


def backups_made(folder: Path) -> list[Path]:
    """The backups in the order of their making."""
    return sorted(folder.glob(_PATTERN), key=_order)


def next_backup(folder: Path, time: str) -> Path:
    """Path of the next backup, by the time in ISO 8601.

    Names sort in the order of making, even where the clock went backwards in between.
    """
    stamp, again = time.replace(":", "").replace(".", "").replace("-", ""), 1
    made = backups_made(folder)
    if made and (newest := _order(made[-1])) >= (stamp, again):
        stamp, again = newest[0], newest[1] + 1
    return folder / (f"project-{stamp}.db" if again == 1 else f"project-{stamp}_{again}.db")


def _order(path: Path) -> tuple[str, int]:
    stamp, _separator, again = path.stem.removeprefix("project-").partition("_")
    return stamp, int(again) if again.isdecimal() and len(again) < 18 else 1
