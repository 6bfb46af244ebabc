"""`qct quotes`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output

app = options.noun("List quotes.")


@app.command()
def quotes(
    code: Annotated[str, typer.Argument(help="The code; its sub-codes count too.")],
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help="Of one coder.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help="Of one source.")
    ] = None,
    round_: options.RoundSeenOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List the passages behind a code, verbatim, each with its source and offsets.

    Example: qct quotes obstacle-security --format csv
    """
    with options.open_project(project, read_only=True, round_=round_, coder=coder) as open_:
        open_.codebook.code(code)
        wanted = set(open_.codebook.current().descendants(code))
        rows = [
            row
            for row in open_.codings.rows(source=source, coder=coder, round_id=round_)
            if row["code"] in wanted
        ]
    columns = ("source", "start", "end", "code", "coder", "quote")
    output.emit(columns, [list(map(row.get, columns)) for row in rows], format_)
