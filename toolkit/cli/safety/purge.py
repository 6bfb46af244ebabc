"""`qct purge`."""

from __future__ import annotations

from toolkit.cli import options, output
from toolkit.cli.commands import command, flag
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext


@command("purge")
@flag("--caches", text=_("Delete vectors of texts and other caches, which is the default."))
@flag(
    "--all-derived",
    text=_("Delete drafts that a killed command left behind as well, such as half a backup."),
)
@options.project
def purge(caches: bool, all_derived: bool, folder: str | None) -> None:
    """Delete caches derived from transcripts; they are rebuilt when needed.

    The store and its backups stay, and so does what you exported to outputs/.

    Example: qct purge --caches
    """
    if caches and all_derived:
        raise UsageError(
            _("--caches is part of --all-derived; give only one of them"), code="purge-options"
        )
    with open_project(folder, whole=True) as project:
        purged = project.storage.purge(all_derived=all_derived)
    for path in purged.removed:
        output.say(str(path))
    count = len(purged.removed)
    note(
        ngettext(
            "{count} file deleted, {bytes} bytes", "{count} files deleted, {bytes} bytes", count
        ).format(count=count, bytes=f"{purged.bytes:,}")
    )
