"""`qct codings`, `qct codings add`, `qct codings remove`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note

app = options.noun("List, add and remove codings.")

COLUMNS = ("source", "start", "end", "code", "coder", "round", "quote", "id", "mode", "origin")

SourceOption = Annotated[str | None, typer.Option("--source", metavar="ID", help="Of one source.")]
CodeOption = Annotated[str | None, typer.Option("--code", metavar="ID", help="Of one code.")]
RoundOption = Annotated[str | None, typer.Option("--round", metavar="ID", help="Of one round.")]


@app.callback(invoke_without_command=True)
def codings(
    context: typer.Context,
    source: SourceOption = None,
    code: CodeOption = None,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help="Of one coder.")
    ] = None,
    round_: RoundOption = None,
    at: Annotated[
        int | None, typer.Option("--at", metavar="OFFSET", help="Containing this code point.")
    ] = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List codings in the order of the text; offsets are code points, half-open.

    Example: qct codings --source E01 --code benefit-service --format json
    """
    if context.invoked_subcommand is not None:
        return
    _list(source, code, coder, round_, at, project, format_)


@app.command("list")
def list_(
    source: SourceOption = None,
    code: CodeOption = None,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help="Of one coder.")
    ] = None,
    round_: RoundOption = None,
    at: Annotated[
        int | None, typer.Option("--at", metavar="OFFSET", help="Containing this code point.")
    ] = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """The same as `qct codings`.

    Example: qct codings list --at 1234 --source E01
    """
    _list(source, code, coder, round_, at, project, format_)


def _list(
    source: str | None,
    code: str | None,
    coder: str | None,
    round_: str | None,
    at: int | None,
    project: str | None,
    format_: options.Format,
) -> None:
    with options.open_project(project, read_only=True, round_=round_, coder=coder) as open_:
        rows = open_.coding_rows(source=source, code=code, coder=coder, round=round_, at=at)
    output.emit(COLUMNS, [list(map(row.get, COLUMNS)) for row in rows], format_)


@app.command()
def add(
    source: Annotated[str, typer.Option("--source", metavar="ID", help="The source.")],
    at: Annotated[
        str, typer.Option("--at", metavar="START:END", help="Code points, END not included.")
    ],
    code: Annotated[
        list[str], typer.Option("--code", metavar="ID", help="The code; repeat for several.")
    ],
    coder: options.CoderOption = None,
    round_: Annotated[
        str | None, typer.Option("--round", metavar="ID", help="The round; the standing one.")
    ] = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Apply one or more codes to a span; saved when the command ends.

    Example: qct codings add --source E01 --at 120:184 --code benefit-service --coder coder-a
    """
    start, end = options.parse_span(at)
    with options.open_project(project) as open_:
        who = options.acting_coder(open_, coder)
        made = open_.add_codings(
            [(source, start, end, one) for one in code], coder=who, round=round_
        )
        wanted = {coding.id for coding in made}
        own = open_.coding_rows(source=source, coder=who)
        rows = [row for row in own if row["id"] in wanted]
    output.emit(COLUMNS, [list(map(row.get, COLUMNS)) for row in rows], format_)


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of codings.")],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Remove your own codings; `qct undo` brings them back.

    Example: qct codings remove 0193e2c0-1111-7000-8000-000000000000 --coder coder-a
    """
    with options.open_project(project) as open_:
        gone = open_.remove_codings(ids, coder=options.acting_coder(open_, coder))
    for coding in gone:
        note(f"removed {coding.code_id} from {coding.source_id} {coding.span}")
