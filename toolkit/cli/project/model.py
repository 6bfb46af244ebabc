"""`qct model list|add|remove`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.asking import confirmed
from toolkit.cli.commands import argument, flag, group, option
from toolkit.cli.notes import note
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format

model = group("model", _("List the embedding models, add others and remove these again."))


@model.command("list")
@options.format_
def list_(format_: Format) -> None:
    """List the embedding models: what each reads, its state, its size and where it is from.

    Example: qct model list
    """
    from toolkit.suggest.models.registry import described

    output.emit(
        ("model", "about", "languages", "dim", "state", "mb", "from"),
        [
            (row.name, row.about, row.languages, row.dim, row.state, row.megabytes, row.origin)
            for row in described()
        ],
        format_,
    )


@model.command("add")
@argument("name", "NAME", _("Name that --model takes from then on."))
@option(
    "--folder",
    metavar="FOLDER",
    text=_("Folder with a model of sentence-transformers (default: none)."),
)
@option(
    "--hub", metavar="OWNER/MODEL", text=_("Model to download from huggingface.co (default: none).")
)
@flag("--yes", text=_("Download without asking."))
def add(name: str, folder: str | None, hub: str | None, yes: bool) -> None:
    """Add an embedding model for this user of this machine, in every project.

    With --folder nothing is downloaded. With --hub this is the only command that uses the
    network, and it asks first; the model is kept on this machine. The files are recorded with
    their hashes, and a model whose files change later is refused.

    Example: qct model add mpnet --folder ~/models/all-mpnet-base-v2
    """
    from toolkit.suggest.models import added, registry

    if (folder is None) == (hub is None):
        raise UsageError(
            _("say where the model is from: --folder FOLDER or --hub OWNER/MODEL"),
            code="model-origin",
        )
    if folder is not None:
        new = added.add_folder(name, Path(folder).expanduser(), registry.names())
    else:
        question = _("Download {hub} from huggingface.co now?").format(hub=hub)
        if not (yes or confirmed(question)):
            raise UsageError(
                _("nothing was downloaded"),
                code="model-not-asked",
                hint=_("Answer yes at the terminal, or give --yes."),
            )
        new = added.add_from_hub(name, str(hub), registry.names())
    note(
        _("{model} is added: {folder}; use it with --model {name}").format(
            model=new.id, folder=new.folder, name=name
        )
    )


@model.command("remove")
@argument("name", "NAME", _("Name of a model that was added."))
def remove(name: str) -> None:
    """Take an added model off the list; what was downloaded for it is deleted.

    A folder that you named yourself stays where it is.

    Example: qct model remove mpnet
    """
    from toolkit.suggest.models import added

    gone = added.remove(name)
    note(_("{name} is removed").format(name=gone.name))
