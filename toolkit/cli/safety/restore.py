"""`qct restore`."""

from __future__ import annotations

from toolkit.cli import options, output
from toolkit.cli.commands import argument, command
from toolkit.cli.notes import note
from toolkit.cli.opening import root_folder
from toolkit.i18n import _
from toolkit.project import Project


@command("restore")
@argument("backup", "FILE|latest", _("Backup to restore: `latest`, its name, or a file."))
@options.project
def restore(backup: str, folder: str | None) -> None:
    """Restore the store from a backup.

    The backup is verified before anything is replaced, and the store that it replaces is kept
    as a backup itself.

    Example: qct restore latest
    """
    restored, kept = Project.restore(folder or root_folder(), backup)
    output.say(str(restored))
    if kept is not None:
        note(_("the store that it replaces is kept as {path}").format(path=kept))
