"""`qct code`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options
from toolkit.cli.commands import argument, command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import open_project, working_coder, working_round
from toolkit.domain.rounds import DEFAULT_ROUND, RoundStatus
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.project import Project


@command("code")
@argument(
    "source",
    "SOURCE",
    _("Source to open (default: the first one)."),
    required=False,
    complete=completing.sources,
)
@option(
    "--at",
    "place",
    metavar="PLACE",
    text=_(
        "Place to begin: an offset (1234), a line (L12), a turn (T12) or a time (12:34) "
        "(default: the beginning)."
    ),
)
@options.coder
@options.round_worked_in
@flag("--read-only", text=_("Open the workspace to read; nothing can be changed."))
@flag("--tour", text=_("Begin with a guided tour of five steps."))
@options.project
@click.pass_context
def code(
    context: click.Context,
    source: str | None,
    place: str | None,
    coder: str | None,
    round_id: str | None,
    read_only: bool,
    tour: bool,
    folder: str | None,
) -> None:
    """Open the workspace and code. Every step is saved at once; F1 shows the keys.

    Example: qct code E07 --at T12 --coder coder-b --round R1
    """
    if not _has_terminal():
        raise UsageError(
            _("the workspace needs a terminal, and this is not one"),
            code="no-terminal",
            hint=_("In scripts use `qct codings add|remove|list`."),
        )
    if place is not None and source is None:
        raise UsageError(
            _("--at {place} is a place in a source, and no source is named").format(place=place),
            code="place-without-source",
            hint=_("Write `qct code SOURCE --at {place}`; `qct sources` lists them.").format(
                place=place
            ),
        )
    with open_project(folder, read_only=read_only, keeps_rules=True) as project:
        offset = None
        if source is not None:
            project.sources.get(source)
            offset = project.sources.offset_of(source, place) if place is not None else None
        who = working_coder(project, coder)
        project.rounds.check_own(who)
        round_id = _round(project, who, round_id, source)
        from toolkit.tui.app import run_workspace

        context.exit(
            run_workspace(
                project,
                source,
                coder=who,
                round_id=round_id,
                at=offset,
                read_only=read_only,
                tour=tour,
            )
        )


def answer_queue(project: Project, coder: str, round_id: str, number: int) -> int:
    """Open the workspace with one of the coder's queues; gives the exit code."""
    from toolkit.tui.app import run_workspace

    return run_workspace(project, None, coder=coder, round_id=round_id, queue=number)


def _round(project: Project, coder: str, round_id: str | None, source: str | None) -> str:
    """The round to work in; where several open rounds name the coder, the person chooses one."""
    if round_id is not None:
        return project.rounds.get(round_id).id
    try:
        return working_round(project, coder, None, [source] if source else [])
    except UsageError as error:
        if error.code != "round-needed":
            raise
        names = [
            round_.id
            for round_ in project.rounds.all()
            if round_.status is RoundStatus.OPEN and coder in round_.coders
        ]
        note(error.message)
        choice = click.Choice([*names, DEFAULT_ROUND])
        chosen: str = click.prompt(_("Round to work in"), type=choice, err=True)
        return chosen


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
