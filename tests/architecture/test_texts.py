"""The template for translators is current, and every text to translate is a literal."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SHOWN = {
    "note": 0,
    "say": 0,
    "Finding": 1,
    "Diagnosis": 2,
    "Problem": 4,
    "row_conflict": 2,
    "refuse_away": 1,
}
"""Place of the text that people read among the arguments of calls, by the name of the call."""


def error_classes(trees: Collection[ast.Module]) -> set[str]:
    """The names of `QctError` and of all classes below it."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names, before = {"QctError"}, 0
    while len(names) > before:
        before = len(names)
        names |= {node.name for node in classes if names & set(map(_name, node.bases))}
    return names


def untranslated(tree: ast.Module, errors: Collection[str]) -> Iterator[tuple[int, str]]:
    """Lines and texts of errors, hints and other messages that no catalogue can have."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        place = 0 if (name := _name(call.func)) in errors else SHOWN.get(name)
        texts = [] if place is None else call.args[place : place + 1]
        texts += [item.value for item in call.keywords if item.arg in ("message", "hint")]
        for text in texts:
            yield from _literals(text)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _literals(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The literals of two words or more that an expression gives as they are."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            yield from _literals(node.func.value)
        return
    if isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
        text = "{}".join(map(str, parts))
    else:
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from _literals(child)
    if " " in text.strip() and len(re.findall(r"[^\W\d_]{2,}", text)) >= 2:
        yield node.lineno, text  # type: ignore[attr-defined]


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


def test_messages_of_errors_and_other_texts_that_people_read_can_be_translated() -> None:
    """Each is wrapped in `_()` or `ngettext()`; values are put in with `.format()` after it."""
    paths = sorted((ROOT / "toolkit").rglob("*.py"))
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    errors = error_classes(trees.values())
    assert {"InputError", "UsageError", "StoreError", "ConflictError", "QueuedError"} <= errors
    assert [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path, tree in trees.items()
        for line, text in untranslated(tree, errors)
    ] == []


@pytest.mark.parametrize(
    "statement",
    [
        'raise OwnError("two words", code="a")',
        'raise OwnError(_("two words"), code="a", hint=f"{name} is missing here")',
        'raise unknown("code", name, names, hint="try another")',
        'raise OwnError("two {what}, words".format(what=name), code="a")',
        'host.say("two words" if done else _("done"))',
        'note(f"{count} codings of {coder}")',
        "note(f\"{'is there' if found else count}\")",
        'Finding(1, "is not there")',
        'Diagnosis("store", "ok", f"{count} events there")',
    ],
)
def test_a_message_that_no_catalogue_can_have_is_found(statement: str) -> None:
    tree = ast.parse(f"class OwnError(QctError): ...\n{statement}")
    [(line, _text)] = untranslated(tree, error_classes([tree]))
    assert line == 2


@pytest.mark.parametrize(
    "statement",
    [
        'raise OwnError(_("two {what}").format(what=name), code="two-words", hint=_("ask them"))',
        'host.say(ngettext("{n} coding made", "{n} codings made", n).format(n=n))',
        'note(f"error: {message}")',
        'raise ValueError("two words")',
        'Diagnosis("event log", "ok", detail)',
    ],
)
def test_texts_in_a_catalogue_and_texts_of_programs_are_fine(statement: str) -> None:
    tree = ast.parse(f"class OwnError(QctError): ...\n{statement}")
    assert list(untranslated(tree, error_classes([tree]))) == []
