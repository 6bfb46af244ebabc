"""Figures computed from a project's data are kept in memory while the project is open."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from toolkit.operations.caches import MOST, Caches

if TYPE_CHECKING:
    from toolkit.project import Project


def test_threads_that_ask_at_once_compute_a_value_once() -> None:
    caches, computed = Caches(), []

    def compute() -> int:
        computed.append(threading.get_ident())
        time.sleep(0.05)
        return 7

    with ThreadPoolExecutor(4) as pool:
        values = list(pool.map(lambda _number: caches.get("name", "key", compute), range(4)))
    assert values == [7, 7, 7, 7]
    assert len(computed) == 1


def test_a_value_may_be_computed_from_other_values() -> None:
    caches = Caches()
    assert caches.get("sum", 1, lambda: caches.get("sum", 2, lambda: 2) + 1) == 3


def test_the_values_used_last_are_kept() -> None:
    caches = Caches()
    for key in range(MOST + 1):
        caches.get("name", key, lambda: "first")
    assert caches.get("name", 0, lambda: "again") == "again"
    assert caches.get("name", MOST, lambda: "again") == "first"


def test_a_closed_project_keeps_nothing(project: Project) -> None:
    caches = project._session.caches
    caches.get("name", "key", lambda: "first")
    project.close()
    assert caches.get("name", "key", lambda: "again") == "again"
    assert caches.get("name", "key", lambda: "third") == "third"


def test_a_value_computed_while_the_project_is_closed_is_not_kept() -> None:
    caches = Caches()

    def compute() -> str:
        caches.close()
        return "first"

    assert caches.get("name", "key", compute) == "first"
    assert caches.get("name", "key", lambda: "again") == "again"
