"""`qct bundle`."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.commands import command, option
from toolkit.cli.notes import note, visible
from toolkit.cli.opening import acting_coder, open_project, working_round
from toolkit.domain.rounds import DEFAULT_ROUND
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    the work back, from the folder or from a zip of it. The zip is not encrypted. The commands that
    the coder types after unpacking it are printed, to be sent along.

    Example: qct bundle --coder coder-b --sources E01,E02 --round R1 --out for-b.zip
    """
    with open_project(folder) as project:
        chosen = working_round(project, coder, round_id, sources)
        path = project.exchange.bundle(
            out,
            coder=coder,
            sources=sources,
            round_id=chosen,
            actor=acting_coder(project, None),
        )
        given = sources or project.rounds.get(chosen).sources
        given = given or tuple(source.id for source in project.sources.all())
    note(
        _(
            "wrote {path}; the zip contains transcripts: encrypt it or hand it over in person"
        ).format(path=path)
    )
    for line in _what_to_type(path, coder, chosen, given):
        output.say(visible(line))


def _what_to_type(path: Path, coder: str, round_id: str, sources: Sequence[str]) -> list[str]:
    """What the coder types after unpacking the zip, and what brings the work back."""
    folder, round_, first = quote(path.stem), quote(round_id), quote(sources[0])
    done = (
        f"qct sources finish {first} --round {round_}"
        if round_id == DEFAULT_ROUND
        else f"qct round submit {round_} --source {first}"
    )
    ending = (
        _("when {source} is done; the same for {others}").format(
            source=sources[0], others=", ".join(sources[1:])
        )
        if len(sources) > 1
        else _("when {source} is done").format(source=sources[0])
    )
    return [
        _("{coder} unpacks the zip and types:").format(coder=coder),
        f"  cd {folder}",
        f"  qct code {first} --round {round_}",
        f"  {done}    # {ending}",
        _(
            "Then {coder} sends the folder {folder} back, or a zip of it, and `qct merge {quoted}` "
            "brings the work in here."
        ).format(coder=coder, folder=path.stem, quoted=folder),
    ]
