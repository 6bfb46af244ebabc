"""Documentation that is generated is current, and every command shows an example."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from tests.pinned import skip_unless_pinned
from toolkit.cli.app import COMMANDS, root

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
FIXED = {
    *("init", "import", "sources", "cases", "coders", "code", "codings", "codebook"),
    *("round", "agree", "disagreements", "adjudicate", "merge", "suggest", "themes", "directions"),
    *("matrix", "quotes", "log", "undo", "backup", "doctor", "where"),
}


def _leaves(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield context.command_path, command
        return
    if command.invoke_without_command:
        yield context.command_path, command
    for name in command.list_commands(context):
        subcommand = command.get_command(context, name)
        assert subcommand is not None
        yield from _leaves(subcommand, click.Context(subcommand, info_name=name, parent=context))


def _all() -> list[tuple[str, click.Command]]:
    top = root()
    return list(_leaves(top, top.make_context("qct", [], resilient_parsing=True)))


@pytest.mark.parametrize(("path", "command"), _all(), ids=lambda value: str(value)[:40])
def test_every_command_shows_an_example(path: str, command: click.Command) -> None:
    shown = command.get_help(click.Context(command, info_name=path, terminal_width=200))
    assert re.search(rf"Example:\s+{re.escape(path.split()[0])}", shown), path


def test_docs_cli_is_what_the_commands_say() -> None:
    skip_unless_pinned("click", "each version of click lays out the help in its own way")
    done = subprocess.run(
        [sys.executable, "-c", "from scripts.document_cli import render; print(render(), end='')"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    current = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert done.stdout == current, "run `make docs`"


def test_the_fixed_commands_exist() -> None:
    assert set(COMMANDS) >= FIXED


def test_the_readme_names_only_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"qct ([a-z]+)", readme))
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_links_and_paths_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target
