"""`qct backup`."""

from __future__ import annotations

from toolkit.cli import options, output

app = options.noun("Copy the store.")


@app.command()
def backup(project: options.ProjectOption = None) -> None:
    """Copy the store while it is in use, and prove the copy; the newest ten are kept.

    Example: qct backup
    """
    with options.open_project(project) as open_:
        output.say(str(open_.backup()))
