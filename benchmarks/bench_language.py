"""The language layer on the example study: the first analysis, and what is kept of it.

Each case runs in a process of its own, as a command does.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import cpu_seconds, row, sized
from tests import near_misses
from toolkit.formats.not_transcripts import by_text
from toolkit.language.identifiers.find import find
from toolkit.language.identifiers.korean import find_korean
from toolkit.language.protocol import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
        search = [sys.executable, "-m", "toolkit", "--project", str(study), "search", "share"]
        subprocess.run(search, check=True, capture_output=True, cwd=ROOT)
        spent = cpu_seconds(search, cwd=ROOT)
        yield row(f"search by lemma in {SOURCES} interviews, kept, whole process", spent, "s", 0.8)
    yield from _growth()


def _growth() -> Iterator[dict[str, object]]:
    """How much longer a text takes that is five times as long, where rules look in vain.

    A pattern that tries every end of a match takes 25 times as long, or never ends.
    """
    ways: dict[str, tuple[list[str], Callable[[str], object], int]] = {
        "English identifiers": (near_misses.ENGLISH, _english, 8_000),
        "Korean identifiers": (near_misses.KOREAN, _korean, 8_000),
        "files that are no transcripts": (near_misses.OF_FILES, by_text, 400_000),
    }
    for name, (pieces, look, length) in ways.items():
        chosen = pieces[: sized(len(pieces), 1)]
        short = sized(length, 1_000)
        worst = max(_times_longer(look, piece, short) for piece in chosen)
        case = f"{name}: time for five times the text, worst of {len(chosen)} near misses"
        yield row(case, round(worst, 1), "x", 12.0)


def _times_longer(look: Callable[[str], object], piece: str, length: int) -> float:
    look(piece)
    short, long = (_seconds(look, near_misses.repeated(piece, n)) for n in (length, 5 * length))
    # What takes hardly any time says nothing about growth.
    return long / short if long > 0.05 else 0.0


def _seconds(look: Callable[[str], object], text: str) -> float:
    """The least CPU time of three runs."""
    times = []
    for _ in range(3):
        began = time.process_time()
        look(text)
        times.append(time.process_time() - began)
    return max(min(times), 1e-6)


def _english(text: str) -> object:
    return find(text, language="en", analyses=NOTHING)


def _korean(text: str) -> object:
    return find_korean(text, NOTHING)


def _proposed(study: Path) -> tuple[float, float, float, int]:
    command = [sys.executable, "-c", _PROPOSE, str(study), str(SOURCES)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    wall, spent, peak, words = json.loads(done.stdout)
    return wall, spent, peak, words
