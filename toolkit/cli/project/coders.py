"""`qct coders`, and `qct coders lead|rename|merge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, group_with_table, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format
    from toolkit.operations.coders import CoderChange
    from toolkit.project import Project


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


@coders.command("rename")
@argument("old", "OLD", _("Name that the coder has now."), complete=completing.coders)
@argument("new", "NEW", _("Name that the coder gets; nobody has it yet."))
@options.coder
@options.project
def rename(old: str, new: str, coder: str | None, folder: str | None) -> None:
    """Rename a coder in all codings, memos, rounds and settlements.

    Steps in the log before it keep the old name, and `qct undo` takes the new one back. It is
    refused while an open blind round is for the coder. Merge bundles that are out beforehand:
    work in them comes back under the old name.

    Example: qct coders rename coder-1 coder-a
    """
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        done = project.rounds.rename_coder(old, new, actor=actor)
        note(_("{old} is named {new} now").format(old=old, new=new))
        _tell(project, done)


@coders.command("merge")
@argument(
    "old", "NAME", _("Coder whose work moves, and who is gone then."), complete=completing.coders
)
@option(
    "--into",
    metavar="NAME",
    required=True,
    text=_("Coder whose work it becomes."),
    complete=completing.coders,
)
@options.coder
@options.project
def merge(old: str, into: str, coder: str | None, folder: str | None) -> None:
    """Merge a coder into another, where one person has worked under two names.

    It is refused, with a list, where both have the same coding, are differently far with a
    source in a round, or were compared with each other, and while an open blind round is for
    one of them. `qct undo` takes it back. Merge bundles that are out beforehand.

    Example: qct coders merge Coder-A --into coder-a
    """
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        done = project.rounds.merge_coders(old, into, actor=actor)
        note(_("the work of {old} is that of {into} now").format(old=old, into=into))
        _tell(project, done)


def _tell(project: Project, done: CoderChange) -> None:
    """Tell all that changed, and where the old name still stands."""
    note(_("{changed}; `qct undo` takes it back").format(changed=done.sentence))
    if project.config.coder == done.before:
        note(
            _("qct.toml names {old} as the coder of this machine; write {new} there").format(
                old=done.before, new=done.after
            )
        )
