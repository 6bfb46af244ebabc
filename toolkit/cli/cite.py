"""`qct cite`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note

app = options.noun("Quote a passage with its citation.")


@app.command()
def cite(
    source: Annotated[str, typer.Argument(help="Id of the source.", show_default=False)],
    at: Annotated[
        str, typer.Option("--at", metavar="START:END", help="In code points, END not included.")
    ],
    keep: Annotated[
        bool, typer.Option("--keep", help="Add it to the end of outputs/quotes.txt as well.")
    ] = False,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Quote a passage verbatim, with source, turn, speaker, time and offsets.

    Example: qct cite E07 --at 120:184 --keep
    """
    start, end = options.parse_span(at)
    with options.open_project(project, read_only=True) as open_:
        text = open_.sources.cite(source, start, end)
        kept = open_.sources.save_quote(source, start, end) if keep else None
    output.emit(("source", "start", "end", "cited"), [(source, start, end, text)], format_)
    if kept is not None:
        note(f"{'added to' if kept.new else 'it is already in'} {kept.path}")
