"""`qct redo`."""

from __future__ import annotations

from toolkit.cli import options
from toolkit.cli.diagnostics import note

app = options.noun("Redo the last step.")


@app.command()
def redo(coder: options.CoderOption = None, project: options.ProjectOption = None) -> None:
    """Bring back the step last undone, unless something new was done since.

    Example: qct redo
    """
    with options.open_project(project) as open_:
        whose = options.whose_steps(open_, coder)
        event = open_.history.redo(actor=options.acting_coder(open_, coder), of=whose)
    back = event.summary.get("brought_back") or event.summary.get("of")
    note(f"redo: {back} (event {event.seq})")
