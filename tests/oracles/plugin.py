"""The studies whose figures are compared, and how many figures that were.

`make oracles` names it: `pytest -p tests.oracles.plugin` prints the numbers at the end.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracles.plain import Study

pytest.register_assert_rewrite("tests.oracles.compare")
COMPARED: Counter[str] = Counter()
"""By kind of figure and study, how many values were found equal."""


def compared(kind: str, count: int) -> None:
    """Add to the figures that were compared; comparing none is an error."""
    assert count > 0, f"{kind}: nothing was compared"
    COMPARED[kind] += count


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Path]:
    """The example study, and a project of it."""
    from tests.oracles.example import build_example, read_example

    folder = tmp_path_factory.mktemp("example") / "project"
    build_example(folder)
    return read_example(), folder


@pytest.fixture(scope="session")
def foreign(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Study, Path]:
    """A foreign study drawn with the seed that is the parameter, and a project of it."""
    from tests.oracles.foreign import build_study, read_study, write_study

    folder = tmp_path_factory.mktemp("foreign")
    write_study(folder / "plain", request.param)
    build_study(folder / "plain", folder / "project")
    return read_study(folder / "plain"), folder / "project"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was compared."""
    if not COMPARED:
        return
    terminalreporter.section("figures compared with an independent recomputation")
    for kind, count in sorted(COMPARED.items()):
        terminalreporter.write_line(f"{count:9,}  {kind}")
    terminalreporter.write_line(f"{COMPARED.total():9,}  in all")
