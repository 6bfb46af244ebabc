"""`qct codebook pins|pin|unpin`: the number keys of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import argument, command
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project, own_coder
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format

_WHY = _("pins tell what others use")
_number = argument("number", "NUMBER", _("Number key, 1 to 9."), kind=int)


@command("pins")
@options.coder
@options.project
@options.format_
def pins(coder: str | None, folder: str | None, format_: Format) -> None:
    """Show which code each number key of the workspace applies, for one coder.

    Example: qct codebook pins --coder coder-a
    """
    with open_project(folder, read_only=True) as project:
        who = own_coder(project, coder, _WHY)
        book, language = project.codebook.current(), project.config.language
        rows = [
            (number, code, book[code].label(language) if code in book else "")
            for number, code in project.preferences.pins(who).items()
        ]
    output.emit(("number", "code", "name"), rows, format_)


@command("pin")
@_number
@options.code_argument
@options.coder
@options.project
def pin(number: int, code: str, coder: str | None, folder: str | None) -> None:
    """Pin a code to a number key of the workspace, in place of the code that it has.

    Pins are kept on this machine, for each coder; they are no part of the project's log.

    Example: qct codebook pin 1 trust --coder coder-a
    """
    with open_project(folder, read_only=True) as project:
        who = own_coder(project, coder, _WHY)
        project.preferences.pin(number, code, coder=who)
    note(_("{coder}: {number} applies {code}").format(coder=who, number=number, code=code))


@command("unpin")
@_number
@options.coder
@options.project
def unpin(number: int, coder: str | None, folder: str | None) -> None:
    """Free a number key of the workspace.

    Example: qct codebook unpin 1 --coder coder-a
    """
    with open_project(folder, read_only=True) as project:
        who = own_coder(project, coder, _WHY)
        project.preferences.unpin(number, coder=who)
    note(_("{coder}: {number} is free").format(coder=who, number=number))


COMMANDS = (pins, pin, unpin)
