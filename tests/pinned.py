"""Versions that constraints.txt pins, for tests of what a library draws or prints."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

_CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"


def skip_unless_pinned(library: str, reason: str) -> None:
    """Skip the test where another version of the library is installed than the pinned one."""
    lines = _CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if "==" in line)
    if version(library) != pins[library]:
        pytest.skip(f"{reason}; {library} is {version(library)}, pinned is {pins[library]}")
