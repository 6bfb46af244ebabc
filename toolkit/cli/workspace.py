"""`qct code`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from toolkit.cli import options
from toolkit.errors import UsageError

app = options.noun("Open the workspace.")


@app.command()
def code(
    source: Annotated[
        str | None, typer.Argument(help="The source to open; the first by default.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="PLACE",
            help="Where to begin: an offset (1234), a line (L12), a turn (T12) or a time (12:34).",
        ),
    ] = None,
    coder: options.CoderOption = None,
    round_: Annotated[
        str | None, typer.Option("--round", metavar="ID", help="The round to work in.")
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Look, change nothing.")] = False,
    tour: Annotated[
        bool, typer.Option("--tour", help="Begin with the five steps that show around.")
    ] = False,
    project: options.ProjectOption = None,
) -> None:
    """Open the workspace and code. Every step is saved at once; F1 shows the keys.

    Example: qct code E07 --at T12 --coder coder-b --round R1
    """
    if not _has_terminal():
        raise UsageError(
            "the workspace needs a terminal, and this is not one",
            code="no-terminal",
            hint="In scripts use `qct codings add|remove|list`.",
        )
    if at is not None and source is None:
        raise UsageError(
            f"--at {at} is a place in a source, and none is named",
            code="place-without-source",
            hint=f"Write `qct code SOURCE --at {at}`; `qct sources` lists them.",
        )
    with options.open_project(project, read_only=read_only, whole=True) as open_:
        offset = None
        if source is not None:
            open_.sources.get(source)
            offset = open_.sources.offset_of(source, at) if at is not None else None
        open_.rounds.get(round_)
        from toolkit.tui.app import run_workspace

        raise typer.Exit(
            run_workspace(
                open_,
                source,
                coder=options.acting_coder(open_, coder),
                round_id=round_,
                at=offset,
                read_only=read_only,
                tour=tour,
            )
        )


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
