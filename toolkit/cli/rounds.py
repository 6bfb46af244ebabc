"""`qct round open|submit|close|list`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.domain.coding import Mode
from toolkit.errors import UsageError

app = options.noun("Open, submit, close and list rounds.")

_MODES = {"blind": Mode.BLIND, "open": Mode.COMMIT_THEN_REVEAL, "assisted": Mode.ASSISTED}


@app.command("open")
def open_(
    name: Annotated[str, typer.Argument(help="Name of the round.", show_default=False)],
    coders: Annotated[
        str, typer.Option("--coders", metavar="A,B", help="Who takes part; empty: anyone.")
    ] = "",
    sources: Annotated[
        str, typer.Option("--sources", metavar="E01,E02", help="Which sources; empty: all.")
    ] = "",
    mode: Annotated[
        str, typer.Option("--mode", help="blind, open (commit, then reveal) or assisted.")
    ] = "blind",
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Open a round; its mode cannot change afterwards.

    Example: qct round open R1 --coders coder-a,coder-b --mode blind
    """
    if mode not in _MODES:
        raise UsageError(f"unknown mode {mode!r}; valid: {', '.join(_MODES)}", code="round-mode")
    with options.open_project(project) as project_:
        made = project_.open_round(
            name,
            actor=options.acting_coder(project_, coder),
            mode=_MODES[mode],
            coders=_split(coders),
            sources=_split(sources),
        )
    note(f"round {made.id} is open ({made.mode.value}, codebook version {made.codebook_version})")


@app.command()
def submit(
    name: Annotated[str, typer.Argument(help="Name of the round.", show_default=False)],
    source: Annotated[
        str, typer.Option("--source", metavar="ID", help="The source you are done with.")
    ],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Say that you are done with a source in a round; it is locked for you from then on.

    Example: qct round submit R1 --source E01 --coder coder-a
    """
    with options.open_project(project) as project_:
        done = project_.submit(name, source, coder=options.acting_coder(project_, coder))
    note(f"{done.coder_id} has submitted {done.source_id} in round {done.round_id}")


@app.command()
def close(
    name: Annotated[str, typer.Argument(help="Name of the round.", show_default=False)],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Close a round: nothing more is coded in it, and a blind one becomes visible.

    Example: qct round close R1
    """
    with options.open_project(project) as project_:
        project_.close_round(name, actor=options.acting_coder(project_, coder))
    note(f"round {name} is closed")


@app.command("list")
def list_(
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List the rounds, and who has covered which sources in them.

    Example: qct round list --format json
    """
    with options.open_project(project) as project_:
        covered: dict[str, list[str]] = {}
        for one in project_.coverage():
            covered.setdefault(one.round_id, []).append(f"{one.coder_id}/{one.source_id}")
        rows = [
            (
                round_.id,
                round_.mode.value,
                round_.status.value,
                " ".join(round_.coders) or "anyone",
                " ".join(round_.sources) or "all",
                round_.codebook_version,
                len(covered.get(round_.id, [])),
            )
            for round_ in project_.rounds()
        ]
    output.emit(
        ("round", "mode", "status", "coders", "sources", "codebook_version", "covered"),
        rows,
        format_,
    )


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
