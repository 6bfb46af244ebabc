"""`qct restore`."""

from __future__ import annotations

from typing import Annotated

import click
import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.project import Project

app = options.noun("Bring a backup back.")


@app.command()
def restore(
    which: Annotated[
        str, typer.Argument(metavar="FILE|latest", help="`latest`, a backup's name, or a file.")
    ],
    project: options.ProjectOption = None,
) -> None:
    """Put a backup in the place of the store. It is proven before anything is replaced, and the
    store that it replaces is kept as a backup itself.

    Example: qct restore latest
    """
    chosen = project or click.get_current_context().find_root().obj
    done, kept = Project.restore(chosen, which)
    output.say(str(done))
    if kept is not None:
        note(f"the store that it replaces is kept as {kept}")
