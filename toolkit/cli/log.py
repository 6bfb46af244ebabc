"""`qct log`."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.errors import CheckFailed

app = options.noun("Show or prove the event log.")


@app.command()
def log(
    verify: Annotated[
        bool, typer.Option("--verify", help="Prove the chain, the texts and the rows.")
    ] = False,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help="What one coder did.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help="What concerned one source.")
    ] = None,
    code: Annotated[
        str | None, typer.Option("--code", metavar="ID", help="What concerned one code.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="coding.add, or coding for coding.*"),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="UTC: 2026-03-01 or with T14:30.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="The same; included.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="EVENT|TIME", help="The log as it was then."),
    ] = None,
    last: Annotated[int, typer.Option("--last", metavar="N", min=1, help="How many.")] = 30,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show the newest events, or prove that nothing was altered.

    --verify recomputes every hash of the chain, every text's hash, and replays all events
    to prove that the rows are exactly what they give. It exits with 1 if anything differs.
    --at shows the log as it was then; before a command it opens the project as it was then,
    so that any table can be had of a past point: qct --at 120 matrix codes-by-cases

    Example: qct log --verify
    """
    with options.open_project(project, read_only=True, coder=coder, whole=verify, at=at) as open_:
        if verify:
            findings = open_.verify_log()
            count = open_.events(limit=1)
            total = count[0].seq if count else 0
            if findings:
                output.emit(
                    ("event", "problem"), [(one.seq, one.problem) for one in findings], format_
                )
                raise CheckFailed(
                    f"the log does not hold: {len(findings)} problems in {total} events",
                    code="log-broken",
                    hint="Keep the file as it is and restore the newest backup elsewhere.",
                )
            output.emit(
                ("events", "chain", "texts", "rows"),
                [(total, "holds", "hold", "equal the replay")],
                format_,
            )
            return
        # Gaps in the numbers would tell who is bound by a blind round how much others did.
        bound = open_.seen_by is not None and bool(open_.seen_by.blind_rounds)
        rows = [
            ("" if bound else event.seq, event.at, event.actor, event.kind, _summary(event.summary))
            for event in open_.events(
                actor=coder,
                limit=last,
                source=source,
                code=code,
                kind=kind,
                since=since,
                until=until,
            )
        ]
    output.emit(("event", "time", "actor", "kind", "what"), rows, format_)


def _summary(summary: object) -> str:
    if not isinstance(summary, dict):
        return ""
    parts = []
    for key, value in summary.items():
        if isinstance(value, list):
            shown = ", ".join(map(str, value[:3]))
            value = f"{shown} and {len(value) - 3} more" if len(value) > 3 else shown
        if value not in ("", None):
            parts.append(f"{key}: {value}")
    return "; ".join(parts)
