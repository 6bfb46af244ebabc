"""Fixtures of empty stores, one for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.store import migrate
from toolkit.store.connect import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.store.protocol import Database


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store without rows, to be copied."""
    path = tmp_path_factory.mktemp("store") / "project.db"
    migrate.create(path)
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, empty_store: Path, tmp_path: Path) -> Iterator[Database]:
    """A store of each kind in turn."""
    if request.param == "postgresql":
        database = connect(request.getfixturevalue("postgres").new_database("study"))
    else:
        path = tmp_path / "project.db"
        path.write_bytes(empty_store.read_bytes())
        database = connect(path)
    yield database
    database.close()
