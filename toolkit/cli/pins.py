"""`qct codebook pins|pin|unpin`: the number keys of the workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note

app = options.noun("Show and change the number keys.")

_WHY = "pins tell what others use"
NumberArgument = Annotated[
    int, typer.Argument(metavar="NUMBER", help="1 to 9.", show_default=False)
]


@app.command()
def pins(
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show which code each number key of the workspace applies, for one coder.

    Example: qct codebook pins --coder coder-a
    """
    with options.open_project(project, read_only=True) as open_:
        who = options.own_coder(open_, coder, _WHY)
        book, spoken = open_.codebook.current(), open_.config.language
        rows = [
            (number, code, book[code].label(spoken) if code in book else "")
            for number, code in open_.preferences.pins(who).items()
        ]
    output.emit(("number", "code", "name"), rows, format_)


@app.command()
def pin(
    number: NumberArgument,
    code: Annotated[str, typer.Argument(help="Id of the code.", show_default=False)],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Put a code under a number key of the workspace, in place of what is there.

    Pins are kept on this machine, by coder; they are no step of the project.

    Example: qct codebook pin 1 trust --coder coder-a
    """
    with options.open_project(project, read_only=True) as open_:
        who = options.own_coder(open_, coder, _WHY)
        open_.preferences.pin(number, code, coder=who)
    note(f"{who}: {number} applies {code}")


@app.command()
def unpin(
    number: NumberArgument,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Free a number key of the workspace.

    Example: qct codebook unpin 1 --coder coder-a
    """
    with options.open_project(project, read_only=True) as open_:
        who = options.own_coder(open_, coder, _WHY)
        open_.preferences.unpin(number, coder=who)
    note(f"{who}: {number} is free")
