"""The agreement package is cheap to import, and all its public names exist."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import toolkit.agreement


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_importing_the_package_imports_nothing_heavy() -> None:
    loaded = loaded_after("import toolkit.agreement")
    assert loaded.isdisjoint({"numpy", "scipy", "pandas", "sklearn"})


def test_the_agreement_table_needs_numpy_only() -> None:
    loaded = loaded_after(
        "from toolkit.agreement import CodedSpan, SourceFrame, agreement_table\n"
        "frame = SourceFrame('s', 9, coverage={'a', 'b'})\n"
        "agreement_table([frame], [CodedSpan('s', 'a', 'x', 0, 4)], ['a', 'b'])"
    )
    assert "numpy" in loaded
    assert loaded.isdisjoint({"scipy", "pandas", "sklearn"})


def test_every_public_name_is_found() -> None:
    for name in toolkit.agreement.__all__:
        value = getattr(toolkit.agreement, name)
        assert not isinstance(value, ModuleType)
        assert value.__doc__ or isinstance(value, tuple)
    assert dir(toolkit.agreement) == sorted(toolkit.agreement.__all__)
    with pytest.raises(AttributeError, match="kappa_of_everything"):
        _ = toolkit.agreement.kappa_of_everything  # type: ignore[attr-defined]


def test_type_checkers_see_the_modules_of_the_table() -> None:
    tree = ast.parse(Path(str(toolkit.agreement.__file__)).read_text("utf-8"))
    starred = [
        str(node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and [name.name for name in node.names] == ["*"]
    ]
    assert starred == [f"toolkit.agreement.{module}" for module in toolkit.agreement.PUBLIC_NAMES]


def test_a_name_is_listed_with_the_module_that_defines_it() -> None:
    for module, names in toolkit.agreement.PUBLIC_NAMES.items():
        home = import_module(f"toolkit.agreement.{module}")
        for name in names.split():
            value = getattr(home, name)
            assert getattr(value, "__module__", home.__name__) == home.__name__, name
