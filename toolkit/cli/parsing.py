"""Values as people write them on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.codings import Mode
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence


def listed(text: str) -> list[str]:
    """The parts of `A,B,C`."""
    return [part.strip() for part in text.split(",") if part.strip()]


def parse_span(text: str) -> tuple[int, int]:
    """`START:END` in code points, half-open."""
    first, colon, last = text.partition(":")
    try:
        if not colon:
            raise ValueError
        return int(first), int(last)
    except ValueError:
        raise UsageError(
            _("{text!r} is not a span").format(text=text),
            code="span-syntax",
            hint=_(
                "Write START:END, counted in characters from the beginning of the text; "
                "END itself is not included, e.g. 120:184."
            ),
        ) from None


def by_language(given: Sequence[str]) -> dict[str, str]:
    """The texts of `LANGUAGE=TEXT` by their language."""
    texts = {}
    for pair in given:
        language, equals, text = pair.partition("=")
        if not equals or not language.strip() or not text.strip():
            raise UsageError(
                _("{pair!r} is not LANGUAGE=TEXT").format(pair=pair),
                code="language-text",
                hint=_("Write the language before the text, e.g. en=Trust or ko=신뢰."),
            )
        texts[language.strip()] = text.strip()
    return texts


MODES = {"blind": Mode.BLIND, "open": Mode.COMMIT_THEN_REVEAL, "assisted": Mode.ASSISTED}
"""Modes of rounds by the names that people read and write."""
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
