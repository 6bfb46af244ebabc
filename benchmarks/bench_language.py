"""The language layer on the example study: the first analysis, and what is kept of it.

Each case runs in a process of its own, as a command does.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import row, sized

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sized(24, 2)

_PROPOSE = """
import json, sys, time
from toolkit.project import Project
with Project.open(sys.argv[1], read_only=True) as project:
    ids = [source.id for source in project.sources.all()][-int(sys.argv[2]):]
    began, before = time.perf_counter(), time.process_time()
    found = project.identifiers.propose(ids)
    wall, spent = time.perf_counter() - began, time.process_time() - before
assert not found.missing, found.missing
status = open("/proc/self/status").read()
(peak,) = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
print(json.dumps([wall, spent, peak / 1024, found.words]))
"""


def rows() -> Iterator[dict[str, object]]:
    """One dict for each figure, with name, value, unit, budget, peer, peer_value and ratio."""
    with tempfile.TemporaryDirectory(prefix="qct-bench-") as name:
        study = Path(name) / "study"
        study.mkdir()
        for part in ("corpus", "codebooks"):
            shutil.copytree(ROOT / part, study / part)
        shutil.copy(ROOT / "qct.toml", study)
        subprocess.run(
            [sys.executable, "-m", "toolkit", "init", str(study)],
            check=True, capture_output=True, cwd=ROOT,
        )  # fmt: skip
        for kept, most in (("", 60.0), (" again, from the cache", 1.0)):
            wall, spent, peak, words = _proposed(study)
            case = f"deidentify: {SOURCES} interviews of {words:,} words{kept}"
            yield row(f"{case}, wall", round(wall, 2), "s", most)
            yield row(f"{case}, CPU", round(spent, 2), "s")
            yield row(f"{case}, peak memory", round(peak), "MB")


def _proposed(study: Path) -> tuple[float, float, float, int]:
    command = [sys.executable, "-c", _PROPOSE, str(study), str(SOURCES)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    wall, spent, peak, words = json.loads(done.stdout)
    return wall, spent, peak, words
