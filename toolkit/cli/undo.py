"""`qct undo`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.errors import UsageError

app = options.noun("Undo the last step, or an earlier one.")


@app.command()
def undo(
    event: Annotated[
        str | None,
        typer.Option("--event", metavar="N", help="Which one, as `qct log` numbers them."),
    ] = None,
    with_dependents: Annotated[
        bool,
        typer.Option("--with-dependents", help="With the later steps that build on it, as one."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be taken back; change nothing.")
    ] = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Take back the last step of anyone, or of --coder, by a compensating event.

    An earlier step, named with --event, is taken back alone where nothing builds on it.
    `qct redo` brings back what was undone, also after a restart.

    Example: qct undo --event 12 --dry-run
    """
    with options.open_project(project) as open_:
        whose = options.whose_steps(open_, coder)
        if event is not None and whose is not None and whose != coder:
            plan = open_.history.plan_undo(event=event)
            if any(one.actor != whose for one in (plan.event, *plan.dependents)):
                raise UsageError(
                    f"{whose} takes part in an open blind round and takes back own steps only",
                    code="round-blind",
                    hint="`qct round list` shows the rounds.",
                )
        if dry_run:
            plan = open_.history.plan_undo(of=whose, event=event)
            output.emit(
                ("event", "time", "actor", "kind", "why"),
                [
                    (one.seq, one.at, one.actor, one.kind, why)
                    for one, why in (
                        (plan.event, "to undo"),
                        *((one, "builds on it") for one in plan.dependents),
                    )
                ],
                format_,
            )
            return
        done = open_.history.undo(
            actor=options.acting_coder(open_, coder),
            of=whose,
            event=event,
            with_dependents=with_dependents,
        )
    also = len(done.summary.get("undone", []))
    more = f" and {also} later steps that build on it" if also else ""
    note(f"undo: {done.summary.get('of')}{more} (event {done.seq})")
