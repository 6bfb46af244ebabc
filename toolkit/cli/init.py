"""`qct init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.project import Project

app = options.noun("Make a folder a project.")


@app.command()
def init(
    folder: Annotated[
        str | None, typer.Argument(help="The folder; this one by default.", show_default=False)
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What to call the study.")] = None,
    coder: options.CoderOption = None,
) -> None:
    """Make a folder a project, and build its store from the plain files its qct.toml names.

    Safe to repeat: what is there stays, what is already imported is skipped.

    Example: qct init my-study --name "Why ministries do not share"
    """
    with Project.init(Path(folder or "."), name=name) as project:
        done = project.sources.build(actor=options.acting_coder(project, coder))
        for item in done:
            output.say(item.sentence)
        note(f"project {project.name!r} is ready in {project.folder}")
        if not project.sources.all():
            note(
                "  Next: `qct import FILE...` takes in transcripts, "
                "`qct codebook import FILE` a codebook, then `qct code` opens the workspace."
            )
