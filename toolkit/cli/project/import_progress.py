"""Showing how far an import is, and letting ^C stop it between two files."""

from __future__ import annotations

import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from toolkit.i18n import _

if TYPE_CHECKING:
    from types import FrameType, TracebackType

    from toolkit.operations.sources.import_results import Phase

FROM = 20
"""Shorter imports are over before anyone reads how far they are."""
_EVERY = 0.1
"""Seconds between two states that are shown."""
_CLEAR = "\r\x1b[K"


class ImportProgress:
    """What is told of an import while it runs, on a terminal only.

    While files are stored, the first ^C lets the file in work be finished, so that what is said to
    be stored is so; a second one stops at once.
    """

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and sys.stderr.isatty() and sys.stdout.isatty()
        self._on_screen = False
        self._next = 0.0
        self._asked_to_stop = False
        self._handler: Any = None

    def __enter__(self) -> ImportProgress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._handler is not None:
            signal.signal(signal.SIGINT, self._handler)
            self._handler = None
        self._clear()

    def __call__(self, phase: Phase, done: int, total: int) -> None:
        """Show the state. Raises `KeyboardInterrupt` where a person asked to stop."""
        if phase.value == "storing" and self._handler is None:
            self._wait_for_files()
        if self._asked_to_stop:
            raise KeyboardInterrupt
        now = time.monotonic()
        if self._shown and total >= FROM and (now >= self._next or done == total):
            self._next = now + _EVERY
            state = (
                _("storing {done} of {total} files")
                if phase.value == "storing"
                else _("reading {done} of {total} files")
            )
            sys.stderr.write(_CLEAR + state.format(done=done, total=total))
            sys.stderr.flush()
            self._on_screen = True

    def _wait_for_files(self) -> None:
        """Let ^C wait for the file in work, where this thread may say so."""
        if threading.current_thread() is threading.main_thread():
            self._handler = signal.signal(signal.SIGINT, self._ask_to_stop)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        if self._asked_to_stop:
            signal.default_int_handler(number, frame)
        self._asked_to_stop = True

    def _clear(self) -> None:
        if self._on_screen:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._on_screen = False
