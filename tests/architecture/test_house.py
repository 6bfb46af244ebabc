"""The repository is as ARCHITECTURE.md describes it, and its files and folders stay small."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLKIT = ROOT / "toolkit"
MAX_LINES, MAX_FILES = 450, 20

_PATH = re.compile(r"`((?:toolkit|tests|docs|benchmarks|scripts)/[\w./-]*)`")


def _modules() -> list[Path]:
    return sorted(path for path in TOOLKIT.rglob("*.py") if "__pycache__" not in path.parts)


def too_long(modules: list[Path], limit: int) -> list[str]:
    """The modules with more lines than `limit`."""
    counts = {path: len(path.read_text("utf-8").splitlines()) for path in modules}
    return [f"{path.name}: {count}" for path, count in counts.items() if count > limit]


def too_full(modules: list[Path], limit: int) -> list[str]:
    """The folders with more modules than `limit` at one level."""
    folders = Counter(path.parent for path in modules if path.name != "__init__.py")
    return [f"{folder.name}: {count}" for folder, count in folders.items() if count > limit]


def missing_paths(text: str, root: Path) -> list[str]:
    """The paths between backticks that do not exist below `root`."""
    return [path for path in _PATH.findall(text) if not (root / path).exists()]


def test_no_module_and_no_folder_is_too_large() -> None:
    assert too_long(_modules(), MAX_LINES) == []
    assert too_full(_modules(), MAX_FILES) == []
    assert too_long([TOOLKIT / "project.py"], 250) == []


def test_every_path_of_the_architecture_page_exists() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert missing_paths(text, ROOT) == []
    table = text.split("## Where do I ...?")[1].split("\n## ")[0]
    changes = [line for line in table.splitlines() if line.startswith("| ") and "`" in line]
    assert len(changes) >= 25


def test_modules_that_the_page_on_the_store_names_exist() -> None:
    text = (ROOT / "docs" / "store.md").read_text("utf-8")
    names = re.findall(r"`((?:store|text|domain)(?:\.\w+)+)`", text)
    assert names
    for name in names:
        *folders, last = name.split(".")
        as_module = TOOLKIT.joinpath(*folders, f"{last}.py")
        holder = TOOLKIT.joinpath(*folders).with_suffix(".py")
        defined = holder.exists() and f"def {last}(" in holder.read_text("utf-8")
        assert as_module.exists() or TOOLKIT.joinpath(*folders, last).is_dir() or defined, name


def test_these_checks_can_fail(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"m{number}.py").write_text("a = 1\nb = 2\n", "utf-8")
    modules = sorted(tmp_path.glob("*.py"))
    assert len(too_long(modules, 1)) == 3
    assert len(too_full(modules, 2)) == 1
    assert missing_paths("`toolkit/nowhere.py`", tmp_path) == ["toolkit/nowhere.py"]


@pytest.mark.parametrize("folder", ["operations", "store", "tui", "cli", "agreement"])
def test_tests_stand_where_the_code_stands(folder: str) -> None:
    """Every folder below `tests/` has a folder of that name in `toolkit/`."""
    for path in (ROOT / "tests" / folder).rglob("*"):
        below = path.relative_to(ROOT)
        data = any(part.startswith("__") or part == "published" for part in below.parts)
        if path.is_dir() and not data:
            assert (TOOLKIT / path.relative_to(ROOT / "tests")).is_dir(), path
