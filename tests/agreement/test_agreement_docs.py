"""The documentation of agreement shows what is computed."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest

import toolkit.agreement
from tests.agreement.worked_examples import DOCS, table, written


def test_the_table_of_worked_examples_is_the_computed_one() -> None:
    assert written() == table(), "run python -m tests.agreement.worked_examples"


def test_the_examples_run() -> None:
    failed, tried = doctest.testfile(str(DOCS), module_relative=False)
    assert tried > 10
    assert failed == 0


MODULES = sorted(one.name for one in pkgutil.iter_modules(toolkit.agreement.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    module = importlib.import_module(f"toolkit.agreement.{name}")
    assert doctest.testmod(module).failed == 0


def test_every_public_function_shows_an_example() -> None:
    found = {name: getattr(toolkit.agreement, name) for name in toolkit.agreement.__all__}
    functions = {name: one for name, one in found.items() if inspect.isfunction(one)}
    assert len(functions) > 40
    assert [name for name, one in functions.items() if ">>>" not in (one.__doc__ or "")] == []


def test_every_public_name_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    missing = [name for name in toolkit.agreement.__all__ if f"`{name}" not in text]
    assert missing == []
