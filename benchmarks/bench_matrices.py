"""Matrices from the store to the file, over a million codings of 2,000 sources by 300 codes."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import row, sized
from toolkit.domain.codings import Coding
from toolkit.domain.directions import DirectionMapping, Stance
from toolkit.domain.ids import uuid7
from toolkit.domain.rounds import Coverage, Progress
from toolkit.domain.spans import Span
from toolkit.operations.matrices.request import KINDS
from toolkit.project import Project
from toolkit.store import rows as stored
from toolkit.store.sqlite import SqliteDatabase
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

CODINGS = sized(1_000_000, 20_000)
MAPPINGS = sized(100_000, 2_000)
SOURCES = sized(2_000, 40)
GROUPS, LEAVES = 20, 14
LENGTH = 4_000
FIRST, SECOND, MEGABYTES = 5.0, 2.0, 500.0
_MADE = """
import sys, time
from toolkit.project import Project
kind, folder, file = sys.argv[1:4]
with Project.open(folder, read_only=True) as project:
    question = {"by": "sector"} if kind == "codes-by-attribute" else {}
    report = project.matrices.report(kind, answers="coder-a", **question)
    if file != "-":
        report.write(file)
status = open("/proc/self/status").read()
(peak,) = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
print(time.process_time(), peak / 1024, len(report.matrix.row_ids), len(report.matrix.column_ids))
"""


def rows() -> Iterator[dict[str, object]]:
    """One dict for each figure: CPU seconds and peak memory of a process of its own."""
    with tempfile.TemporaryDirectory(prefix="qct-bench-") as name:
        folder = Path(name) / "project"
        _filled(folder)
        for kind in KINDS:
            file = str(Path(name) / f"{kind}.csv")
            for cached in (folder / ".qct").glob("**/*.npz"):
                cached.unlink()
            first, memory = _made(kind, folder, file)
            second, _memory = _made(kind, folder, file)
            size = f"{CODINGS:,} codings to .csv"
            yield row(f"matrix {kind}, {size}, first", first, "s", FIRST)
            yield row(f"matrix {kind}, {size}, memory", memory, "MB", MEGABYTES)
            yield row(f"matrix {kind}, {size}, again", second, "s", SECOND)
        _made("codes-by-cases", folder, "-")
        counted, _memory = _made("codes-by-cases", folder, "-")
        _fewer(folder)
        book, _memory = _made("codes-by-cases", folder, str(Path(name) / "book.xlsx"))
        yield row(f"matrix of {GROUPS * (LEAVES + 1)} x {SOURCES:,} as .xlsx", book, "s", 10.0)
        yield row(f"matrix {KINDS[0]}, in memory only, again", counted, "s", SECOND)


def _made(kind: str, folder: Path, file: str) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", _MADE, kind, str(folder), file], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    seconds, megabytes, _rows, columns = done.stdout.split()
    assert int(columns) > 0
    return round(float(seconds), 2), round(float(megabytes))


def _filled(folder: Path) -> None:
    with Project.init(folder, name="Bench") as project:
        book = {
            "codes": [
                {
                    "id": f"g{group}",
                    "name": {"en": f"Group {group}"},
                    "definition": "Bench.",
                    "children": [
                        {
                            "id": f"c{group}-{leaf}",
                            "name": {"en": f"Code {group}.{leaf}"},
                            "definition": "Bench.",
                        }
                        for leaf in range(LEAVES)
                    ],
                }
                for group in range(GROUPS)
            ]
        }
        scheme = {
            "directions": [
                {"id": f"d{at}", "name": {"en": f"Direction {at}"}, "definition": {"en": "Bench."}}
                for at in range(7)
            ]
        }
        for name, content in (("book.yaml", book), ("scheme.yaml", scheme)):
            (folder / name).write_text(json.dumps(content), encoding="utf-8")
        project.codebook.import_file(folder / "book.yaml", actor="bench")
        project.directions.import_file(folder / "scheme.yaml", actor="bench")
        chance = random.Random(5)
        files = []
        for number in range(SOURCES):
            path = folder / f"S{number:04}.txt"
            words = " ".join(chance.choices(["trust", "data", "rule", "law"], k=LENGTH // 5))
            head = f"---\ncase: P{number:04}\nsector: s{number % 5}\n---\n"
            path.write_text(f"{head}I: Why?\n\nP{number:04}: {words}\n", encoding="utf-8")
            files.append(path)
        project.sources.import_files(files, actor="bench")
    database = SqliteDatabase(folder / ".qct" / "project.db")
    sources = [f"S{number:04}" for number in range(SOURCES)]
    with database.transaction():
        _insert(database, "coders", [("coder-a", "")])
        done = [
            stored.coverage_row(Coverage("main", "coder-a", source, Progress.FINISHED))
            for source in sources
        ]
        names = TABLES["coverage"].column_names
        _insert(database, "coverage", [tuple(each[name] for name in names) for each in done])
    chance = random.Random(7)
    for table, made in (("codings", _codings(chance)), ("direction_mappings", _mappings(chance))):
        batch = []
        for each in made:
            batch.append(each)
            if len(batch) == 50_000:
                with database.transaction():
                    _insert(database, table, batch)
                batch = []
        with database.transaction():
            _insert(database, table, batch)
    database.close()


def _codings(chance: random.Random) -> Iterator[tuple[object, ...]]:
    names = TABLES["codings"].column_names
    example = stored.coding_row(
        Coding("x", "S0000", Span(0, 1), "g0", "coder-a", "main", created_at="2026-03-01T00:00:00Z")
    )
    for at in range(CODINGS):
        start = chance.randrange(20, LENGTH - 60)
        example |= {
            "id": uuid7(),
            "source_id": f"S{at % SOURCES:04}",
            "span_start": start,
            "span_end": start + 20 + at % 40,
            "code_id": f"c{chance.randrange(GROUPS)}-{chance.randrange(LEAVES)}",
        }
        yield tuple(example[name] for name in names)


def _mappings(chance: random.Random) -> Iterator[tuple[object, ...]]:
    names = TABLES["direction_mappings"].column_names
    example = stored.mapping_row(
        DirectionMapping("x", "S0000", Span(0, 1), "d0", "coder-a", "main", Stance.BARRIER)
    )
    stances = [stance.value for stance in Stance]
    for at in range(MAPPINGS):
        start = chance.randrange(20, LENGTH - 60)
        example |= {
            "id": uuid7(),
            "source_id": f"S{at % SOURCES:04}",
            "span_start": start,
            "span_end": start + 30,
            "direction_id": f"d{chance.randrange(7)}",
            "stance": stances[at % len(stances)],
        }
        yield tuple(example[name] for name in names)


def _fewer(folder: Path) -> None:
    """Leave as many codings as a workbook lists."""
    database = SqliteDatabase(folder / ".qct" / "project.db")
    with database.transaction():
        database.execute("DELETE FROM codings WHERE id NOT IN (SELECT id FROM codings LIMIT 90000)")
    database.close()


def _insert(database: SqliteDatabase, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        database.load(table, TABLES[table].column_names, rows)


if __name__ == "__main__":
    for figure in rows():
        print(f"{figure['name']}: {figure['value']} {figure['unit']} (budget {figure['budget']})")
