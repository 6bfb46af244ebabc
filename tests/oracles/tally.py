"""How many figures were compared: `pytest -p tests.oracles.tally` prints it at the end."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.register_assert_rewrite("tests.oracles.compare")
COMPARED: Counter[str] = Counter()
"""By kind of figure and study, how many values were found equal."""


def compared(kind: str, count: int) -> None:
    """Add to the figures that were compared; comparing none is an error."""
    assert count > 0, f"{kind}: nothing was compared"
    COMPARED[kind] += count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was compared."""
    if not COMPARED:
        return
    terminalreporter.section("figures compared with an independent recomputation")
    for kind, count in sorted(COMPARED.items()):
        terminalreporter.write_line(f"{count:9,}  {kind}")
    terminalreporter.write_line(f"{COMPARED.total():9,}  in all")
