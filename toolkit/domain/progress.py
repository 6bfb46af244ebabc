"""How far long work is, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

ProgressCallback = Callable[[int, int], None]
"""Called with the steps done and all there are. It may raise: that is how work is stopped."""


def no_progress(done: int, of: int) -> None:
    """Nobody waits."""
