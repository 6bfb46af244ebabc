"""The fixture that runs `qct` in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.cli.diagnostics import run

if TYPE_CHECKING:
    from toolkit.project import Project


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Qct = Callable[..., Ran]


@pytest.fixture
def qct(project: Project, capsys: pytest.CaptureFixture[str]) -> Qct:
    """Run a command on the small project."""

    def run_(*arguments: str) -> Ran:
        capsys.readouterr()
        code = run(["--project", str(project.folder), *arguments])
        captured = capsys.readouterr()
        return Ran(int(code), captured.out, captured.err)

    return run_
