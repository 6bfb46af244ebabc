"""Edit a text in the coder's own editor, in a file that only they can read."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from toolkit.errors import InputError
from toolkit.i18n import _


def edit_externally(app: App[Any], folder: Path, text: str) -> str:
    """The text as $VISUAL or $EDITOR leaves it. Raises `QctError` where that did not work.

    The file lies in the project's own `.qct`, not in a shared folder, and never stays.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not command.strip():
        raise InputError(
            _("no editor is set"),
            code="no-editor",
            hint=_("Set VISUAL or EDITOR before `qct code`, e.g. export EDITOR=nano."),
        )
    handle, name = tempfile.mkstemp(prefix="memo-", suffix=".txt", dir=folder / ".qct")
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        with app.suspend():
            done = subprocess.run([*shlex.split(command), name], check=False).returncode
        if done:
            raise InputError(
                _("the editor {command!r} ended with status {status}; the memo was kept").format(
                    command=command, status=done
                ),
                code="editor-failed",
            )
        after = path.read_text(encoding="utf-8")
    except (OSError, ValueError, SuspendNotSupported) as error:
        raise InputError(
            _("the editor {command!r} did not work ({kind}); the memo was kept").format(
                command=command, kind=type(error).__name__
            ),
            code="editor-failed",
            hint=_("Check VISUAL and EDITOR, or write here."),
        ) from None
    finally:
        path.unlink(missing_ok=True)
    # Editors end the last line; that is no change of the memo.
    return after[:-1] if after.endswith("\n") and not text.endswith("\n") else after
