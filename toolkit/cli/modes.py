"""Modes of rounds by the names that people read and write."""

from __future__ import annotations

from toolkit.domain.codings import Mode
from toolkit.errors import UsageError
from toolkit.i18n import _

MODES = {"blind": Mode.BLIND, "open": Mode.COMMIT_THEN_REVEAL, "assisted": Mode.ASSISTED}
_NAMES = {mode: name for name, mode in MODES.items()}


def parse_mode(text: str) -> Mode:
    """The mode of a round, by its name or as the store calls it."""
    stored = {mode.value: mode for mode in Mode}
    if mode := MODES.get(text) or stored.get(text):
        return mode
    raise UsageError(
        _("unknown mode {text!r}; valid: {names}").format(text=text, names=", ".join(MODES)),
        code="round-mode",
    )


def mode_name(mode: Mode) -> str:
    """The name that people read for a mode of a round: `open` for commit, then reveal."""
    return _NAMES[mode]
