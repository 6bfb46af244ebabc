"""`qct init`."""

from __future__ import annotations

from pathlib import Path

from toolkit.cli import options, output
from toolkit.cli.commands import argument, command, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder
from toolkit.i18n import _
from toolkit.project import Project


@command("init")
@argument("folder", "FOLDER", _("Folder of the project (default: this one)."), required=False)
@option("--name", metavar="TEXT", text=_("Title of the study (default: the name of the folder)."))
@options.coder
def init(folder: str | None, name: str | None, coder: str | None) -> None:
    """Make a folder a project, and build its store from the plain files its qct.toml names.

    Repeating it is safe: what is there stays, and what is already imported is skipped.

    Example: qct init my-study --name "Why ministries do not share"
    """
    with Project.init(Path(folder or "."), name=name) as project:
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
