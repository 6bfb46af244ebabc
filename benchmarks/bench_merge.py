"""Merging two copies of a project with 100,000 new codings each."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import row, sized

if TYPE_CHECKING:
    from collections.abc import Iterator

EACH = sized(100_000, 1_000)
BATCH = EACH // 10
BUDGET = 30.0
_BOOK = "id: b\nname: {en: B}\nversion: 1\ncodes:\n  - id: c\n    name: {en: C}\n"


def rows() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _rows(Path(folder))


def _rows(folder: Path) -> Iterator[dict[str, object]]:
    from toolkit.project import Project

    (folder / "b.yaml").write_text(_BOOK, encoding="utf-8")
    (folder / "S01.txt").write_text("I: What?\n\nS01: " + "word " * 200_000, encoding="utf-8")
    with Project.init(folder / "ours") as ours:
        ours.codebook.import_file(folder / "b.yaml", actor="lead")
        ours.sources.import_files([folder / "S01.txt"], actor="lead")
        theirs_folder = folder / "theirs"
        (theirs_folder / ".qct").mkdir(parents=True)
        shutil.copy(folder / "ours" / "qct.toml", theirs_folder)
        shutil.copy(ours.storage.backup(), theirs_folder / ".qct" / "project.db")
        with Project.open(theirs_folder) as theirs:
            for project, coder in ((ours, "coder-a"), (theirs, "coder-b")):
                for start in range(0, EACH, BATCH):
                    project.codings.add_many(
                        [("S01", at + 20, at + 24, "c") for at in range(start, start + BATCH)],
                        coder=coder,
                    )
        yield _timed(ours, theirs_folder, f"merge: two copies, {EACH:,} new codings each", EACH)
        yield _timed(ours, theirs_folder, "merge: the same copy again", 0)
        assert not ours.history.verify()


def _timed(project: object, other: Path, name: str, expected: int) -> dict[str, object]:
    from toolkit.project import Project

    assert isinstance(project, Project)
    start = time.perf_counter()
    report = project.exchange.merge(other, actor="lead")
    spent = round(time.perf_counter() - start, 2)
    assert report.counts.get("codings", (0, 0, 0))[0] == expected
    return row(name, spent, "s", BUDGET)
