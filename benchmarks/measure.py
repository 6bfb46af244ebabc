"""Functions that measure CPU seconds and memory of processes over several runs."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Size = TypeVar("_Size", int, float)

PEERS = Path(__file__).resolve().parent / ".peers"
QUICK_VARIABLE = "QCT_BENCH_QUICK"
"""Set in the environment by `python -m benchmarks --quick`, so that child processes see it too."""


def is_quick() -> bool:
    """Whether this run only shows that benchmarks work: sizes are small and nothing is judged."""
    return bool(os.environ.get(QUICK_VARIABLE))


def sized(full: _Size, quick: _Size) -> _Size:
    """The size of a case: `full` for figures, `quick` where only working counts."""
    return quick if is_quick() else full


def cpu_seconds(
    command: Sequence[str],
    *,
    runs: int | None = None,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> float:
    """Median user + system CPU seconds of a process that must end with 0.

    It is run 9 times unless `runs` says otherwise, and once in a quick run.
    """
    spent = []
    for _ in range(runs or sized(9, 1)):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            cwd=cwd,
            env={**os.environ, **(environment or {})},
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return round(statistics.median(spent), 3)


def row(
    name: str,
    value: float,
    unit: str,
    budget: float | None = None,
    peer: str | None = None,
    peer_value: float | None = None,
) -> dict[str, object]:
    """One line of outputs/bench.json; `ratio` is the peer's figure over ours."""
    ratio = round(peer_value / value, 2) if peer_value is not None and value else None
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "budget": budget,
        "peer": peer,
        "peer_value": peer_value,
        "ratio": ratio,
    }


def peer_python(name: str, *requirements: str) -> Path | None:
    """The interpreter in a peer's environment, which is made on first use; None if that fails.

    In a quick run it is always None.
    """
    if is_quick():
        return None
    folder = PEERS / name
    python = folder / "bin" / "python"
    stamp = folder / ".ready"
    if not stamp.exists():
        venv.create(folder, with_pip=True, clear=True)
        done = subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", *requirements],
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            print(f"peer {name} cannot be installed:\n{done.stderr[-500:]}", file=sys.stderr)
            return None
        stamp.touch()
    return python
