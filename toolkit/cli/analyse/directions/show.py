"""`qct directions show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.commands import flag
from toolkit.cli.opening import open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format
    from toolkit.project import Project


@directions.command("show")
@options.only_source
@flag("--proposals", text=_("Show open proposals instead of confirmed mappings."))
@options.project
@options.format_
def show(source: str | None, proposals: bool, folder: str | None, format_: Format) -> None:
    """Show confirmed mappings of segments to directions, or the open proposals.

    Example: qct directions show --source E01
    """
    with open_project(folder, read_only=True) as project:
        if source is not None:
            project.sources.get(source)
        columns, rows = (_proposed if proposals else _confirmed)(project, source)
    output.emit(columns, rows, format_, wrapped=("quote",))


def _confirmed(
    project: Project, source: str | None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    columns = ("source", "start", "end", "direction", "stance", "coder", "quote", "id")
    return columns, [
        (
            mapping.source_id,
            mapping.span.start,
            mapping.span.end,
            mapping.direction_id,
            mapping.stance.value if mapping.stance else "",
            mapping.coder_id,
            project.sources.text(mapping.source_id)[mapping.span.start : mapping.span.end],
            mapping.id,
        )
        for mapping in project.directions.mappings()
        if source in (None, mapping.source_id)
    ]


def _proposed(
    project: Project, source: str | None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    decided = {(mapping.source_id, mapping.span) for mapping in project.directions.mappings()}
    columns = ("source", "start", "end", "direction", "score", "verdict", "quote")
    return columns, [
        (
            proposal.source_id,
            proposal.span.start,
            proposal.span.end,
            proposal.direction_id,
            proposal.score,
            proposal.verdict,
            project.sources.text(proposal.source_id)[proposal.span.start : proposal.span.end],
        )
        for proposal in project.directions.proposals()
        if source in (None, proposal.source_id)
        and (proposal.source_id, proposal.span) not in decided
    ]
