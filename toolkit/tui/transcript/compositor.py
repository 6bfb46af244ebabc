"""Choosing how the screen is repainted: row by row where Textual's internals are known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import textual

if TYPE_CHECKING:
    from textual.screen import Screen

TESTED = frozenset(f"8.2.{patch}" for patch in range(9))
"""Versions of Textual whose compositor is known to render as `row_compositor` expects.

Before adding a version, compare its `textual/_compositor.py` and run `tests/tui/transcript`.
"""


def textual_version() -> str:
    """The installed version; read from the name of its folder, which costs next to nothing."""
    installed = Path(textual.__file__).parent.parent.glob("textual-*.dist-info")
    names = [path.name.removeprefix("textual-").removesuffix(".dist-info") for path in installed]
    if len(names) == 1:
        return names[0]
    from importlib.metadata import version

    return version("textual")


def use_row_compositor(screen: Screen[Any]) -> None:
    """Render only changed rows on this screen, and nothing before `begin_painting`.

    With an unknown version Textual's own compositor stays: the screen looks the same, and costs
    more.
    """
    if textual_version() in TESTED:
        from toolkit.tui.transcript.row_compositor import RowCompositor

        compositor = RowCompositor()
        compositor.is_waiting = True
        screen._compositor = compositor


def begin_painting(screen: Screen[Any]) -> None:
    """Paint the screen for the first time, now that everything has its place and content."""
    compositor = screen._compositor
    if getattr(compositor, "is_waiting", False):
        compositor.is_waiting = False  # type: ignore[attr-defined]
        screen.refresh()
