"""Reading values out of YAML nodes while collecting every problem on the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from toolkit.formats.plain import decode
from toolkit.formats.problems import Problem, Severity, choices
from toolkit.formats.transcripts import read_bytes
from toolkit.formats.yaml_nodes import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    YamlError,
    compose,
    guessed_type,
    kind_of,
    line_of,
)
from toolkit.text.normalise import normalise

_ID = re.compile(r"[^\W_][\w.\-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def load(given: str | Path, name: str = "") -> tuple[str, str]:
    """The YAML text and the name that messages call it: of the file at a Path, or of a str."""
    if isinstance(given, Path):
        return normalise(decode(read_bytes(given), str(given))), name or str(given)
    return normalise(given), name or "yaml"


class Walk:
    """The problems found so far in one file, and the readers that add to them.

    A reader never raises: it reports and returns the emptiest value, so that one run names
    everything that is wrong.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def report(
        self, where: Node | int, code: str, message: str, severity: Severity = Severity.ERROR
    ) -> None:
        line = where if isinstance(where, int) else line_of(where)
        self.problems.append(Problem(self.file, line, severity, code, message))

    def root(self, text: str, what: str) -> Node | None:
        """The root node; None, with a problem, where the text is no YAML or empty."""
        try:
            node = compose(text)
        except YamlError as error:
            self.report(error.line, "bad-yaml", f"not valid YAML: {error.reason}")
            return None
        if node is None:
            self.report(1, "empty-file", f"the {what} is empty")
        return node

    def fields(self, node: Node, what: str, keys: Collection[str]) -> dict[str, Node]:
        """The values of a mapping by key; unknown and repeated keys are problems."""
        if not isinstance(node, MappingNode):
            self.report(node, "not-a-mapping", f"{what} must be `key: value`, not {kind_of(node)}")
            return {}
        found: dict[str, Node] = {}
        for key_node, value in self._pairs(node, what):
            key = str(key_node.value)
            if key not in keys:
                self.report(
                    key_node, "unknown-key", f"unknown key {key!r} in {what}; {choices(key, keys)}"
                )
            else:
                found[key] = value
        return found

    def _pairs(self, node: MappingNode, what: str) -> Iterator[tuple[Node, Node]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.report(key, "bad-key", f"a key of {what} must be text")
            elif key.value in seen:
                self.report(
                    key,
                    "repeated-key",
                    f"{key.value!r} is given twice in {what}, first on line {seen[key.value]}",
                )
            else:
                seen[key.value] = line_of(key)
                yield key, value

    def text(self, node: Node | None, what: str) -> str:
        """A scalar that YAML takes for text, with the blank space around it left off."""
        if node is None:
            return ""
        if not isinstance(node, ScalarNode):
            self.report(node, "not-text", f"{what} must be text, not {kind_of(node)}")
            return ""
        guessed = guessed_type(node)
        if guessed == "nothing":
            self.report(node, "empty-value", f"{what} is empty")
            return ""
        if guessed:
            self.report(
                node,
                "not-text",
                f"{what} must be text, but YAML reads {node.value} as {guessed}: "
                f'write "{node.value}"',
            )
        elif not node.tag.endswith(":str"):
            self.report(node, "not-text", f"{what} carries the tag {node.tag}, which is not used")
        return str(node.value).strip()

    def identifier(self, node: Node | None, what: str) -> str:
        """An id: letters, digits, `-`, `_` and `.`, beginning with a letter or digit."""
        found = self.text(node, what)
        if found and node is not None and not _ID.fullmatch(found):
            self.report(
                node,
                "bad-id",
                f"{what} {found!r} must consist of letters, digits, - _ . without spaces",
            )
        return found

    def number(self, node: Node | None, what: str, default: int | None = None) -> int | None:
        """A whole number, 0 or more."""
        if node is None:
            return default
        if isinstance(node, ScalarNode) and re.fullmatch(r"\d{1,9}", node.value):
            return int(node.value)
        self.report(node, "not-a-number", f"{what} must be a whole number, 0 or more")
        return default

    def flag(self, node: Node | None, what: str, default: bool = False) -> bool:
        """`true` or `false`."""
        if node is None:
            return default
        if isinstance(node, ScalarNode) and node.value in ("true", "false"):
            return bool(node.value == "true")
        self.report(node, "not-a-flag", f"{what} must be true or false")
        return default

    def items(self, node: Node | None, what: str) -> list[Node]:
        """The items of a list; an absent or empty value is an empty list."""
        if node is None or (isinstance(node, ScalarNode) and guessed_type(node) == "nothing"):
            return []
        if not isinstance(node, SequenceNode):
            self.report(node, "not-a-list", f"{what} must be a list, not {kind_of(node)}")
            return []
        return list(node.value)

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(
            found
            for item in self.items(node, what)
            if (found := self.text(item, f"an item of {what}"))
        )

    def local_text(self, node: Node | None, what: str, language: str) -> dict[str, str]:
        """Text by language; a plain text is in `language`."""
        if node is None or (isinstance(node, ScalarNode) and guessed_type(node) == "nothing"):
            return {}
        if isinstance(node, ScalarNode):
            found = self.text(node, what)
            return {language: found} if found else {}
        return {
            key: found
            for key, value in self.languages(node, what)
            if (found := self.text(value, f"{what} ({key})"))
        }

    def local_texts(
        self, node: Node | None, what: str, language: str
    ) -> dict[str, tuple[str, ...]]:
        """Lists of texts by language; a plain list is in `language`."""
        if node is None or (isinstance(node, ScalarNode) and guessed_type(node) == "nothing"):
            return {}
        if isinstance(node, SequenceNode):
            return {language: self.texts(node, what)}
        return {
            key: self.texts(value, f"{what} ({key})") for key, value in self.languages(node, what)
        }

    def languages(self, node: Node, what: str) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping by language code."""
        if not isinstance(node, MappingNode):
            self.report(node, "not-a-mapping", f"{what} must be by language, e.g. {{en: ...}}")
            return
        for key, value in self._pairs(node, what):
            if not _LANGUAGE.fullmatch(key.value):
                self.report(
                    key,
                    "bad-language",
                    f"{key.value!r} in {what} is no language code such as en, ko",
                )
            else:
                yield key.value, value

    def color(self, node: Node | None, what: str) -> str:
        """A colour as #rrggbb or #rgb."""
        if node is None:
            return ""
        if guessed_type(node) == "nothing":
            self.report(
                node, "bad-color", f'{what} is empty: # begins a comment, so write "#c9534f"'
            )
            return ""
        if isinstance(node, ScalarNode) and (not node.value or _COLOR.fullmatch(node.value)):
            return str(node.value)
        given = f" {node.value!r}" if isinstance(node, ScalarNode) else ""
        self.report(node, "bad-color", f'{what}{given} must look like "#c9534f"')
        return ""
