"""`qct merge`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.errors import CheckFailed

app = options.noun("Merge another copy of the project.")

COLUMNS = ("conflict", "why", "field", "base", "ours", "theirs", "decision")


@app.command()
def merge(
    other: Annotated[
        Path, typer.Argument(help="A project folder, a store (.db) or a bundle (.zip).")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
    prefer: Annotated[
        str | None,
        typer.Option("--prefer", metavar="SIDE", help="ours or theirs, where undecided."),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            metavar="FILE",
            help="Decisions in JSON; a dry run writes the file to fill in.",
        ),
    ] = None,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Bring in what was done in another copy of the project, as one step that can be undone.

    Independent work combines; a removal on one side is a removal. What both sides changed
    differently is a conflict: all are listed side by side, nothing is merged until each is
    decided, and the exit code is 1. Merging the same copy twice changes nothing. The store is
    backed up first. This is for whoever leads the study: it shows the rows of all coders.

    Example: qct merge ../copy-of-b --dry-run --decisions conflicts.json
    """
    with options.open_project(project) as open_:
        fill_in = decisions if decisions is not None and decisions.exists() else None
        report = open_.exchange.merge(
            other,
            actor=options.acting_coder(open_, coder),
            prefer=prefer,
            decisions=fill_in,
            dry_run=dry_run,
        )
        if dry_run and decisions is not None and fill_in is None:
            open_.exchange.write_decisions(report, decisions)
            note(f"wrote {decisions}: put ours or theirs into each decision")
    rows = [
        (one.id, one.why, *line, report.decided.get(one.id, ""))
        for one in report.conflicts
        for line in _fields(one.base, one.ours, one.theirs)
    ]
    if rows or format_ is not options.Format.TABLE:
        output.emit(COLUMNS, rows, format_)
    for table, (added, changed, removed) in report.counts.items():
        note(f"{table}: {added} added, {changed} changed, {removed} removed")
    for source, count in report.left_out.items():
        note(f"{source}: {count} rows left out; they are on the text that was decided against")
    if report.undecided and not dry_run:
        raise CheckFailed(
            f"{len(report.undecided)} conflicts are undecided; nothing was merged",
            code="merge-conflicts",
            hint="Decide with --prefer ours|theirs, or one by one with "
            "`--dry-run --decisions FILE`, then `--decisions FILE`.",
        )
    if report.event is not None:
        note(f"merged {report.other} (event {report.event.seq}); `qct undo` takes it back")
    elif not report.counts:
        note("nothing to merge")


def _fields(base: object, ours: object, theirs: object) -> list[tuple[str, ...]]:
    """One line for each field that differs; a row that is missing is `(removed)`."""
    sides = [side if isinstance(side, dict) else None for side in (base, ours, theirs)]
    names = dict.fromkeys(name for side in sides if side is not None for name in side)
    lines: list[tuple[str, ...]] = []
    for name in names:
        texts = [_text(side, name) for side in sides]
        if texts[1] != texts[2]:
            lines.append((name, *texts))
    if any(side is None for side in sides[1:]):
        return [("(row)", *("(removed)" if side is None else "(kept)" for side in sides))]
    return lines


def _text(side: dict[str, object] | None, name: str) -> str:
    return "" if side is None or side.get(name) is None else str(side[name])
