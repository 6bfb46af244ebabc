"""What the README shows of the example study is what the commands print."""

from __future__ import annotations

import re
import shlex
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from toolkit.cli.diagnostics import run

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = {
    command: lines.splitlines()
    for block in re.findall(r"^```\n(\$ .*?)^```", README, re.M | re.S)
    for command, lines in re.findall(r"^\$ qct (.*)\n((?:(?!\$ ).*\n)+)", block, re.M)
}
"""By command, the lines that the README shows under it."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example study, built from its plain files."""
    folder = tmp_path_factory.mktemp("readme") / "example"
    for name in ("corpus", "codebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "qct.toml", folder)
    with chdir(folder), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        assert run(["init"]) == 0
    return folder


def _pattern(line: str) -> re.Pattern[str]:
    """A line of the README: blanks may be more, and three dots stand for columns left out, also
    for those at the end."""
    parts = [".*" if part == "..." else re.escape(part) for part in line.split()]
    more = r"(\s.*)?" if "..." in line else r"\s*"
    return re.compile(r"\s*" + r"\s+".join(parts) + more)


def test_the_readme_shows_what_these_commands_print() -> None:
    assert [command.split(" -")[0] for command in SHOWN] == [
        "agree",
        "matrix directions-by-cases",
        "log",
    ]


@pytest.mark.parametrize("command", SHOWN)
def test_every_line_is_what_the_command_prints(
    example: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with chdir(example):
        assert run(shlex.split(command)) == 0
    printed = "\n".join(capsys.readouterr()).splitlines()
    assert len(SHOWN[command]) >= 2
    for line in SHOWN[command]:
        pattern = _pattern(line)
        assert any(pattern.fullmatch(actual) for actual in printed), line


def test_a_line_with_another_figure_is_noticed() -> None:
    assert _pattern("a  0.989  ...  23 28").fullmatch("a     0.989   1  2   23 28")
    assert not _pattern("a  0.989  ...  23 28").fullmatch("a  0.988  1  2  23 28")


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("README.md", r"coded segments are mapped \(here (\d+ of \d+)\)"),
        ("docs/matrices.md", r"`(\d+ of \d+) coded segments are mapped`"),
    ],
)
def test_the_mapped_share_is_that_of_the_example(
    example: Path, page: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = re.search(sentence, " ".join((ROOT / page).read_text("utf-8").split()))
    assert found is not None
    with chdir(example):
        assert run(["matrix", "codes-by-directions"]) == 0
    assert f"{found[1]} coded segments are mapped" in capsys.readouterr().err
