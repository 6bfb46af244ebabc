"""`qct correct`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.errors import UsageError

app = options.noun("Correct a transcript that is already coded.")

COLUMNS = (
    "what", "outcome", "code", "coder", "round", "before", "after", "was", "is", "state", "id",
)  # fmt: skip


@app.command()
def correct(
    source: Annotated[str, typer.Argument(help="Id of the source.", show_default=False)],
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="The whole corrected text.")
    ] = None,
    replace: Annotated[
        tuple[str, str] | None,
        typer.Option("--replace", metavar="START:END TEXT", help="Put TEXT there instead."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="Of a FILE that is not UTF-8.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would happen; change nothing.")
    ] = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Give a source a new revision; codings follow their words, the old text is kept.

    Lists what moved, changed or lost its words. What lost them waits in
    `qct codings --orphans` until its coder places or drops it. `qct undo` takes all back.

    Example: qct correct E01 --replace 120:123 the --dry-run
    """
    if (file is None) == (replace is None):
        raise UsageError(
            "say what is corrected: either --file FILE or --replace START:END TEXT",
            code="correct-what",
        )
    with options.open_project(project) as open_:
        actor = options.acting_coder(open_, coder)
        if replace is not None:
            start, end = options.parse_span(replace[0])
            text = open_.sources.replaced_text(source, start, end, replace[1])
        else:
            assert file is not None
            text = open_.sources.read_text(file, encoding=encoding)
        done = open_.sources.correct(source, text, actor=actor, dry_run=dry_run)
        blind = [round_ for round_ in open_.rounds.all() if round_.is_blind]
    # What others do in an open blind round is not told, nor anything of theirs to who is in one.
    bound = any(actor in round_.coders or not round_.coders for round_ in blind)
    hidden = {round_.id for round_ in blind}
    listed = [
        row
        for row in done.rows
        if row.outcome.value != "same"
        and (row.coder == actor or not (bound or row.round in hidden))
    ]
    output.emit(
        COLUMNS,
        [
            (
                row.table,
                row.outcome.value,
                row.code,
                row.coder,
                row.round,
                str(row.before),
                str(row.after or ""),
                row.quote_before if row.outcome.value != "moved" else "",
                row.quote_after if row.outcome.value != "moved" else "",
                row.state,
                row.id,
            )
            for row in listed
        ],
        format_,
    )
    counts = {kind: sum(row.outcome.value == kind for row in listed) for kind in _OUTCOMES}
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    would = "would be" if dry_run else "is"
    note(f"{done.source} {would} revision {done.revision} ({done.length} characters): {said}")
    for state in ("closed", "submitted"):
        if count := sum(row.state == state for row in listed):
            note(f"  {count} of them in {state} work: carried all the same, offsets decide nothing")


_OUTCOMES = ("moved", "changed", "orphaned")
