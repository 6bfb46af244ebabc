"""`qct where`."""

from __future__ import annotations

from toolkit.cli import options, output

app = options.noun("Show where things are.")


@app.command()
def where(
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show where this project keeps what, and which settings are in force.

    Example: qct where --format json
    """
    with options.open_project(project, read_only=True, whole=True) as open_:
        rows = list(open_.storage.where().items())
    output.emit(("what", "where"), rows, format_)
