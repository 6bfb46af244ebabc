"""`qct codings resize|recode|discuss|split|join`: changing what is coded already."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.cli.diagnostics import note
from toolkit.errors import UsageError

app = options.noun("Change codings.")

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="Id of a coding.", show_default=False)
]


@app.command()
def resize(
    id_: IdArgument,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="START:END", help="Code points, END not included."),
    ] = None,
    start: Annotated[
        int | None, typer.Option("--start", metavar="OFFSET", help="The start alone.")
    ] = None,
    end: Annotated[
        int | None, typer.Option("--end", metavar="OFFSET", help="The end alone, not included.")
    ] = None,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Make your own coding cover another stretch; memos and code stay.

    Example: qct codings resize 0193e2c0-1111-7000-8000-000000000000 --end 190
    """
    if at is not None and (start is not None or end is not None):
        raise UsageError(
            "--at says both ends; --start and --end say one each",
            code="ends-twice",
            hint="Give --at START:END alone, or --start, --end or both.",
        )
    if at is not None:
        start, end = options.parse_span(at)
    if start is None and end is None:
        raise UsageError(
            "nothing says where the coding is to reach",
            code="no-ends",
            hint="Give --at START:END, --start OFFSET or --end OFFSET, in code points.",
        )
    with options.open_project(project) as open_:
        who = options.acting_coder(open_, coder)
        after = open_.codings.change(id_, coder=who, start=start, end=end)
    note(f"{after.id} at {after.span}")


@app.command()
def recode(
    id_: IdArgument,
    code: Annotated[str, typer.Option("--code", metavar="ID", help="The code instead.")],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Give your own coding another code; its place and memos stay.

    Example: qct codings recode 0193e2c0-1111-7000-8000-000000000000 --code benefit-service
    """
    with options.open_project(project) as open_:
        who = options.acting_coder(open_, coder)
        after = open_.codings.change(id_, coder=who, code_id=code)
    note(f"{after.id} is {after.code_id}")


@app.command()
def discuss(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of codings.")],
    off: Annotated[bool, typer.Option("--off", help="Take the mark away.")] = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Mark your own codings as ones to discuss, or take the mark away.

    Example: qct codings discuss 0193e2c0-1111-7000-8000-000000000000
    """
    with options.open_project(project) as open_:
        who = options.acting_coder(open_, coder)
        changed = [open_.codings.change(one, coder=who, discuss=not off) for one in ids]
    for coding in changed:
        note(f"{coding.id} {'is' if coding.discuss else 'is no longer'} to be discussed")


@app.command()
def split(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id of a coding.", show_default=False)],
    at: Annotated[int, typer.Option("--at", metavar="OFFSET", help="Where, in code points.")],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Make two of your own coding, parted at a place; the first keeps the memos.

    Example: qct codings split 0193e2c0-1111-7000-8000-000000000000 --at 150
    """
    with options.open_project(project) as open_:
        halves = open_.codings.split(id_, at, coder=options.acting_coder(open_, coder))
    note(" and ".join(f"{half.id} at {half.span}" for half in halves))


@app.command()
def join(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of codings.")],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Make one of your own codings of one code that overlap or touch; their memos join too.

    Example: qct codings join 0193e2c0-1111-7000-8000-000000000000 0193e2c0-2222-7000-8000-0000
    """
    with options.open_project(project) as open_:
        whole = open_.codings.join(ids, coder=options.acting_coder(open_, coder))
    note(f"{whole.id} at {whole.span}")
