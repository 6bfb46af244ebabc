"""Showing on a terminal how far a longer piece of work is."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from toolkit.i18n import _

if TYPE_CHECKING:
    from types import TracebackType

_EVERY = 0.2
"""Seconds between two states that are shown."""
_CLEAR = "\r\x1b[K"


class AnalysisProgress:
    """Tells how many pieces of text are analysed; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._on_screen = False
        self._next = 0.0

    def __enter__(self) -> AnalysisProgress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._on_screen:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def __call__(self, done: int, total: int) -> None:
        """Show the state, at most a few times a second."""
        now = time.monotonic()
        if self._shown and now >= self._next:
            self._next = now + _EVERY
            self._on_screen = True
            text = _("analysing the texts once: {done} of {total} pieces")
            sys.stderr.write(_CLEAR + text.format(done=done, total=total))
            sys.stderr.flush()
