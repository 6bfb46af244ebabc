"""`qct doctor`."""

from __future__ import annotations

from toolkit.cli import options, output
from toolkit.errors import CheckFailed

app = options.noun("Check the installation and the project.")


@app.command()
def doctor(
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Check the store, the log, the models with their hashes, versions, and the network.

    Nothing is downloaded or sent. Exits with 1 if something needs attention; a model that
    is not installed does not, since everything else works without it.

    Example: qct doctor
    """
    with options.open_project(project, read_only=True, whole=True) as open_:
        found = open_.storage.diagnose()
    output.emit(
        ("part", "state", "detail"), [(one.part, one.state, one.detail) for one in found], format_
    )
    bad = [one.part for one in found if one.state == "bad"]
    if bad:
        raise CheckFailed(f"needs attention: {', '.join(bad)}", code="doctor")
