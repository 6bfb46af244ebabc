"""What the command line prints, read back as plain values."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Rows = list[dict[str, Any]]


def qct(folder: Path, *arguments: str) -> tuple[str, str]:
    """What a command prints, and its notes; the test fails where it ends with anything but 0."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QCT_CODER": "lead"}
    environment.pop("QCT_PROJECT", None)
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"qct {' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout, done.stderr


def qct_here(folder: Path, *arguments: str) -> tuple[str, str]:
    """The same in this process, which spares the start of another for each of many commands."""
    from toolkit.cli.diagnostics import run

    shown, notes = StringIO(), StringIO()
    with chdir(folder), redirect_stdout(shown), redirect_stderr(notes):
        code = run(list(arguments))
    assert code == 0, f"qct {' '.join(arguments)}\n{shown.getvalue()}{notes.getvalue()}"
    return shown.getvalue(), notes.getvalue()


@dataclass(frozen=True)
class Written:
    """What a command writes with `--out`."""

    rows: Rows
    """The rows of the .json."""
    origin: dict[str, Any]
    """What stands in the .meta.json beside it."""
    shown: str
    """The table as it is printed."""
    notes: str


def written(folder: Path, *arguments: str) -> Written:
    """Run a command and read what it writes."""
    shown, notes = qct_here(folder, *arguments, "--out", "written.json")
    rows, origin = (
        json.loads((folder / name).read_text("utf-8"))
        for name in ("written.json", "written.json.meta.json")
    )
    return Written(rows, origin, shown, notes)
