"""`qct purge`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.errors import UsageError

app = options.noun("Remove what was derived from transcripts.")


@app.command()
def purge(
    caches: Annotated[
        bool, typer.Option("--caches", help="Vectors of texts and other caches; the default.")
    ] = False,
    all_derived: Annotated[
        bool,
        typer.Option("--all-derived", help="Drafts that a killed command left behind as well."),
    ] = False,
    project: options.ProjectOption = None,
) -> None:
    """Remove vectors and caches that were made of transcripts; they are made anew when needed.

    The store and its backups stay, and so does what you exported to outputs/.

    Example: qct purge --caches
    """
    if caches and all_derived:
        raise UsageError("--caches is part of --all-derived; give one", code="purge-options")
    with options.open_project(project, whole=True) as open_:
        done = open_.storage.purge(all_derived=all_derived)
    for path in done.removed:
        output.say(str(path))
    note(f"{len(done.removed)} files removed, {done.bytes:,} bytes")
