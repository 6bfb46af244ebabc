"""`qct store`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.errors import CheckFailed

app = options.noun("Where the store is; move it to a server and back; send what waits.")


@app.command()
def show(
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show which store this project uses, whether it answers, and what waits to be sent.

    Example: qct store show
    """
    with options.open_project(project, read_only=True, whole=True) as open_:
        info = open_.storage.info()
    output.emit(
        (
            "kind",
            "state",
            "where",
            "version",
            "schema",
            "events",
            "answer_ms",
            "waiting",
            "refused",
        ),
        [
            (
                info.kind,
                info.state,
                info.where,
                info.version,
                info.schema,
                info.events,
                info.answer_ms,
                info.waiting,
                info.refused,
            )
        ],
        format_,
    )


@app.command()
def copy(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            help="sqlite:///PATH or postgresql+psycopg://USER@HOST/DATABASE; must be empty.",
            show_default=False,
        ),
    ],
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Copy the whole project into an empty store, and prove the copy.

    Every table's hash is compared and the log is verified on the other side. The project
    goes on using its store until qct.toml names the new one.

    Example: qct store copy postgresql+psycopg://lead@db.example.org/study
    """
    with options.open_project(project, read_only=True, whole=True) as open_:
        done = open_.storage.copy_to(url)
    output.emit(
        ("table", "rows", "sha256"),
        [(table.name, table.rows, table.sha256[:16]) for table in done.tables],
        format_,
    )
    note(f"copied to {done.where}: every hash is equal, and the log of {done.events} events holds")
    note(f"  To work there, write under [project] in qct.toml: {done.setting}")


@app.command()
def offline(
    project: options.ProjectOption = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove the copy from this machine.")
    ] = False,
) -> None:
    """Keep a copy of a server's project on this machine, to work on without the server.

    The workspace makes it and keeps it up by itself; this brings it up to now, for a train
    or a field trip. While the server is away, coding and memos go to the copy and the
    journal, and are sent when it is back. `offline = false` under [project] in qct.toml
    forbids copies.

    Example: qct store offline
    """
    with options.open_project(project) as open_:
        if remove:
            output.say(f"removed {open_.storage.remove_offline_copy()}")
            return
        made = open_.storage.make_offline_copy()
    output.say(f"{made.path}: {made.events} events, the newest of {made.as_of}")


@app.command()
def replay(project: options.ProjectOption = None) -> None:
    """Send the changes that were kept on this machine while the server was away.

    Opening the project sends them too; this also tries again what was refused. Nothing is
    sent twice. Exits with 1 if something still does not fit.

    Example: qct store replay
    """
    with options.open_project(project) as open_:
        done = [*open_.storage.replayed, open_.storage.replay_journal()]
    sent, known = sum(one.sent for one in done), sum(one.known for one in done)
    # What was refused at opening has just been tried again.
    refused = done[-1].refused
    output.say(f"{sent} sent, {known} had already arrived, {refused} refused")
    if refused:
        raise CheckFailed(
            f"{refused} changes do not fit what others did in the meantime",
            code="journal-refused",
            hint="They are kept in .qct/journal/refused.jsonl; make them again by hand "
            "where they are still wanted, then move that file away.",
        )
