"""`qct redo`."""

from __future__ import annotations

from toolkit.cli import options
from toolkit.cli.commands import command
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.safety.undo import numbered
from toolkit.i18n import _


@command("redo")
@options.undoing_coder
@options.project
def redo(coder: str | None, folder: str | None) -> None:
    """Redo the step that was undone last, unless something new was done since.

    Example: qct redo
    """
    with open_project(folder) as project:
        if coder is not None:
            project.rounds.check_own(coder)
        event = project.history.redo(actor=acting_coder(project, coder), of=coder)
        bound = bool(project.rounds.binding_me())
    step = event.summary.get("brought_back") or event.summary.get("of")
    note(numbered(_("redone: {step}").format(step=step), event, bound=bound))
