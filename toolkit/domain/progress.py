"""Progress of long work."""

from __future__ import annotations

from collections.abc import Callable

ProgressCallback = Callable[[int, int], None]
"""A function called with the number of steps done and of all steps. It raises to stop the work."""


def no_progress(done: int, of: int) -> None:
    """Report progress to nobody."""
