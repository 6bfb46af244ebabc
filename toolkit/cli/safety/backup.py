"""`qct backup`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import command, flag
from toolkit.cli.opening import open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@command("backup")
@flag("--list", "list_", text=_("List the backups and make none."))
@options.project
@options.format_
def backup(list_: bool, folder: str | None, format_: Format) -> None:
    """Back the store up while it is in use, and verify the copy; the newest ten are kept.

    A backup is made by itself before a merge, an import of many files and a migration.

    Example: qct backup --list
    """
    with open_project(folder, read_only=list_, whole=True) as project:
        if not list_:
            output.say(str(project.storage.backup()))
            return
        rows = [
            (copy.path.name, copy.last_event_at, copy.events, copy.bytes)
            for copy in project.storage.backups()
        ]
    output.emit(("backup", "last_event_at", "events", "bytes"), rows, format_)
