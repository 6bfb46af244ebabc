"""`qct correct`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.commands import command, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.parsing import parse_span
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from toolkit.cli.options import Format
    from toolkit.operations.sources.correct import CarriedRow
    from toolkit.project import Project

COLUMNS = (
    "what", "outcome", "code", "coder", "round", "before", "after", "was", "is", "state", "id",
)  # fmt: skip
_OUTCOMES = ("moved", "changed", "orphaned")


@command("correct")
@options.source_argument
@option(
    "--file",
    metavar="FILE",
    kind=options.FILE,
    text=_("File with the whole corrected text (default: the text with --replace applied)."),
)
@click.option(
    "--replace",
    nargs=2,
    metavar="START:END TEXT",
    help=_("Passage to replace, and the text to put there (default: none, --file is given)."),
)
@options.encoding
@options.dry_run
@options.coder
@options.project
@options.format_
def correct(
    source: str,
    file: Path | None,
    replace: tuple[str, str] | None,
    encoding: str | None,
    dry_run: bool,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Correct a source by a new revision; codings move with their words, the old text is kept.

    The table lists what moved, changed or lost its words. Codings that lost them wait in
    `qct codings --orphans` until their coder places or drops them. `qct undo` undoes it all.

    Example: qct correct E01 --replace 120:123 the --dry-run
    """
    if (file is None) == (replace is None):
        raise UsageError(
            _("say what is corrected: either --file FILE or --replace START:END TEXT"),
            code="correct-what",
        )
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        if replace is not None:
            start, end = parse_span(replace[0])
            text = project.sources.replaced_text(source, start, end, replace[1])
        else:
            assert file is not None
            text = project.sources.read_text(file, encoding=encoding)
        done = project.sources.correct(source, text, actor=actor, dry_run=dry_run)
        rows = [row for row in rows_told(project, done.rows, actor) if row.outcome.value != "same"]
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
            for row in rows
        ],
        format_,
    )
    counts = {kind: sum(row.outcome.value == kind for row in rows) for kind in _OUTCOMES}
    summary = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    text = (
        _("{source} would be revision {revision} ({length} characters): {summary}")
        if dry_run
        else _("{source} is revision {revision} ({length} characters): {summary}")
    )
    note(
        text.format(source=done.source, revision=done.revision, length=done.length, summary=summary)
    )
    for state in ("closed", "submitted"):
        if count := sum(row.state == state for row in rows):
            note(
                _(
                    "  {count} of them are in {state} work; they moved all the same, since their "
                    "codes and words stay"
                ).format(count=count, state=state)
            )


def rows_told(project: Project, rows: Iterable[CarriedRow], actor: str) -> list[CarriedRow]:
    """What may be told of what a correction carries.

    What others do in an open blind round is not told, nor anything of theirs to its coders.
    """
    blind = [round_ for round_ in project.rounds.all() if round_.is_blind]
    bound = any(round_.is_for(actor) for round_ in blind)
    hidden = {round_.id for round_ in blind}
    return [row for row in rows if row.coder == actor or not (bound or row.round in hidden)]
