"""`qct coders`, and `qct coders lead`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, group_with_table
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@group_with_table("coders")
@options.round_shown
@options.project
@options.format_
@click.pass_context
def coders(
    context: click.Context, round_id: str | None, folder: str | None, format_: Format
) -> None:
    """List the coders, the sources each has worked on and finished, and the codings of each.

    Example: qct coders
    """
    if context.invoked_subcommand is not None:
        return
    with open_project(folder, read_only=True, round_id=round_id) as project:
        sources: dict[str, set[str]] = {}
        finished: dict[str, set[str]] = {}
        for coverage in project.rounds.coverage():
            sources.setdefault(coverage.coder_id, set()).add(coverage.source_id)
            if coverage.progress.is_finished:
                finished.setdefault(coverage.coder_id, set()).add(coverage.source_id)
        lead = project.rounds.lead_coder()
        rows = [
            (
                coder.id,
                len(sources.get(coder.id, ())),
                len(finished.get(coder.id, ())),
                sum(project.codings.counts(coder=coder.id).values()),
                " ".join(sorted(sources.get(coder.id, ()))),
                coder.id == lead,
            )
            for coder in project.rounds.coders()
        ]
    output.emit(("coder", "sources", "finished", "codings", "worked_on", "lead"), rows, format_)


@coders.command("lead")
@argument("name", "NAME", _("Id of the coder."), complete=completing.coders)
@options.coder
@options.project
def lead(name: str, coder: str | None, folder: str | None) -> None:
    """Name the lead coder, whose answers count in matrices where there is no consensus.

    It is a step like any other: `qct log` shows it, and `qct undo` takes it back.

    Example: qct coders lead coder-a
    """
    with open_project(folder) as project:
        project.rounds.set_lead_coder(name, actor=acting_coder(project, coder))
    note(_("{coder} is the lead coder").format(coder=name))
