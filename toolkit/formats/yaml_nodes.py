"""YAML as a tree of nodes with their lines; scalars stay text.

A scalar is the text that was written: `no`, `2024-05-01` and `007` do not become other values.
Anchors and aliases are refused, because no file here needs them and a few lines of them can
expand to gigabytes.
"""

from __future__ import annotations

import yaml

from toolkit.errors import InputError
from toolkit.i18n import _

Node = yaml.nodes.Node
MappingNode = yaml.nodes.MappingNode
ScalarNode = yaml.nodes.ScalarNode
SequenceNode = yaml.nodes.SequenceNode

MAX_DEPTH = 220
"""Deepest nesting of lists and mappings that is read: a codebook of 100 levels has 203. Far beyond
it the composer would run out of stack."""
_NULL = "tag:yaml.org,2002:null"
_PLAIN_TYPES = {
    "tag:yaml.org,2002:bool": _("a truth value"),
    "tag:yaml.org,2002:int": _("a number"),
    "tag:yaml.org,2002:float": _("a number"),
    "tag:yaml.org,2002:timestamp": _("a date"),
    _NULL: _("nothing"),
}


class YamlError(Exception):
    """The reason why a YAML text cannot be read, with the number of the line from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason


def compose(text: str) -> Node | None:
    """The root node of a YAML text, or None where it is empty. Raises `YamlError`."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_hazards(text, loader)
        return yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.problem, error.context) if part)
        # A text that ends too early is reported one line after its last line.
        last = text.count("\n", 0, len(text.rstrip())) + 1
        line = min(mark.line + 1, last) if mark else 1
        raise YamlError(line, reason or _("not YAML")) from error
    except RecursionError as error:
        raise YamlError(1, _("nested too deeply")) from error
    except UnicodeError as error:
        raise YamlError(1, _("it holds half of a character")) from error
    except yaml.YAMLError as error:
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
        reason = getattr(error, "reason", "") or _("not YAML")
        raise YamlError(line, str(reason)) from error


def _refuse_hazards(text: str, loader: type) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = (event.start_mark.line if event.start_mark else 0) + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError(line, _("anchors and aliases (& and *) are not used here"))
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > MAX_DEPTH:
                raise YamlError(
                    line, _("nested more than {limit} levels deep").format(limit=MAX_DEPTH)
                )
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1


def line_of(node: Node) -> int:
    """Line of the node's first character, from 1."""
    return int(node.start_mark.line) + 1


def kind_of(node: Node) -> str:
    """The kind of a node, in words for a message."""
    if isinstance(node, MappingNode):
        return _("a mapping")
    if isinstance(node, SequenceNode):
        return _("a list")
    return _PLAIN_TYPES.get(node.tag, _("text"))


def guessed_type(node: Node) -> str | None:
    """The type that YAML 1.1 gives an unquoted scalar, in words; None for text."""
    return _PLAIN_TYPES.get(node.tag) if isinstance(node, ScalarNode) else None


def is_nothing(node: Node) -> bool:
    """Whether YAML reads an unquoted scalar as no value: `null`, `~` or nothing written."""
    return isinstance(node, ScalarNode) and node.tag == _NULL


def plain(node: Node, name: str, first_line: int = 1) -> object:
    """The node as str, list and dict, with every scalar as the text that was written.

    `name` is the file in error messages and `first_line` the line on which its YAML begins.
    Raises `InputError` for a key that is given twice or is not text.
    """
    if isinstance(node, ScalarNode):
        return "" if node.tag == _NULL else str(node.value)
    if isinstance(node, SequenceNode):
        return [plain(item, name, first_line) for item in node.value]
    values: dict[str, object] = {}
    for key, value in node.value:
        line = line_of(key) + first_line - 1
        if not isinstance(key, ScalarNode):
            raise InputError(
                _("{name}:{line}: a key must be text").format(name=name, line=line), code="yaml-key"
            )
        if key.value in values:
            raise InputError(
                _("{name}:{line}: {value!r} is given twice").format(
                    name=name, line=line, value=key.value
                ),
                code="yaml-key-twice",
            )
        values[key.value] = plain(value, name, first_line)
    return values
