"""Import of a folder of many transcripts, in a process of its own: time, CPU time and memory."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import row, sized

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = sized(1_000, 20)
LENGTH = sized(60_000, 6_000)
"""Characters of a text, at least."""
CORPUS = Path(__file__).resolve().parent.parent / "corpus"
LABELS = (("I", "E{:02}"), ("면담자", "참여자 {}"), ("Interviewer", "Ms Kim"), ("문", "답"))
"""The labels of the interviewer and of the expert in each kind of text."""

_IMPORT = """
import json, sys, time
from toolkit.project import Project
with Project.open(sys.argv[1]) as project:
    began, before = time.perf_counter(), time.process_time()
    done = project.sources.import_files([sys.argv[2]], actor="bench")
    wall, spent = time.perf_counter() - began, time.process_time() - before
    new = sum(file.new for file in done)
# The peak of this process alone; what getrusage tells is inherited from the one that started it.
status = open("/proc/self/status").read()
(peak,) = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
print(json.dumps([wall, spent, peak / 1024, new]))
"""


def rows() -> Iterator[dict[str, object]]:
    """One dict for each figure, with name, value, unit, budget, peer, peer_value and ratio."""
    from toolkit.project import Project

    with tempfile.TemporaryDirectory(prefix="qct-bench-") as name:
        study, folder = Path(name) / "study", Path(name) / "interviews"
        Project.init(study, name="Bench").close()
        write_transcripts(folder, TEXTS, LENGTH)
        for again in ("", " again, nothing new"):
            wall, spent, peak, new = _imported(study, folder)
            assert new == (0 if again else TEXTS)
            case = f"import: {TEXTS:,} texts of {LENGTH:,} characters{again}"
            yield row(f"{case}, wall", round(wall, 1), "s", 45.0)
            yield row(f"{case}, CPU", round(spent, 1), "s", 15.0)
            yield row(f"{case}, peak memory", round(peak), "MB", 300.0)


def _imported(study: Path, folder: Path) -> tuple[float, float, float, int]:
    command = [sys.executable, "-c", _IMPORT, str(study), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    wall, spent, peak, new = json.loads(done.stdout)
    return wall, spent, peak, new


def write_transcripts(folder: Path, count: int, length: int) -> None:
    """Write `count` transcripts of at least `length` characters, half of them in Korean.

    Questions and answers are those of the example study in another order, so that labels,
    sentences and words are those of interviews.
    """
    chance = random.Random(7)
    english, korean = _turns("interviews"), _turns("interviews-ko")
    for number in range(count):
        asking, answering = LABELS[number % len(LABELS)]
        labels = asking, answering.format(number % 90 + 1)
        turns: list[str] = []
        size = 0
        while size < length:
            words = chance.choice((korean if number % 2 else english)[len(turns) % 2])
            turns.append(f"{labels[len(turns) % 2]}: {words}\n")
            size += len(turns[-1]) + 1
        path = folder / f"wave-{number % 10}" / f"T{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(turns), encoding="utf-8")


def _turns(folder: str) -> tuple[list[str], list[str]]:
    """What interviewers and experts say in the example study."""
    questions: list[str] = []
    answers: list[str] = []
    for path in sorted((CORPUS / folder).glob("*.txt")):
        for paragraph in path.read_text("utf-8").split("---\n", 2)[2].split("\n\n"):
            label, colon, words = paragraph.strip().partition(": ")
            if colon and len(label) < 5:
                (questions if label == "I" else answers).append(words)
    return questions, answers


if __name__ == "__main__":
    for figure in rows():
        print(f"{figure['name']}: {figure['value']} {figure['unit']} (budget {figure['budget']})")
