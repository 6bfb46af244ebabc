"""`qct bundle`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.cli.diagnostics import note

app = options.noun("Make a project for one coder.")


@app.command()
def bundle(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.zip", help="Where to.")],
    coder: Annotated[str, typer.Option("--coder", metavar="NAME", help="For whom.")],
    sources: Annotated[
        str, typer.Option("--sources", metavar="ID,ID", help="Which; those of the round, or all.")
    ] = "",
    round_: Annotated[
        str | None, typer.Option("--round", metavar="ID", help="The round; the standing one.")
    ] = None,
    project: options.ProjectOption = None,
) -> None:
    """Write a .zip that one coder unpacks and works in: the texts, the codebook, the round and
    their own codings. Nothing of other coders or of models, no cases and no history is in it.
    The work comes back with `qct merge`, of the folder or packed again. Not encrypted.

    Example: qct bundle --coder coder-b --sources E01,E02 --round R1 --out for-b.zip
    """
    with options.open_project(project, whole=True) as open_:
        made = open_.exchange.bundle(
            out,
            coder=coder,
            sources=options.listed(sources),
            round_id=round_,
            actor=options.acting_coder(open_, None),
        )
    note(f"wrote {made}; it holds transcripts, so send it by a safe way")
