"""The documentation of agreement shows what is computed."""

from __future__ import annotations

import doctest

import toolkit.agreement
from tests.agreement.worked_examples import DOCS, table, written


def test_the_table_of_worked_examples_is_the_computed_one() -> None:
    assert written() == table(), "run python -m tests.agreement.worked_examples"


def test_the_examples_run() -> None:
    failed, tried = doctest.testfile(str(DOCS), module_relative=False)
    assert tried > 10
    assert failed == 0


def test_every_public_name_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    missing = [name for name in toolkit.agreement.__all__ if f"`{name}" not in text]
    assert missing == []
