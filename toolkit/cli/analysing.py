"""Showing how far the first analysis of the texts is, on stderr."""

from __future__ import annotations

import sys

from toolkit.cli.notes import note
from toolkit.i18n import _

_CLEAR = "\r\x1b[K"


def show_state(state: str, *, ended: bool) -> None:
    """Show how far something is on the line of the terminal that changes; the last state stays."""
    sys.stderr.write(f"\r{state}" + ("\n" if ended else ""))
    sys.stderr.flush()


class AnalysisProgress:
    """What is told while texts are analysed for the first time.

    A terminal shows one line that changes; elsewhere one sentence says that it is under way.
    """

    def __init__(self) -> None:
        self._begun = False

    def __call__(self, done: int, total: int) -> None:
        """Take note of the pieces of text that are analysed, of all new ones."""
        if not self._begun:
            note(_("the texts are analysed for the first time; what is said of them is kept"))
            self._begun = True
        if not sys.stderr.isatty():
            return
        state = _("analysing {done} of {total} pieces of text").format(done=done, total=total)
        sys.stderr.write(_CLEAR + (state if done < total else ""))
        sys.stderr.flush()
