"""`qct directions next`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@directions.command("next")
@options.only_source
@options.coder
@options.project
@options.format_
def next_(source: str | None, coder: str | None, folder: str | None, format_: Format) -> None:
    """Show the next segment with proposals that you have not decided about, and the evidence.

    The text comes first, then a line for each proposed direction: `map` is its probability by the
    links of the codes and what was confirmed of them, `text` the evidence of the words alone.

    Example: qct directions next --source E01
    """
    with open_project(folder, read_only=True) as project:
        if source is not None:
            project.sources.get(source)
        who = acting_coder(project, coder)
        decided = {
            (mapping.source_id, mapping.span) for mapping in project.directions.mappings(coder=who)
        }
        waiting = [
            proposal
            for proposal in project.directions.proposals()
            if source in (None, proposal.source_id)
            and (proposal.source_id, proposal.span) not in decided
        ]
        places = list(dict.fromkeys((part.source_id, part.span) for part in waiting))
        if not places:
            note(_("no proposal waits for you; `qct directions propose` makes them"))
            output.emit(COLUMNS, [], format_)
            return
        source_id, span = places[0]
        words = project.sources.text(source_id)[span.start : span.end]
    rows = [
        (
            source_id,
            span.start,
            span.end,
            part.direction_id,
            part.verdict,
            part.score,
            part.prior,
            part.evidence,
            words if at == 0 else "",
        )
        for at, part in enumerate(
            part for part in waiting if (part.source_id, part.span) == places[0]
        )
    ]
    output.emit(COLUMNS, rows, format_, wrapped=("quote",))
    note(
        _(
            "{count} segments wait; decide with `qct directions confirm --source {source} "
            "--at {start}:{end} --direction ID`, with `none` or with `unclear`"
        ).format(count=len(places), source=source_id, start=span.start, end=span.end)
    )


COLUMNS = ("source", "start", "end", "direction", "verdict", "score", "map", "text", "quote")
