"""Policy directions as YAML: reading, and checking with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.directions import (
    ALONE,
    NO_DIRECTION,
    BoundaryCase,
    Direction,
    DirectionScheme,
)
from toolkit.formats.problems import Problem, Severity, choices, refuse
from toolkit.formats.yaml_nodes import Node, ScalarNode, line_of
from toolkit.formats.yaml_walk import Walk, load
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

TOP_KEYS = ("id", "name", "version", "language", "directions")
DIRECTION_KEYS = (
    "id",
    "name",
    "definition",
    "include",
    "exclude",
    "terms",
    "boundary_cases",
    "prototypes",
    "color",
)
BOUNDARY_KEYS = ("text", "direction", "note")


def read_directions(source: str | Path, name: str = "") -> list[Direction]:
    """The directions in the file at a `Path`, or in a YAML text given as `str`, in their order.

    Raises `InputError` with file and line of the first error.
    """
    return list(read_scheme(source, name).directions)


def read_scheme(source: str | Path, name: str = "") -> DirectionScheme:
    """As `read_directions`, with the id and version of the file."""
    text, file = load(source, name)
    scheme, problems = parse_scheme(text, file)
    refuse(problems, hint=_("`qct codebook check {file}` lists every problem.").format(file=file))
    return scheme


def check_directions(source: str | Path, name: str = "") -> list[Problem]:
    """Every problem of a file of directions, in the order of its lines."""
    text, file = load(source, name)
    return sorted(parse_scheme(text, file)[1], key=lambda problem: problem.line)


def parse_scheme(text: str, file: str) -> tuple[DirectionScheme, list[Problem]]:
    """The directions as far as they can be read, with id and version, and all problems."""
    walk = Walk(file)
    root = walk.root(text, _("file of directions"))
    if root is None:
        return DirectionScheme(), walk.problems
    fields = walk.fields(root, _("the file of directions"), TOP_KEYS)
    version = walk.number(fields.get("version"), "version")
    scheme_id = walk.identifier(fields.get("id"), _("the file's id"))
    language = "en"
    if isinstance(fields.get("language"), ScalarNode):
        language = walk.text(fields["language"], "language") or "en"
    walk.local_text(fields.get("name"), _("the name"), language)
    items = walk.items(fields.get("directions"), "directions")
    if not items and not walk.problems:
        walk.report(root, "no-directions", _("it needs `directions:` with a list"))
    ids = _ids(walk, items)
    directions = [
        direction
        for position, item in enumerate(items)
        if (direction := _direction(walk, item, language, ids, position)) is not None
    ]
    return DirectionScheme(tuple(directions), scheme_id or "", version), walk.problems


def _ids(walk: Walk, items: list[Node]) -> Collection[str]:
    """The ids of all directions, read first because boundary cases refer to any of them."""
    lines: dict[str, int] = {}
    for item in items:
        # Other problems of the item are reported when the item itself is read.
        node = Walk(walk.file).fields(item, _("a direction"), DIRECTION_KEYS).get("id")
        if not isinstance(node, ScalarNode):
            continue
        if node.value in lines:
            walk.report(
                node,
                "duplicate-id",
                _("direction {direction} is defined twice, first on line {line}").format(
                    direction=node.value, line=lines[node.value]
                ),
            )
        elif node.value in ALONE:
            walk.report(
                node,
                "reserved-id",
                _("{none!r} stands for no direction at all").format(none=NO_DIRECTION)
                if node.value == NO_DIRECTION
                else _("{unclear!r} stands for segments whose direction is not clear").format(
                    unclear=node.value
                ),
            )
        lines.setdefault(node.value, line_of(node))
    return lines


def _direction(
    walk: Walk, node: Node, language: str, ids: Collection[str], position: int
) -> Direction | None:
    fields = walk.fields(node, _("a direction"), DIRECTION_KEYS)
    direction_id = walk.identifier(fields.get("id"), _("the id of a direction"))
    if not direction_id:
        if "id" not in fields:
            walk.report(node, "missing-id", _("a direction has no id"))
        return None
    what = _("direction {direction_id}").format(direction_id=direction_id)
    name = walk.local_text(fields.get("name"), _("the name of {what}").format(what=what), language)
    if not name:
        walk.report(
            fields.get("name", node), "missing-name", _("{what} has no name").format(what=what)
        )
    definition = walk.local_text(
        fields.get("definition"), _("the definition of {what}").format(what=what), language
    )
    if not definition:
        walk.report(
            fields.get("definition", node),
            "empty-definition",
            _("{what} has no definition").format(what=what),
            Severity.WARNING,
        )
    return Direction(
        id=direction_id,
        name=name,
        definition=definition,
        include=walk.texts(fields.get("include"), _("include of {what}").format(what=what)),
        exclude=walk.texts(fields.get("exclude"), _("exclude of {what}").format(what=what)),
        terms=walk.local_texts(
            fields.get("terms"), _("terms of {what}").format(what=what), language
        ),
        boundary_cases=tuple(
            case
            for item in walk.items(
                fields.get("boundary_cases"), _("boundary_cases of {what}").format(what=what)
            )
            for case in _boundary_cases(walk, item, ids, what, language)
        ),
        prototypes=walk.local_texts(
            fields.get("prototypes"), _("prototypes of {what}").format(what=what), language
        ),
        color=walk.color(fields.get("color"), _("the color of {what}").format(what=what)),
        position=position,
    )


def _boundary_cases(
    walk: Walk, node: Node, ids: Collection[str], what: str, language: str
) -> list[BoundaryCase]:
    """The boundary case of an item, once in each language that its text has."""
    where = _("a boundary case of {what}").format(what=what)
    fields = walk.fields(node, where, BOUNDARY_KEYS)
    texts = walk.local_text(
        fields.get("text"), _("the text of {where}").format(where=where), language
    )
    node_of_directions = fields.get("direction")
    named = (
        (walk.text(node_of_directions, _("direction of {where}").format(where=where)),)
        if isinstance(node_of_directions, ScalarNode)
        else walk.texts(node_of_directions, _("direction of {where}").format(where=where))
    )
    for key, value in (("text", texts), ("direction", named)):
        if not value and key not in fields:
            walk.report(
                node, f"missing-{key}", _("{where} has no {key}").format(where=where, key=key)
            )
    for direction_id in named:
        if direction_id and direction_id not in ids and direction_id not in ALONE:
            walk.report(
                node_of_directions if node_of_directions is not None else node,
                "unknown-direction",
                _("unknown direction {direction_id!r} in {where}; {choices}").format(
                    direction_id=direction_id, where=where, choices=choices(direction_id, ids)
                ),
            )
    note = walk.text(fields.get("note"), _("the note of {where}").format(where=where))
    return [BoundaryCase(text, named, note) for text in texts.values()]
