"""The requirements in pyproject.toml are exactly the distributions that the package imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from toolkit import __version__
from toolkit.language.spacy_pipeline import PACKAGED
from toolkit.suggest.models.registry import MODELS

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

MODULES = {
    "psycopg": "psycopg",
    "pyyaml": "yaml",
    "scikit-learn": "sklearn",
    "umap-learn": "umap",
    "vl-convert-python": "vl_convert",
}
"""Distributions whose module has another name than theirs with underscores."""

MODEL_PACKAGES = {
    package.distribution: package.module for model in MODELS.values() for package in model.packages
}
"""Distributions that are found by `toolkit.suggest.models.weights` for files that they carry."""

PIPELINES = frozenset(name.replace("_", "-") for name in PACKAGED.values())
"""Distributions that are spaCy pipelines, which spaCy loads by their names."""


def distribution(requirement: str) -> str:
    """The normalised name in a requirement such as `psycopg[binary]>=3.2`."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def module_of(name: str) -> str:
    return MODULES.get(name) or MODEL_PACKAGES.get(name) or name.replace("-", "_")


BASE = {distribution(requirement) for requirement in PROJECT["dependencies"]}
EXTRAS = {
    extra: {distribution(requirement) for requirement in requirements}
    for extra, requirements in PROJECT["optional-dependencies"].items()
}
RUN_TIME = BASE.union(*(names for extra, names in EXTRAS.items() if extra != "dev"))


@cache
def imported_modules() -> frozenset[str]:
    """First parts of the names of all modules that a file of toolkit imports, anywhere in it."""
    modules: set[str] = set()
    for path in sorted((ROOT / "toolkit").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    return frozenset(modules)


def test_the_lowest_versions_are_those_declared() -> None:
    declared = {
        distribution(requirement): bound.group(1)
        for requirement in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])
        if (bound := re.search(r"[>=]=([\d.]+)", requirement))
    }
    lines = (ROOT / "constraints-lowest.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert {distribution(name): version for name, version in pinned.items()} == declared


@pytest.mark.parametrize("name", sorted(RUN_TIME))
def test_a_declared_dependency_is_imported(name: str) -> None:
    if name not in MODEL_PACKAGES and name not in PIPELINES:
        assert module_of(name) in imported_modules()


def test_an_imported_package_is_declared() -> None:
    declared = {module_of(name) for name in RUN_TIME}
    third_party = imported_modules() - sys.stdlib_module_names - {"toolkit"}
    assert sorted(third_party - declared) == []


def test_the_version_has_one_source() -> None:
    assert "version" not in PROJECT
    assert PROJECT["dynamic"] == ["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
