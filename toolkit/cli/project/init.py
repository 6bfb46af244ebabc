"""`qct init`."""

from __future__ import annotations

from pathlib import Path

from toolkit.cli import options, output
from toolkit.cli.commands import argument, command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, root_folder
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.project import Project


@command("init")
@argument("folder", "FOLDER", _("Folder of the project (default: this one)."), required=False)
@option("--name", metavar="TEXT", text=_("Title of the study (default: the name of the folder)."))
@flag(
    "--reset",
    text=_("Build the store anew from the files named in qct.toml (default: keep what it holds)."),
)
@options.coder
def init(folder: str | None, name: str | None, reset: bool, coder: str | None) -> None:
    """Make a folder a project, and build its store from the plain files its qct.toml names.

    Repeating it is safe: what is there stays, and what is already imported is skipped. --reset
    builds the store anew, after a backup. It is refused, with a list, where the store holds work
    of people or anything else that these files do not give.

    Example: qct init my-study --name "Why ministries do not share"
    """
    where = Path(folder or root_folder() or ".")
    if reset:
        _reset(where, name, coder)
        return
    with Project.init(where, name=name) as project:
        for imported in project.sources.build(actor=acting_coder(project, coder)):
            output.say(imported.sentence)
        note(
            _("project {name!r} is ready in {folder}").format(
                name=project.name, folder=project.folder
            )
        )
        if not project.sources.all():
            note(
                _(
                    "  Next: `qct import FILE...` imports transcripts, `qct codebook import FILE` "
                    "a codebook; then `qct code` opens the workspace."
                )
            )


def _reset(folder: Path, name: str | None, coder: str | None) -> None:
    """Build the store of a project anew."""
    if name is not None:
        raise UsageError(
            _("--name is for a new project, and --reset for one that is there"),
            code="reset-name",
            hint=_("Change the name in qct.toml."),
        )
    with Project.open(folder) as project:
        done = project.storage.reset(actor=acting_coder(project, coder))
        for imported in done.imported:
            output.say(imported.sentence)
        note(
            _("project {name!r} is built anew; the store as it was is in {backup}").format(
                name=project.name, backup=done.backup
            )
        )
        note(_("`qct restore {name}` brings it back").format(name=done.backup.name))
