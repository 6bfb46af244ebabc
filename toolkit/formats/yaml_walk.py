"""Values read from YAML nodes, with all problems collected."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.codebook import LANGUAGE_CODE
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
    is_nothing,
    kind_of,
    line_of,
)
from toolkit.i18n import _
from toolkit.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_ID = re.compile(r"[^\W_][\w.\-]*")
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def load(source: str | Path, name: str = "") -> tuple[str, str]:
    """The YAML text of a file (for a `Path`) or in a `str`, and its name in messages."""
    if isinstance(source, Path):
        return normalise(decode(read_bytes(source), str(source))), name or str(source)
    return normalise(source), name or "yaml"


class Walk:
    """The problems of a file so far, and the methods that read values and add problems.

    No method raises. Each reports a problem and returns an empty value, so that a single run
    lists all problems of a file.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def report(
        self, where: Node | int, code: str, message: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Add a problem at a node, or at a line counted from 1."""
        line = where if isinstance(where, int) else line_of(where)
        self.problems.append(Problem(self.file, line, severity, code, message))

    def root(self, text: str, what: str) -> Node | None:
        """The root node; None with a problem where the text is empty or not YAML."""
        try:
            node = compose(text)
        except YamlError as error:
            self.report(
                error.line, "bad-yaml", _("not valid YAML: {reason}").format(reason=error.reason)
            )
            return None
        if node is None:
            self.report(1, "empty-file", _("the {what} is empty").format(what=what))
        return node

    def fields(self, node: Node, what: str, keys: Collection[str]) -> dict[str, Node]:
        """The values of a mapping by key; unknown and repeated keys are problems."""
        if not isinstance(node, MappingNode):
            self.report(
                node,
                "not-a-mapping",
                _("{what} must be `key: value`, not {kind_of}").format(
                    what=what, kind_of=kind_of(node)
                ),
            )
            return {}
        values: dict[str, Node] = {}
        for key_node, value in self._pairs(node, what):
            key = str(key_node.value)
            if key not in keys:
                self.report(
                    key_node,
                    "unknown-key",
                    _("unknown key {key!r} in {what}; {choices}").format(
                        key=key, what=what, choices=choices(key, keys)
                    ),
                )
            else:
                values[key] = value
        return values

    def _pairs(self, node: MappingNode, what: str) -> Iterator[tuple[Node, Node]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.report(key, "bad-key", _("a key of {what} must be text").format(what=what))
            elif key.value in seen:
                self.report(
                    key,
                    "repeated-key",
                    _("{value!r} is given twice in {what}, first on line {seen}").format(
                        value=key.value, what=what, seen=seen[key.value]
                    ),
                )
            else:
                seen[key.value] = line_of(key)
                yield key, value

    def text(self, node: Node | None, what: str) -> str:
        """A scalar that YAML reads as text, without the blank space around it."""
        if node is None:
            return ""
        if not isinstance(node, ScalarNode):
            self.report(
                node,
                "not-text",
                _("{what} must be text, not {kind_of}").format(what=what, kind_of=kind_of(node)),
            )
            return ""
        if is_nothing(node):
            self.report(node, "empty-value", _("{what} is empty").format(what=what))
            return ""
        guessed = guessed_type(node)
        if guessed:
            self.report(
                node,
                "not-text",
                _(
                    '{what} must be text, but YAML reads {value} as {guessed}: write "{value}"'
                ).format(what=what, value=node.value, guessed=guessed),
            )
        elif not node.tag.endswith(":str"):
            self.report(
                node,
                "not-text",
                _("{what} carries the tag {tag}, which is not used").format(
                    what=what, tag=node.tag
                ),
            )
        return str(node.value).strip()

    def identifier(self, node: Node | None, what: str) -> str:
        """An id: letters, digits, `-`, `_` and `.`, beginning with a letter or digit."""
        text = self.text(node, what)
        if text and node is not None and not _ID.fullmatch(text):
            self.report(
                node,
                "bad-id",
                _("{what} {found!r} must consist of letters, digits, - _ . without spaces").format(
                    what=what, found=text
                ),
            )
        return text

    def number(self, node: Node | None, what: str, default: int | None = None) -> int | None:
        """A whole number, 0 or more."""
        if node is None:
            return default
        if isinstance(node, ScalarNode) and re.fullmatch(r"\d{1,9}", node.value):
            return int(node.value)
        self.report(
            node, "not-a-number", _("{what} must be a whole number, 0 or more").format(what=what)
        )
        return default

    def flag(self, node: Node | None, what: str, default: bool = False) -> bool:
        """`true` or `false`."""
        if node is None:
            return default
        if isinstance(node, ScalarNode) and node.value in ("true", "false"):
            return bool(node.value == "true")
        self.report(node, "not-a-flag", _("{what} must be true or false").format(what=what))
        return default

    def items(self, node: Node | None, what: str) -> list[Node]:
        """The items of a list; an absent or empty value is an empty list."""
        if node is None or is_nothing(node):
            return []
        if not isinstance(node, SequenceNode):
            self.report(
                node,
                "not-a-list",
                _("{what} must be a list, not {kind_of}").format(what=what, kind_of=kind_of(node)),
            )
            return []
        return list(node.value)

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(
            text
            for item in self.items(node, what)
            if (text := self.text(item, _("an item of {what}").format(what=what)))
        )

    def local_text(self, node: Node | None, what: str, language: str) -> dict[str, str]:
        """Text by language; a plain text is in `language`."""
        if node is None or is_nothing(node):
            return {}
        if isinstance(node, ScalarNode):
            text = self.text(node, what)
            return {language: text} if text else {}
        return {
            key: text
            for key, value in self.languages(node, what)
            if (text := self.text(value, f"{what} ({key})"))
        }

    def local_texts(
        self, node: Node | None, what: str, language: str
    ) -> dict[str, tuple[str, ...]]:
        """Lists of texts by language; a plain list is in `language`."""
        if node is None or is_nothing(node):
            return {}
        if isinstance(node, SequenceNode):
            return {language: self.texts(node, what)}
        return {
            key: self.texts(value, f"{what} ({key})") for key, value in self.languages(node, what)
        }

    def languages(self, node: Node, what: str) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping by language code."""
        if not isinstance(node, MappingNode):
            self.report(
                node,
                "not-a-mapping",
                _("{what} must be by language, e.g. {{en: ...}}").format(what=what),
            )
            return
        for key, value in self._pairs(node, what):
            if not LANGUAGE_CODE.fullmatch(key.value):
                self.report(
                    key,
                    "bad-language",
                    _("{value!r} in {what} is no language code such as en, ko").format(
                        value=key.value, what=what
                    ),
                )
            else:
                yield key.value, value

    def color(self, node: Node | None, what: str) -> str:
        """A colour as #rrggbb or #rgb."""
        if node is None:
            return ""
        if is_nothing(node):
            self.report(
                node,
                "bad-color",
                _('{what} is empty: # begins a comment, so write "#c9534f"').format(what=what),
            )
            return ""
        if isinstance(node, ScalarNode) and (not node.value or _COLOR.fullmatch(node.value)):
            return str(node.value)
        spelling = f" {node.value!r}" if isinstance(node, ScalarNode) else ""
        self.report(
            node,
            "bad-color",
            _('{what}{given} must look like "#c9534f"').format(what=what, given=spelling),
        )
        return ""
