"""Written directions as YAML: a person's statements with the places of their segments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.domain.written_directions import Written
from toolkit.formats.problems import Problem, Severity, choices, refuse
from toolkit.formats.yaml_nodes import line_of
from toolkit.formats.yaml_walk import Walk, load
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from toolkit.formats.yaml_nodes import Node

TOP_KEYS = ("statements",)
KEYS = ("id", "direction", "text", "supports", "contradicts", "survey")
PLACE = re.compile(r"^\s*(.+):(\d+):(\d+)\s*$")


def read_statements(path: Path, directions: Collection[str]) -> list[Written]:
    """The statements of a file. Raises `InputError` with file and line of the first error."""
    text, file = load(path)
    walk = Walk(file)
    root = walk.root(text, _("file of written directions"))
    if root is None:
        refuse(walk.problems)
        return []
    fields = walk.fields(root, _("the file of written directions"), TOP_KEYS)
    items = walk.items(fields.get("statements"), "statements")
    if not items and not walk.problems:
        walk.report(root, "no-statements", _("it needs `statements:` with a list"))
    read = [written for item in items if (written := _statement(walk, item, directions))]
    seen: set[str] = set()
    for written in read:
        if written.id in seen:
            what = _("statement {id} is there twice").format(id=written.id)
            walk.problems.append(Problem(file, written.line, Severity.ERROR, "duplicate-id", what))
        seen.add(written.id)
    refuse(walk.problems)
    return read


def _statement(walk: Walk, node: Node, directions: Collection[str]) -> Written | None:
    fields = walk.fields(node, _("a statement"), KEYS)
    name = walk.identifier(fields.get("id"), _("the id of a statement"))
    what = _("statement {id}").format(id=name or "?")
    for key in ("id", "direction", "text", "supports"):
        if key not in fields:
            walk.report(node, f"missing-{key}", _("{what} has no {key}").format(what=what, key=key))
    direction = walk.text(fields.get("direction"), _("direction of {what}").format(what=what))
    if direction and direction not in directions:
        walk.report(
            fields["direction"],
            "unknown-direction",
            _("unknown direction {direction_id!r} in {where}; {choices}").format(
                direction_id=direction, where=what, choices=choices(direction, directions)
            ),
        )
    if not name:
        return None
    return Written(
        id=name,
        direction_id=direction,
        text=walk.text(fields.get("text"), _("the text of {where}").format(where=what)),
        supports=_places(walk, fields.get("supports"), _("supports of {what}").format(what=what)),
        contradicts=_places(
            walk, fields.get("contradicts"), _("contradicts of {what}").format(what=what)
        ),
        survey=walk.text(fields.get("survey"), _("survey of {what}").format(what=what)),
        line=line_of(node),
    )


def _places(walk: Walk, node: Node | None, what: str) -> tuple[str, ...]:
    places = []
    for text in walk.texts(node, what):
        found = PLACE.match(text)
        if found is None and node is not None:
            walk.report(
                node,
                "bad-place",
                _("{what}: {text!r} is no place; write SOURCE:START:END").format(
                    what=what, text=text
                ),
            )
        elif found is not None:
            places.append(f"{found[1]}:{int(found[2])}:{int(found[3])}")
    return tuple(dict.fromkeys(places))
