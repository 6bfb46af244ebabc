"""`qct undo`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from toolkit.cli.options import Format
    from toolkit.domain.events import Event


@command("undo")
@option(
    "--event",
    metavar="N",
    text=_("Event to undo, as `qct log` numbers it (default: the last step)."),
)
@flag("--with-dependents", text=_("Undo later steps that build on it as well, all as one step."))
@options.dry_run
@options.undoing_coder
@options.project
@options.format_
def undo(
    event: str | None,
    with_dependents: bool,
    dry_run: bool,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Undo the last step of anyone, or of --coder; the log keeps both.

    An earlier step, named with --event, is undone alone where nothing builds on it.
    `qct redo` redoes what was undone, also after a restart.

    Example: qct undo --event 12 --dry-run
    """
    with open_project(folder) as project:
        if coder is not None:
            project.rounds.check_own(coder)
        bound = bool(project.rounds.binding_me())
        if dry_run:
            plan = project.history.plan_undo(of=coder, event=event)
            steps = [(plan.event, "to undo"), *((step, "builds on it") for step in plan.dependents)]
            output.emit(
                ("event", "time", "actor", "kind", "why"),
                [
                    ("" if bound else step.seq, step.at, step.actor, step.kind, reason)
                    for step, reason in steps
                ],
                format_,
            )
            return
        done = project.history.undo(
            actor=acting_coder(project, coder),
            of=coder,
            event=event,
            with_dependents=with_dependents,
        )
    text = _("undone: {step}")
    if count := len(done.summary.get("undone", [])):
        text = ngettext(
            "undone: {step} and {count} later step that builds on it",
            "undone: {step} and {count} later steps that build on it",
            count,
        )
    note(numbered(text.format(step=done.summary.get("of"), count=count), done, bound=bound))


def numbered(sentence: str, event: Event, *, bound: bool) -> str:
    """The sentence with the number of its event; a bound coder is told no number."""
    if bound:
        return sentence
    return _("{sentence} (event {event})").format(sentence=sentence, event=event.seq)
