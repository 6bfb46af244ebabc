"""`qct undo`."""

from __future__ import annotations

from toolkit.cli import options
from toolkit.cli.diagnostics import note

app = options.noun("Undo the last step.")


@app.command()
def undo(coder: options.CoderOption = None, project: options.ProjectOption = None) -> None:
    """Take back the last step of anyone, or of --coder, by a compensating event.

    Example: qct undo
    """
    with options.open_project(project) as open_:
        event = open_.undo(actor=options.acting_coder(open_, coder), of=coder)
    note(f"undo: {event.summary.get('of')} (event {event.seq})")
