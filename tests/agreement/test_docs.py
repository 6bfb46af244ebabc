"""The values in the documentation of agreement are those that the toolkit computes."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re

import pytest

import toolkit.agreement
from tests.agreement.worked_examples import DOCS, table, written


def test_the_table_of_worked_examples_is_the_computed_one() -> None:
    assert written() == table(), "run python -m tests.agreement.worked_examples"


def test_the_examples_run() -> None:
    failed, tried = doctest.testfile(str(DOCS), module_relative=False)
    assert tried > 10
    assert failed == 0


PREFIX = f"{toolkit.agreement.__name__}."
MODULES = sorted(
    module.name.removeprefix(PREFIX)
    for module in pkgutil.walk_packages(toolkit.agreement.__path__, PREFIX)
)


def test_the_modules_of_folders_are_tried_too() -> None:
    assert {"alpha", "nominal.kappa", "unitizing.alpha_2016"} <= set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    module = importlib.import_module(f"toolkit.agreement.{name}")
    assert doctest.testmod(module).failed == 0


def test_every_public_function_shows_an_example() -> None:
    names = {name: getattr(toolkit.agreement, name) for name in toolkit.agreement.__all__}
    functions = {name: value for name, value in names.items() if inspect.isfunction(value)}
    assert len(functions) > 40
    assert [name for name, value in functions.items() if ">>>" not in (value.__doc__ or "")] == []


# These functions only rearrange values that were checked when they were made.
NEVER_RAISES = {
    "align",
    "by_characters",
    "by_codings",
    "confused_pairs",
    "cu_alpha_coverage",
    "exact_distance",
    "find_overlaps",
    "jaccard_distance",
    "masi_distance",
    "mean_set_agreement",
    "nvivo_rows",
    "ranked",
    "retrieval",
    "retrieval_ratios",
    "set_alpha",
    "slope",
    "u_alpha",
    "u_alpha_binary",
}
# Functions with rules of this toolkit; any other names the source of its formula.
OURS = {
    "align",
    "as_ratings",
    "by_characters",
    "by_codings",
    "confused_pairs",
    "cover_tables",
    "find_overlaps",
    "ranked",
    "retrieval",
    "slope",
    "source_intervals",
    "unit_intervals",
    "unit_sums",
    "verify_files",
    "verify_fixture",
}


def test_docstrings_give_errors_shapes_and_sources() -> None:
    names = {name: getattr(toolkit.agreement, name) for name in toolkit.agreement.__all__}
    functions = {
        name: (inspect.getdoc(value) or "", inspect.signature(value))
        for name, value in names.items()
        if inspect.isfunction(value)
    }
    silent = {name for name, (text, _) in functions.items() if "Raises\n------" not in text}
    assert silent == NEVER_RAISES
    for name, (text, signature) in functions.items():
        if "data" in signature.parameters:
            assert re.search(r"data : .*shape \(units, coders\)", text), name
        module = inspect.getdoc(inspect.getmodule(names[name])) or ""
        if name not in OURS:
            assert re.search(r"\b(1[89]|20)\d\d\b|MAXQDA|NVivo|ATLAS", text + module), name


def test_every_public_name_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    missing = [name for name in toolkit.agreement.__all__ if f"`{name}" not in text]
    assert missing == []
