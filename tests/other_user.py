"""Running Python as a user who is not root, since root may read and write everything.

The user is `nobody` (65534) where root runs the tests, with a Python that this user can read; where
somebody else runs them it is they themselves.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 65534


class OtherUser:
    """A user who is not root, and a folder that is theirs."""

    def __init__(self, python: str, folder: Path) -> None:
        self._python = python
        self.folder = folder

    def own(self, path: Path) -> None:
        """Give a folder or file, and what is in it, to the user."""
        if os.geteuid() == 0:
            for place in (path, *path.rglob("*")):
                os.chown(place, NOBODY, NOBODY)

    def run(self, code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a program in Python as the user, and give what it printed."""
        return _run(self._python, code, *map(str, arguments))

    def qct(self, *commands: str) -> list[tuple[int, str, str]]:
        """Run command lines as the user in one process: exit code, stdout and stderr of each."""
        done = self.run(COMMANDS, *commands)
        assert done.returncode == 0, done.stderr
        return [tuple(result) for result in json.loads(done.stdout)]


COMMANDS = """
import contextlib, io, json, shlex, sys
from toolkit.cli.diagnostics import run
results = []
for command in sys.argv[1:]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(shlex.split(command))
    results.append((int(code), out.getvalue(), err.getvalue()))
print(json.dumps(results))
"""


def other_user() -> Iterator[OtherUser]:
    """The user with a new folder of theirs; the test is skipped where no Python is readable."""
    python, reason = _python()
    if not python:
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="qct-other-"))
    user = OtherUser(python, folder)
    try:
        user.own(folder)
        yield user
    finally:
        for place in (folder, *folder.rglob("*")):
            if place.is_dir() and not place.is_symlink():
                place.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _python() -> tuple[str, str]:
    """A Python that the user can run with the toolkit, or the reason why there is none."""
    if os.geteuid() != 0:
        return sys.executable, ""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = [sys.executable, *filter(None, (shutil.which(name, path=os.defpath),))]
    candidates += [f"/usr/bin/{name}", f"/usr/local/bin/{name}"]
    for python in dict.fromkeys(candidates):
        try:
            done = _run(
                python, "import click, sqlite3, sqlalchemy, toolkit; print(toolkit.__file__)"
            )
        except OSError:
            continue
        if done.returncode == 0 and Path(done.stdout.strip()).is_relative_to(ROOT):
            return python, ""
    return "", (
        f"root runs the tests, and the user {NOBODY} can read no {name} with the packages: "
        + ", ".join(dict.fromkeys(candidates))
    )


def _run(python: str, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    import click

    packages = Path(click.__file__).resolve().parents[1]
    environment = {
        "PATH": os.defpath,
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "QCT_CODER": "coder-a",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(packages))),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    # The user need not be able to look into the working folder.
    command = [python, "-P", "-c", code, *arguments]
    if os.geteuid() != 0:
        return subprocess.run(
            command, capture_output=True, text=True, cwd="/", env=environment, timeout=120
        )
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd="/",
        env=environment,
        timeout=120,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
    )
