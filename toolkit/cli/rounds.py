"""`qct round open|submit|reopen|close|list|progress`."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.domain.codings import Mode
from toolkit.domain.rounds import Progress
from toolkit.errors import UsageError

app = options.noun("Open, submit, reopen, close and list rounds.")

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
    codebook_version: Annotated[
        int | None,
        typer.Option("--codebook-version", metavar="N", help="Which to code by; the newest."),
    ] = None,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Open a round; its mode cannot change afterwards.

    While a blind round is open no listing shows its rows, but one's own to who names the
    round; and who takes part in it sees nothing that others did on its sources.

    Example: qct round open R1 --coders coder-a,coder-b --mode blind
    """
    if mode not in _MODES:
        raise UsageError(f"unknown mode {mode!r}; valid: {', '.join(_MODES)}", code="round-mode")
    with options.open_project(project) as project_:
        made = project_.rounds.open(
            name,
            actor=options.acting_coder(project_, coder),
            mode=_MODES[mode],
            coders=options.listed(coders),
            sources=options.listed(sources),
            codebook_version=codebook_version,
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
        done = project_.rounds.submit(name, source, coder=options.acting_coder(project_, coder))
    note(f"{done.coder_id} has submitted {done.source_id} in round {done.round_id}")


@app.command()
def reopen(
    name: Annotated[str, typer.Argument(help="Name of the round.", show_default=False)],
    of: Annotated[str, typer.Option("--of", metavar="NAME", help="Whose work to unlock.")],
    source: Annotated[str, typer.Option("--source", metavar="ID", help="The source.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept in the log.")],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Unlock a source that a coder has submitted; someone else than the coder does this.

    Example: qct round reopen R1 --of coder-a --source E01 --reason "half was missing" --coder lead
    """
    with options.open_project(project) as project_:
        actor = options.acting_coder(project_, coder)
        project_.rounds.reopen(name, source, coder=of, actor=actor, reason=reason)
    note(f"{of} may work on {source} in round {name} again")


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
        project_.rounds.close(name, actor=options.acting_coder(project_, coder))
    note(f"round {name} is closed")


@app.command("list")
def list_(
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List the rounds, and in how many pairs of coder and source work has begun or is over.

    Example: qct round list --format json
    """
    with options.open_project(project, read_only=True) as project_:
        covered: Counter[str] = Counter()
        submitted: Counter[str] = Counter()
        for one in project_.rounds.coverage():
            covered[one.round_id] += 1
            submitted[one.round_id] += one.progress is Progress.SUBMITTED
        rows = [
            (
                round_.id,
                round_.mode.value,
                round_.status.value,
                " ".join(round_.coders) or "anyone",
                " ".join(round_.sources) or "all",
                round_.codebook_version,
                covered[round_.id],
                submitted[round_.id],
            )
            for round_ in project_.rounds.all()
        ]
    output.emit(
        (
            "round",
            "mode",
            "status",
            "coders",
            "sources",
            "codebook_version",
            "covered",
            "submitted",
        ),
        rows,
        format_,
    )


@app.command()
def progress(
    name: Annotated[str, typer.Argument(help="Name of the round.", show_default=False)],
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show how far each coder is with each source: not started, working or submitted.

    Where a coder has not started, silence is missing and not a "no". Who takes part in an
    open blind round is shown their own progress only.

    Example: qct round progress R1 --format csv
    """
    with options.open_project(project, read_only=True) as project_:
        rows = [(one.coder_id, one.source_id, one.state) for one in project_.rounds.progress(name)]
    output.emit(("coder", "source", "state"), rows, format_)
