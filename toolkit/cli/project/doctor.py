"""`qct doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import command
from toolkit.cli.opening import open_project
from toolkit.errors import CheckFailed
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.options import Format


@command("doctor")
@options.project
@options.format_
def doctor(folder: str | None, format_: Format) -> None:
    """Check the store, the log, the models with their hashes, versions, and the network.

    Nothing is downloaded or sent. The exit code is 1 if something needs attention. A model
    that is not installed is no fault, since everything else works without it.

    Example: qct doctor
    """
    with open_project(folder, read_only=True, whole=True) as project:
        checks = project.storage.diagnose()
    output.emit(
        ("part", "state", "detail"),
        [(check.part, check.state, check.detail) for check in checks],
        format_,
    )
    bad = [check.part for check in checks if check.state == "bad"]
    if bad:
        raise CheckFailed(_("needs attention: {parts}").format(parts=", ".join(bad)), code="doctor")
