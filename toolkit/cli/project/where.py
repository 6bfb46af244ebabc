"""`qct where`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import command
from toolkit.cli.opening import open_project

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@command("where")
@options.project
@options.format_
def where(folder: str | None, format_: Format) -> None:
    """Show where this project keeps its files, and which settings are in force.

    Example: qct where --format json
    """
    with open_project(folder, read_only=True, whole=True) as project:
        rows = list(project.storage.where().items())
    output.emit(("what", "where"), rows, format_)
