"""`qct sources`, and `qct sources finish|reread|withdraw`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, flag, group_with_table
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project, working_coder, working_round
from toolkit.cli.project import withdraw
from toolkit.cli.project.speakers_shown import COLUMNS, cells
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@group_with_table("sources")
@flag("--speakers", text=_("List who speaks instead: label, role, turns, words and case."))
@options.only_sources
@options.round_shown
@options.project
@options.format_
@click.pass_context
def sources(
    context: click.Context,
    speakers: bool,
    sources: tuple[str, ...],
    round_id: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """List the transcripts: language, length in characters, turns, cases and codings.

    With --speakers it lists the speakers of each source, with their share of its words.

    Example: qct sources --speakers --format csv
    """
    if context.invoked_subcommand is not None:
        return
    if speakers:
        with open_project(folder, read_only=True, round_id=round_id) as project:
            listed = project.speakers.list(sources)
        output.emit(COLUMNS, map(cells, listed), format_)
        return
    with open_project(folder, read_only=True, round_id=round_id) as project:
        codings = project.codings.counts(round_id=round_id)
        cases: dict[str, list[str]] = {}
        for participation in project.sources.participations():
            cases.setdefault(participation.source_id, []).append(participation.case_id)
        chosen = [project.sources.get(name) for name in sources] or project.sources.all()
        rows = [
            (
                source.id,
                source.title,
                source.language,
                source.length,
                len(project.sources.turns(source.id)),
                " ".join(dict.fromkeys(cases.get(source.id, []))),
                codings.get(source.id, 0),
            )
            for source in chosen
        ]
    output.emit(
        ("source", "title", "language", "characters", "turns", "cases", "codings"), rows, format_
    )


@sources.command("finish")
@argument(
    "source_ids",
    "SOURCE",
    _("Ids of the sources that you have finished."),
    many=True,
    complete=completing.sources,
)
@flag("--take-back", text=_("State that you are still working on the sources."))
@options.round_worked_in
@options.coder
@options.project
def finish(
    source_ids: tuple[str, ...],
    take_back: bool,
    round_id: str | None,
    coder: str | None,
    folder: str | None,
) -> None:
    """State that you have finished sources: what you left uncoded there has no code.

    Only finished sources enter agreement and the denominators of matrices. Nothing is locked:
    you can go on coding, and `qct undo` takes the statement back. `qct round submit` locks.

    Example: qct sources finish E01 E02 --round R1 --coder coder-a
    """
    with open_project(folder) as project:
        who = working_coder(project, coder)
        statements = project.rounds.finish(
            source_ids,
            coder=who,
            round_id=working_round(project, who, round_id, source_ids),
            finished=not take_back,
        )
    for statement in statements:
        text = (
            _("{coder} is still working on {source} in round {round}")
            if take_back
            else _("{coder} has finished {source} in round {round}")
        )
        note(
            text.format(
                coder=statement.coder_id, source=statement.source_id, round=statement.round_id
            )
        )


@sources.command("reread")
@argument("ids", "SOURCE", _("Ids of sources."), many=True, complete=completing.sources)
@options.coder
@options.project
@options.format_
def reread(ids: tuple[str, ...], coder: str | None, folder: str | None, format_: Format) -> None:
    """Read the speaker labels of stored texts anew; texts and codings stay as they are.

    Names and roles that a person set stay where their label still occurs. `qct doctor` lists
    the sources that would be read otherwise now; `qct undo` takes the new reading back.

    Example: qct sources reread E01 E02
    """
    with open_project(folder) as project:
        read = project.sources.reread(ids, actor=acting_coder(project, coder))
        listed = project.speakers.list(ids)
    output.emit(COLUMNS, map(cells, listed), format_)
    for reading in read:
        text = (
            _("{source}: {before} turns before, {after} now")
            if reading.differs
            else _("{source}: its labels are read as before; nothing was changed")
        )
        note(
            text.format(source=reading.source, before=len(reading.before), after=len(reading.after))
        )


sources.add_command(withdraw.withdraw)
