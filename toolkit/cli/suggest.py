"""`qct suggest`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note

app = options.noun("Suggest codes for a span.")

COLUMNS = (
    "source",
    "start",
    "end",
    "rank",
    "code",
    "verdict",
    "score",
    "because",
    "model",
    "batch",
)


@app.command()
def suggest(
    source: Annotated[str, typer.Argument(help="The source.", show_default=False)],
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="START:END", help="The span; else passages not yet coded."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="How many passages without --at.")
    ] = 10,
    top: Annotated[
        int, typer.Option("--top", metavar="N", min=1, max=3, help="Candidates a passage.")
    ] = 3,
    round_: Annotated[
        str | None, typer.Option("--round", metavar="ID", help="The round; the standing one.")
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Candidates too weak to be offered, too.")
    ] = False,
    coder: options.CoderOption = None,
    model: options.ModelOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write a .csv or .xlsx as well.")
    ] = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Suggest at most three codes for a span, with the human-coded examples behind each.

    A suggestion is never data: it enters no count until its coder decides. In a blind round
    there are none; in an open one the coder decides first (`qct codings add`), then looks;
    in an assisted one they may look at once.

    Example: qct suggest E01 --at 120:184 --round try-out --coder coder-a
    """
    with options.open_project(project) as open_:
        who = options.acting_coder(open_, coder)
        spans = (
            [options.parse_span(at)]
            if at is not None
            else open_.sources.uncoded(source, coder=who, round_id=round_, limit=limit)
        )
        found = open_.suggestions.for_spans(
            [(source, start, end) for start, end in spans],
            coder=who,
            round_id=round_,
            top=top,
            model=model,
        )
    rows = [
        (
            one.source_id,
            one.span.start,
            one.span.end,
            one.rank,
            one.code_id,
            one.verdict,
            round(one.score, 3),
            _because(json.loads(one.evidence)),
            one.model,
            one.batch_id,
        )
        for one in found
        if all_ or one.verdict != "silent"
    ]
    output.emit(COLUMNS, rows, format_)
    silent = len(spans) - len({row[1:3] for row in rows})
    if silent:
        note(f"{silent} of {len(spans)} passages: nothing near enough to suggest")
    if out is not None:
        from toolkit.report.files import write_table
        from toolkit.report.tables import Table

        # Ids of batches differ from run to run; what is exported does not.
        write_table(Table(COLUMNS[:-1], tuple(row[:-1] for row in rows), "suggestions"), out)
        note(f"wrote {out}")


def _because(evidence: dict[str, Any]) -> str:
    """Where the nearest human-coded examples are, and the terms shared with them."""
    places = [
        f"{one['source']} {one['start']}:{one['end']} ({one['coder']})"
        for one in evidence.get("examples", [])
    ]
    terms = evidence.get("terms", [])
    return "; ".join([*places, *([f"terms: {', '.join(terms)}"] if terms else [])])
