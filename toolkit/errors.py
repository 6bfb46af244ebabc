"""Errors a user can meet.

Each names the thing, says why, lists the valid choices where there are some, and
suggests what to do next. `code` is stable and greppable. No message ever quotes a
transcript: interviews are confidential and messages end up in logs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOUNS = {
    "attribute": _("attribute"),
    "backup": _("backup"),
    "code": _("code"),
    "codebook version": _("codebook version"),
    "coder": _("coder"),
    "column": _("column"),
    "direction": _("direction"),
    "family": _("family"),
    "kind of thing": _("kind of thing"),
    "label": _("label"),
    "language": _("language"),
    "method": _("method"),
    "model": _("model"),
    "round": _("round"),
    "row": _("row"),
    "source with an erased text": _("source with an erased text"),
    "source": _("source"),
    "theme run": _("theme run"),
    "value": _("value"),
}
"""What `unknown` calls the things that have names, for people."""


class QctError(Exception):
    """Root of everything that is reported as one clear message instead of a traceback."""

    def __init__(self, message: str, *, code: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class CheckFailed(QctError):  # noqa: N818 - reads as what happened
    """A check that the user asked for did not hold."""


class UsageError(QctError):
    """The command or call itself is off."""


class InputError(QctError):
    """What was given to read cannot be taken."""


class StoreError(QctError):
    """The store cannot be opened, read or written."""


class ConflictError(StoreError):
    """A row is no longer what the change expected."""


def nearest(given: str, valid: Iterable[str], most: int = 3) -> list[str]:
    """The valid words that `given` may be a misspelling of, the nearest first, at most `most`."""
    from difflib import get_close_matches

    return get_close_matches(given, list(valid), n=most, cutoff=0.6)


def unknown(noun: str, given: str, choices: Iterable[str], *, hint: str = "") -> InputError:
    """The error for a name that does not exist, with the nearest and the valid ones."""
    valid = list(choices)
    near = nearest(given, valid)
    if not valid:
        message = _("unknown {noun} {given!r}. There is no {noun} yet.")
    elif near:
        message = _("unknown {noun} {given!r}. Did you mean {near}? Valid: {valid}.")
    else:
        message = _("unknown {noun} {given!r}. Valid: {valid}.")
    return InputError(
        message.format(
            noun=_NOUNS.get(noun, noun),
            given=given,
            near=_(" or ").join(near),
            valid=shorten(valid),
        ),
        code=f"unknown-{noun.replace(' ', '-')}",
        hint=hint,
    )


def shorten(choices: list[str], most: int = 40) -> str:
    shown = ", ".join(choices[:most])
    if len(choices) <= most:
        return shown
    return _("{listed} and {count} more").format(listed=shown, count=len(choices) - most)


def not_unicode() -> InputError:
    """The error for a text that no store can hold."""
    return InputError(
        _("the store cannot hold a text that is not Unicode: it has half of a character"),
        code="value-unstorable",
        hint=_("Nothing was changed. Look at the names and texts that were given."),
    )
