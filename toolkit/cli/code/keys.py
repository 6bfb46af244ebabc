"""`qct keys`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli import options, output
from toolkit.cli.commands import command
from toolkit.cli.opening import root_folder
from toolkit.errors import UsageError

if TYPE_CHECKING:
    from toolkit.cli.options import Format

COLUMNS = ("action", "keys", "what", "when")


@command("keys")
@options.project
@options.format_
def keys(folder: str | None, format_: Format) -> None:
    """Show every action of the workspace with its keys, as qct.toml has them.

    Outside a project the usual keys are shown. The section [keys] of qct.toml gives an action
    other keys by its id: "coding.remove" = "x,delete".

    Example: qct keys
    """
    from toolkit.tui.keymap import key_table

    output.emit(COLUMNS, key_table(_remapped(folder or root_folder())), format_)


def _remapped(folder: str | None) -> dict[str, str]:
    from toolkit import config

    try:
        root = config.find(Path(folder) if folder else None)
    except UsageError:
        if folder is not None:
            raise
        return {}
    return dict(config.load(root).keys)
