"""The template for translators is current, and every text to translate is a literal."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def extraction() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "extract_texts", ROOT / "scripts" / "extract_texts.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_template_of_translations_is_current(extraction: ModuleType) -> None:
    """After a change of a text run `make texts`."""
    template = (ROOT / "toolkit" / "locales" / "qct.pot").read_text(encoding="utf-8")
    assert template == extraction.render()


def test_texts_and_plurals_are_found_in_the_order_of_lines(extraction: ModuleType) -> None:
    source = 'b = ngettext("{n} code", "{n} codes", n)\na = _("one " "text").format(n=1)\n'
    assert list(extraction.messages_of(source, "module.py")) == [
        (1, ("{n} code", "{n} codes")),
        (2, ("one text", "")),
    ]


@pytest.mark.parametrize("call", ['_(f"{n} codes")', "_(text)", 'ngettext("a", b, n)'])
def test_a_text_that_is_no_literal_is_refused(extraction: ModuleType, call: str) -> None:
    with pytest.raises(SystemExit, match=r"module\.py:1: .* needs literal texts"):
        list(extraction.messages_of(f"x = {call}\n", "module.py"))
