"""`qct backup`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output

app = options.noun("Copy the store, or list the copies.")


@app.command()
def backup(
    list_: Annotated[bool, typer.Option("--list", help="List the backups; make none.")] = False,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Copy the store while it is in use, and prove the copy; the newest ten are kept.

    One is made by itself before a merge, a bulk import and a migration.

    Example: qct backup --list
    """
    with options.open_project(project, read_only=list_, whole=True) as open_:
        if not list_:
            output.say(str(open_.storage.backup()))
            return
        rows = [
            (one.path.name, one.last_event_at, one.events, one.bytes)
            for one in open_.storage.backups()
        ]
    output.emit(("backup", "last_event_at", "events", "bytes"), rows, format_)
