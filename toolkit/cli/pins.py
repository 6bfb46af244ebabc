"""`qct codebook pins|pin|unpin`: the number keys of the workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.errors import UsageError
from toolkit.project import Project

app = options.noun("Show and change the number keys.")

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
        who = _own(open_, coder)
        book, spoken = open_.codebook(), open_.config.language
        rows = [
            (number, code, book[code].label(spoken) if code in book else "")
            for number, code in open_.pins(who).items()
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
        who = _own(open_, coder)
        open_.pin(number, code, coder=who)
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
        who = _own(open_, coder)
        open_.unpin(number, coder=who)
    note(f"{who}: {number} is free")


def _own(project: Project, coder: str | None) -> str:
    """Whose pins are meant; who is bound by a blind round has to do with their own alone."""
    who = options.acting_coder(project, coder)
    looks = project.seen_by
    if looks is not None and looks.bound and who != looks.coder_id:
        raise UsageError(
            f"{looks.coder_id} takes part in an open blind round; pins tell what others use",
            code="pins-foreign",
            hint="Leave --coder away for your own.",
        )
    return who
