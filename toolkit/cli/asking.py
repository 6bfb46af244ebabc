"""Asking the person at the terminal before something that cannot be taken back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

import click

from toolkit.config import from_environment
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.project import Project

Result = TypeVar("Result")


def confirmed(question: str) -> bool:
    """Whether the person at the terminal says yes; False where there is no terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm(question, err=True)


def passphrase_if_sealed(project: Project) -> str | None:
    """The passphrase of the key, once for a command; None where the key is not sealed.

    It is asked for at the terminal, else taken from QCT_PASSPHRASE.
    """
    return _passphrase() if project.identifiers.is_key_sealed() else None


def with_passphrase(step: Callable[[str | None], Result]) -> Result:
    """The result of a step that seldom needs the passphrase, which is asked for only then."""
    try:
        return step(None)
    except UsageError as error:
        if error.code != "passphrase-missing" or (given := _passphrase()) is None:
            raise
    return step(given)


def _passphrase() -> str | None:
    context = click.get_current_context()
    kept: dict[str, str] = context.find_root().meta
    if "qct.passphrase" not in kept:
        given = from_environment("QCT_PASSPHRASE")
        if not given and sys.stdin.isatty() and sys.stderr.isatty():
            given = click.prompt(_("Passphrase of the key"), hide_input=True, err=True)
        if not given:
            return None
        kept["qct.passphrase"] = given
    return kept["qct.passphrase"]


def passphrase_twice() -> str:
    """A new passphrase, asked for twice at the terminal, else from QCT_PASSPHRASE."""
    if sys.stdin.isatty() and sys.stderr.isatty():
        text = _("New passphrase of the key")
        return str(click.prompt(text, hide_input=True, confirmation_prompt=True, err=True))
    if given := from_environment("QCT_PASSPHRASE"):
        return given
    raise UsageError(
        _("there is no terminal to ask for a passphrase"),
        code="passphrase-missing",
        hint=_("Run the command in a terminal, or set QCT_PASSPHRASE."),
    )


def take_back_stands_alone(take_back: bool, *, dry_run: bool, yes: bool) -> None:
    """Raise `UsageError` where --take-back is given with options that say how to remove."""
    if take_back and (dry_run or yes):
        raise UsageError(
            _("--take-back needs neither --yes nor --dry-run; give it alone"), code="options"
        )
