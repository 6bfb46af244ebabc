"""`qct bundle`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import completing, options
from toolkit.cli.commands import command, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project, working_round
from toolkit.i18n import _

if TYPE_CHECKING:
    from pathlib import Path


@command("bundle")
@option("--out", metavar="FILE.zip", kind=options.FILE, required=True, text=_("Zip file to write."))
@option(
    "--coder",
    metavar="NAME",
    required=True,
    text=_("Coder who will work in the bundle."),
    complete=completing.coders,
)
@option(
    "--sources",
    metavar="ID,ID",
    kind=options.IDS,
    default="",
    text=_("Only these sources (default: those of the round, else all)."),
    complete=completing.sources,
)
@options.round_worked_in
@options.project
def bundle(
    out: Path, coder: str, sources: tuple[str, ...], round_id: str | None, folder: str | None
) -> None:
    """Pack a project in a .zip for one coder: texts, codebook, the round and their own codings.

    Nothing of other coders or of models, no cases and no history is in it. `qct merge` brings
    the work back, from the folder or from a zip of it. The zip is not encrypted.

    Example: qct bundle --coder coder-b --sources E01,E02 --round R1 --out for-b.zip
    """
    with open_project(folder, whole=True) as project:
        path = project.exchange.bundle(
            out,
            coder=coder,
            sources=sources,
            round_id=working_round(project, coder, round_id, sources),
            actor=acting_coder(project, None),
        )
    note(
        _(
            "wrote {path}; the zip contains transcripts: encrypt it or hand it over in person"
        ).format(path=path)
    )
