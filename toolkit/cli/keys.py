"""`qct keys`."""

from __future__ import annotations

from pathlib import Path

from toolkit.cli import options, output
from toolkit.errors import UsageError

app = options.noun("Show the keys of the workspace.")

COLUMNS = ("action", "keys", "what", "when")


@app.command()
def keys(
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show every action of the workspace with its keys, as qct.toml has them.

    Outside a project the usual keys are shown. An action is given other keys by its id, in
    the section [keys] of qct.toml: "coding.remove" = "x,delete".

    Example: qct keys
    """
    from toolkit.tui.keymap import key_table

    output.emit(COLUMNS, key_table(_remapped(project)), format_)


def _remapped(project: str | None) -> dict[str, str]:
    from toolkit import config

    try:
        folder = config.find(Path(project) if project else None)
    except UsageError:
        if project is not None:
            raise
        return {}
    return dict(config.load(folder).keys)
