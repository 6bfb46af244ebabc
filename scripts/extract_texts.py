"""Write toolkit/locales/qct.pot, the template of translations; a test checks that it is current.

The texts are the literal arguments of `_()` and `ngettext()` in the package, and the docstrings
of the functions that are commands, in the order of files and lines. A text that is no literal is
an error, since no catalogue could have it.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "toolkit"
TARGET = PACKAGE / "locales" / "qct.pot"
HEADER = """\
# Texts of the Qualitative Coding Toolkit that people read.
# Written by `make texts`; translate a copy of it, never this file.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""

Message: TypeAlias = tuple[str, str]
"""A text and its plural, which is empty where the text has none."""


def messages_of(source: str, file: str) -> Iterator[tuple[int, Message]]:
    """The messages of a module with their lines, in the order of the lines."""
    tree = ast.parse(source)
    texts = [*_calls(tree, file), *_helps(tree)]
    for line, _column, message in sorted(texts):
        yield line, message


def _helps(tree: ast.Module) -> Iterator[tuple[int, int, Message]]:
    """The docstrings of commands, whose help they are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            text = ast.get_docstring(node)
            if text:
                yield node.lineno, node.col_offset, (text, "")


def _makes_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in ("command", "group")


def _calls(tree: ast.Module, file: str) -> Iterator[tuple[int, int, Message]]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        count = {"_": 1, "ngettext": 2}.get(name)
        if count is None:
            continue
        texts = [
            argument.value
            for argument in call.args[:count]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if len(texts) < count:
            raise SystemExit(
                f"{file}:{call.lineno}: {name}() needs literal texts; "
                "put values in with .format() after it"
            )
        yield call.lineno, call.col_offset, (texts[0], texts[1] if count == 2 else "")


def render(package: Path = PACKAGE) -> str:
    """The text of the template, with each message once and the files that have it."""
    files: dict[Message, list[str]] = {}
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package.parent).as_posix()
        if name == "toolkit/i18n.py":
            continue
        for _line, message in messages_of(path.read_text(encoding="utf-8"), name):
            names = files.setdefault(message, [])
            if name not in names:
                names.append(name)
    return HEADER + "".join(_entry(message, names) for message, names in files.items())


def _entry(message: Message, files: list[str]) -> str:
    text, plural = message
    lines = [f"#: {name}" for name in files]
    if "{" in text:
        lines.append("#, python-brace-format")
    lines.append(f"msgid {_quoted(text)}")
    if plural:
        lines += [f"msgid_plural {_quoted(plural)}", 'msgstr[0] ""', 'msgstr[1] ""']
    else:
        lines.append('msgstr ""')
    return "\n" + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """The text as a string of a .po file, a line of it for each line of the text."""
    parts = text.splitlines(keepends=True) or [""]
    quoted = [json.dumps(part, ensure_ascii=False) for part in parts]
    return quoted[0] if len(quoted) == 1 else "\n".join(['""', *quoted])


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(render(), encoding="utf-8")
    print(f"wrote {TARGET}", file=sys.stderr)
