"""`qct restore`."""

from __future__ import annotations

from toolkit.cli import options, output
from toolkit.cli.asking import with_passphrase
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
    as a backup itself. What was withdrawn or erased since the backup was made is taken out of it.
    Where the key of pseudonyms is sealed, its passphrase may be asked for.

    Example: qct restore latest
    """
    root = folder or root_folder()
    restored = with_passphrase(lambda key: Project.restore(root, backup, passphrase=key))
    output.say(str(restored.backup))
    if restored.kept is not None:
        note(_("the store that it replaces is kept as {path}").format(path=restored.kept))
    if restored.withdrawn:
        note(
            _("{sources} was withdrawn since the backup was made, and was taken out of it").format(
                sources=", ".join(restored.withdrawn)
            )
        )
    if restored.erased:
        note(
            _(
                "earlier texts of {sources} were erased since the backup was made, and were taken "
                "out of it; codings follow the text with pseudonyms"
            ).format(sources=", ".join(restored.erased))
        )
        if not restored.words:
            note(
                _(
                    "the key names no replaced words, so memos and examples of the backup may "
                    "still hold some: read them"
                )
            )
