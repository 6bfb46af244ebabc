"""The package is cheap to import and its public names are all there."""

from __future__ import annotations

import subprocess
import sys
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
        found = getattr(toolkit.agreement, name)
        assert not isinstance(found, ModuleType)
        assert found.__doc__ or isinstance(found, tuple)
    assert dir(toolkit.agreement) == sorted(toolkit.agreement.__all__)
    with pytest.raises(AttributeError, match="kappa_of_everything"):
        _ = toolkit.agreement.kappa_of_everything
