"""`qct search`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note

app = options.noun("Search the transcripts.")

COLUMNS = ("source", "start", "end", "turn", "speaker", "match", "context")


@app.command()
def search(
    pattern: Annotated[str, typer.Argument(metavar="PATTERN", help="What to find.")],
    regex: Annotated[
        bool, typer.Option("--regex", help="PATTERN is a regular expression.")
    ] = False,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="ID", help="In this one; repeatable.")
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="How often in which source.")] = False,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Find words or a regular expression; case, accents and width do not count.

    Every match is listed with its place in code points, its turn, and what stands around it.

    Example: qct search "protocol|procedure" --regex --count
    """
    rows: list[tuple[object, ...]] = []
    total = 0
    with (
        options.open_project(project, read_only=True) as open_,
        open_.sources.searcher(pattern, regex=regex) as finder,
    ):
        for found in open_.sources.search(finder, sources=source or ()):
            total += len(found.matches)
            if count:
                rows.append((found.source_id, len(found.matches)))
                continue
            for span in found.matches:
                turn, (before, said, after) = found.turn_of(span), found.context(span)
                where = (turn.index + 1, turn.speaker) if turn is not None else (None, "")
                place = (found.source_id, span.start, span.end)
                rows.append((*place, *where, said, f"{before}{said}{after}"))
    output.emit(("source", "matches") if count else COLUMNS, rows, format_)
    if not total:
        note("no match")
