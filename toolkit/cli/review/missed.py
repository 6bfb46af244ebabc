"""`qct missed`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project, working_coder, working_round
from toolkit.cli.queue.making import seed_option, tell_made
from toolkit.i18n import _, ngettext
from toolkit.operations.review.review import MOST

if TYPE_CHECKING:
    from toolkit.cli.options import Format

COLUMNS = ("source", "start", "end", "code", "quote")


@command("missed")
@option(
    "--code",
    metavar="ID",
    text=_("Only this code (default: all codes in use)."),
    complete=completing.codes,
)
@options.only_sources
@option(
    "--most",
    metavar="NUMBER",
    kind=click.IntRange(1, 20_000),
    default=MOST,
    text=_("Most passages to list or to ask about (default: {default})."),
)
@flag("--queue", text=_("Make a queue of the passages, which you answer with yes or no."))
@flag(
    "--show-scores",
    text=_("Show the similarity, also while you answer the queue; the queue says so for ever."),
)
@seed_option
@options.model
@options.coder
@options.round_worked_in
@options.project
@options.format_
def missed(
    code: str | None,
    sources: tuple[str, ...],
    most: int,
    queue: bool,
    show_scores: bool,
    seed: int,
    model: str | None,
    coder: str | None,
    round_id: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """List uncoded sentences of sources you have finished that resemble the examples of a code.

    Your own codings of the round are the examples. A sentence is listed where it resembles them
    more than half of them resemble one another; those that do so most come first. Nothing is
    coded: --queue asks you about each, in a drawn order and without its similarity.

    Example: qct missed --code trust --queue
    """
    with open_project(folder, read_only=not queue, round_id=round_id, coder=coder) as project:
        who = working_coder(project, coder)
        round_ = working_round(project, who, round_id, sources)
        if queue:
            made = project.queue.make_from_missed(
                coder=who,
                code_id=code,
                round_id=round_,
                sources=sources,
                model=model,
                most=most,
                seed=seed,
                shows_scores=show_scores,
            )
            tell_made(project, made, who, format_)
            return
        found = project.review.missed(
            coder=who, round_id=round_, code_id=code, sources=sources, model=model, most=most
        )
    rows = [
        (each.source_id, each.span.start, each.span.end, each.code_id, " ".join(each.quote.split()))
        + ((each.similarity, each.usual) if show_scores else ())
        for each in found.passages
    ]
    columns = (*COLUMNS, "similarity", "usual") if show_scores else COLUMNS
    output.emit(columns, rows, format_, wrapped=("quote",))
    for line in found.notes:
        note(line)
    note(
        ngettext(
            "{shown} of {count} passage that may have been missed; nothing is coded",
            "{shown} of {count} passages that may have been missed; nothing is coded",
            found.found,
        ).format(shown=len(found.passages), count=found.found)
    )
    if found.passages:
        note(_("`qct missed --queue` lets you answer them with yes or no"))
