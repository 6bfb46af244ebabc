"""Functions that the tests let other processes compute."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from typing import TYPE_CHECKING

from toolkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def squares() -> Callable[[Sequence[float]], list[float]]:
    return lambda items: [item * item for item in items]


def process_ids() -> Callable[[Sequence[str]], int]:
    return lambda items: os.getpid()


def failing() -> Callable[[Sequence[str]], list[str]]:
    def run(items: Sequence[str]) -> list[str]:
        if "a secret sentence" in items:
            raise ValueError(f"cannot do {items}")
        return list(items)

    return run


def reporting() -> Callable[[Sequence[str]], list[str]]:
    def run(items: Sequence[str]) -> list[str]:
        raise InputError("the model is not there", code="model-missing", hint="Install it.")

    return run


def logged(folder: Path) -> Callable[[Sequence[int]], list[int]]:
    """Each process that loads it leaves a file, and each chunk one that names its process."""
    (folder / f"loaded-{os.getpid()}").touch()

    def run(items: Sequence[int]) -> list[int]:
        time.sleep(0.02)
        return list(items)

    return run


def dying(folder: Path, times: int) -> Callable[[Sequence[int]], list[int]]:
    """The process that gets the item 5 is killed, so many times."""
    return partial(_die, folder, times)


def _die(folder: Path, times: int, items: Sequence[int]) -> list[int]:
    deaths = len(list(folder.glob("death-*")))
    if 5 in items and deaths < times:
        (folder / f"death-{deaths}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return [item + 1 for item in items]


def slow() -> Callable[[Sequence[int]], list[int]]:
    def run(items: Sequence[int]) -> list[int]:
        time.sleep(60 if 3 in items else 0)
        return list(items)

    return run


def printing() -> Callable[[Sequence[int]], list[int]]:
    def run(items: Sequence[int]) -> list[int]:
        print("noise")
        os.write(1, b"more noise")
        return list(items)

    return run
