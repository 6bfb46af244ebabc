"""Codebooks as YAML: reading, and checking with file and line.

id: information-sharing
name: {en: Information sharing}
language: en
codes:
  - id: trust
    name: {en: Trust, ko: 신뢰}
    definition: What the speaker says about relying on another ministry.
    include: [...]
    exclude: [...]
    examples: [{text: ..., source: E01, start: 10, end: 42, note: ...}]
    counter_examples: [...]
    color: "#3f83d1"
    directions: {primary: [organization], secondary: []}
    search: {en: [share ... data], ko: [공유하다]}  # patterns of words (docs/search.md)
    family: topics             # the code and all below it; or listed under `families`
    children: [...]            # or, in a flat list, `parent: id`
families:                      # groups of codes on one axis; optional
  - {id: topics, name: {en: Topics, ko: 주제}, exclusive: false, codes: [trust]}
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.codebook import (
    MAX_LEVELS,
    Code,
    Codebook,
    CodeStatus,
    DirectionLinks,
    Example,
    same_names,
    too_deep,
)
from toolkit.formats.codebook_parts import read_families, read_patterns
from toolkit.formats.codebook_write import write_codebook
from toolkit.formats.problems import Problem, Severity, choices, refuse
from toolkit.formats.yaml_nodes import MappingNode, Node, ScalarNode, line_of
from toolkit.formats.yaml_walk import Walk, load
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

__all__ = ["check_codebook", "parse_codebook", "read_codebook", "write_codebook"]

TOP_KEYS = ("id", "name", "version", "language", "families", "codes")
CODE_KEYS = (
    "id",
    "name",
    "definition",
    "include",
    "exclude",
    "examples",
    "counter_examples",
    "color",
    "directions",
    "status",
    "search",
    "family",
    "parent",
    "children",
)
EXAMPLE_KEYS = ("text", "source", "start", "end", "note")
DIRECTION_KEYS = ("primary", "secondary")


@dataclass(frozen=True, slots=True)
class _ReadCode:
    """A code as it stands in the file, before its place in the tree is checked."""

    code: Code
    line: int


def read_codebook(source: str | Path, name: str = "") -> Codebook:
    """The codebook in the file at a `Path`, or in a YAML text given as `str`.

    Codes come out parents first, `position` counting them from 0. Raises `InputError` with
    file and line of the first error; `check_codebook` names them all.
    """
    text, file = load(source, name)
    codebook, problems = parse_codebook(text, file)
    refuse(problems, hint=_("`qct codebook check {file}` lists every problem.").format(file=file))
    return codebook


def check_codebook(
    source: str | Path,
    name: str = "",
    *,
    direction_ids: Collection[str] | None = None,
    analysed: Collection[str] | None = None,
) -> list[Problem]:
    """All problems of a codebook in the order of its lines; none where it is valid.

    `direction_ids` are the directions that codes may link to, and `analysed` the languages that
    have an analyser; None where they are unknown.
    Raises `InputError` only where there is nothing to check: no file, or not text.
    """
    text, file = load(source, name)
    problems = parse_codebook(text, file, direction_ids, analysed)[1]
    return sorted(problems, key=lambda problem: problem.line)


def parse_codebook(
    text: str,
    file: str,
    direction_ids: Collection[str] | None = None,
    analysed: Collection[str] | None = None,
) -> tuple[Codebook, list[Problem]]:
    """The codebook as far as it can be read, and all problems."""
    walk = Walk(file)
    root = walk.root(text, _("codebook"))
    if root is None:
        return Codebook(), walk.problems
    fields = walk.fields(root, _("the codebook"), TOP_KEYS)
    language = _language(walk, fields.get("language"))
    reader = _CodeReader(walk, language, direction_ids, analysed)
    items = walk.items(fields.get("codes"), "codes")
    if not items and not walk.problems:
        walk.report(root, "no-codes", _("the codebook has no codes; it needs `codes:` with a list"))
    for item in items:
        reader.read(item, None)
    codes = _in_tree_order(walk, reader.codes)
    _warn_of_same_names(walk, reader.codes)
    listed = walk.items(fields.get("families"), "families")
    families = read_families(walk, listed, language, [code.id for code in codes], reader.families)
    codebook = Codebook(
        codes=codes,
        version=walk.number(fields.get("version"), "version", 1) or 1,
        id=walk.identifier(fields.get("id"), _("the codebook's id")) or "codebook",
        name=walk.local_text(fields.get("name"), _("the codebook's name"), language),
        families=families,
    )
    return codebook, walk.problems


def _language(walk: Walk, node: Node | None) -> str:
    """The language of plain texts: the first language that the codebook names."""
    if node is None:
        return "en"
    languages = (
        (walk.text(node, "language"),)
        if isinstance(node, ScalarNode)
        else (walk.texts(node, "language"))
    )
    return languages[0] if languages and languages[0] else "en"


class _CodeReader:
    """Reads codes depth first into `codes`, and the family that a code names into `families`."""

    def __init__(
        self,
        walk: Walk,
        language: str,
        direction_ids: Collection[str] | None,
        analysed: Collection[str] | None = None,
    ) -> None:
        self.walk = walk
        self.analysed = analysed
        self.language = language
        self.direction_ids = direction_ids
        self.codes: list[_ReadCode] = []
        self.families: dict[str, tuple[str, Node]] = {}

    def read(self, node: Node, enclosing: str | None) -> None:
        walk = self.walk
        fields = walk.fields(node, _("a code"), CODE_KEYS)
        if not fields:
            if isinstance(node, MappingNode):
                walk.report(node, "missing-id", _("a code has no id"))
            return
        code_id = walk.identifier(fields.get("id"), _("the id of a code"))
        if "id" not in fields:
            walk.report(node, "missing-id", _("a code has no id"))
        what = _("code {code_id}").format(code_id=code_id) if code_id else _("a code")
        name = walk.local_text(
            fields.get("name"), _("the name of {what}").format(what=what), self.language
        )
        if not name:
            walk.report(
                fields.get("name", node), "missing-name", _("{what} has no name").format(what=what)
            )
        definition = walk.local_text(
            fields.get("definition"), _("the definition of {what}").format(what=what), self.language
        )
        if not definition:
            walk.report(
                fields.get("definition", node),
                "empty-definition",
                _("{what} has no definition").format(what=what),
                Severity.WARNING,
            )
        code = Code(
            id=code_id,
            name=name,
            definition=definition,
            include=walk.texts(fields.get("include"), _("include of {what}").format(what=what)),
            exclude=walk.texts(fields.get("exclude"), _("exclude of {what}").format(what=what)),
            examples=self._examples(
                fields.get("examples"), _("examples of {what}").format(what=what)
            ),
            counter_examples=self._examples(
                fields.get("counter_examples"), _("counter_examples of {what}").format(what=what)
            ),
            color=walk.color(fields.get("color"), _("the color of {what}").format(what=what)),
            parent=self._parent(fields.get("parent"), enclosing, what),
            directions=self._directions(fields.get("directions"), what),
            status=self._status(fields.get("status"), what),
            search=read_patterns(
                walk,
                fields.get("search"),
                _("search of {what}").format(what=what),
                self.language,
                self.analysed,
            ),
        )
        if code_id:
            self.codes.append(_ReadCode(code, line_of(fields["id"])))
            family_id = walk.identifier(
                fields.get("family"), _("the family of {what}").format(what=what)
            )
            if family_id:
                self.families.setdefault(code_id, (family_id, fields["family"]))
        for child in walk.items(fields.get("children"), _("children of {what}").format(what=what)):
            self.read(child, code_id or None)

    def _parent(self, node: Node | None, enclosing: str | None, what: str) -> str | None:
        if node is None:
            return enclosing
        named = self.walk.identifier(node, _("the parent of {what}").format(what=what))
        if enclosing and named and named != enclosing:
            self.walk.report(
                node,
                "two-parents",
                _(
                    "{what} stands among the children of {enclosing} but names {named} "
                    "as its parent"
                ).format(what=what, enclosing=enclosing, named=named),
            )
            return enclosing
        return named or enclosing

    def _status(self, node: Node | None, what: str) -> CodeStatus:
        if node is None:
            return CodeStatus.ACTIVE
        status_text = self.walk.text(node, _("the status of {what}").format(what=what))
        try:
            return CodeStatus(status_text)
        except ValueError:
            valid = [status.value for status in CodeStatus]
            self.walk.report(
                node,
                "bad-status",
                _("unknown status of {what}: {given!r}; {choices}").format(
                    what=what, given=status_text, choices=choices(status_text, valid)
                ),
            )
            return CodeStatus.ACTIVE

    def _examples(self, node: Node | None, what: str) -> tuple[Example, ...]:
        examples = []
        for item in self.walk.items(node, what):
            example = self._example(item, what)
            if example is not None:
                examples.append(example)
        return tuple(examples)

    def _example(self, node: Node, what: str) -> Example | None:
        walk = self.walk
        if isinstance(node, ScalarNode):
            text = walk.text(node, _("an item of {what}").format(what=what))
            return Example(text) if text else None
        fields = walk.fields(node, _("an item of {what}").format(what=what), EXAMPLE_KEYS)
        text = walk.text(fields.get("text"), _("the text of an item of {what}").format(what=what))
        if not text:
            if "text" not in fields:
                walk.report(
                    node,
                    "example-without-text",
                    _("an item of {what} has no text").format(what=what),
                )
            return None
        start = walk.number(fields.get("start"), _("start in {what}").format(what=what))
        end = walk.number(fields.get("end"), _("end in {what}").format(what=what))
        if (start is None) != (end is None):
            walk.report(
                node,
                "half-a-span",
                _("an item of {what} needs both start and end").format(what=what),
            )
        elif start is not None and end is not None and start >= end:
            walk.report(
                node, "bad-span", _("an item of {what} must start before it ends").format(what=what)
            )
        return Example(
            text=str(fields["text"].value),
            source=walk.text(fields.get("source"), _("source in {what}").format(what=what)),
            start=start,
            end=end,
            note=walk.text(fields.get("note"), _("note in {what}").format(what=what)),
        )

    def _directions(self, node: Node | None, what: str) -> DirectionLinks:
        if node is None:
            return DirectionLinks()
        fields = self.walk.fields(node, _("directions of {what}").format(what=what), DIRECTION_KEYS)
        links = {
            key: self._direction_ids(
                fields.get(key), _("{key} directions of {what}").format(key=key, what=what)
            )
            for key in DIRECTION_KEYS
        }
        for both in sorted(set(links["primary"]) & set(links["secondary"])):
            self.walk.report(
                node,
                "direction-twice",
                _("{both} is both a primary and a secondary direction of {what}").format(
                    both=both, what=what
                ),
                Severity.WARNING,
            )
        return DirectionLinks(links["primary"], links["secondary"])

    def _direction_ids(self, node: Node | None, what: str) -> tuple[str, ...]:
        direction_ids: list[str] = []
        for item in self.walk.items(node, what):
            direction_id = self.walk.identifier(item, _("an item of {what}").format(what=what))
            if (
                self.direction_ids is not None
                and direction_id
                and direction_id not in self.direction_ids
            ):
                self.walk.report(
                    item,
                    "unknown-direction",
                    _("unknown direction {given!r} in {what}; {choices}").format(
                        given=direction_id,
                        what=what,
                        choices=choices(direction_id, self.direction_ids),
                    ),
                )
            if direction_id and direction_id not in direction_ids:
                direction_ids.append(direction_id)
        return tuple(direction_ids)


def _warn_of_same_names(walk: Walk, entries: Iterable[_ReadCode]) -> None:
    """Report a warning at each code whose name in a language an earlier code has too."""
    lines = {entry.code.id: entry.line for entry in entries}
    for language, (first, *others) in same_names(entry.code for entry in entries):
        for code in others:
            if code.id != first.id:
                walk.report(
                    lines[code.id],
                    "same-name",
                    _(
                        "code {code} has the name of code {first} on line {line} in {language}: "
                        "{name}; tables and the picker show names"
                    ).format(
                        code=code.id,
                        first=first.id,
                        line=lines[first.id],
                        language=language,
                        name=code.name[language],
                    ),
                    Severity.WARNING,
                )


def _in_tree_order(walk: Walk, read_codes: Iterable[_ReadCode]) -> tuple[Code, ...]:
    """Each code once, in depth-first order; reports duplicates, unknown parents and cycles."""
    entries = list(read_codes)
    known = {entry.code.id for entry in entries}
    first: dict[str, _ReadCode] = {}
    children: dict[str | None, list[str]] = {}
    for entry in entries:
        code_id, parent = entry.code.id, entry.code.parent
        if parent is not None and parent not in known:
            others = sorted(known - {code_id})
            walk.report(
                entry.line,
                "unknown-parent",
                _("code {code_id} names the unknown parent {parent!r}; {choices}").format(
                    code_id=code_id, parent=parent, choices=choices(parent, others)
                ),
            )
            parent = None
        if code_id in first:
            walk.report(
                entry.line,
                "duplicate-id",
                _("code {code_id} is defined twice, first on line {line}").format(
                    code_id=code_id, line=first[code_id].line
                ),
            )
            continue
        first[code_id] = entry
        children.setdefault(parent, []).append(code_id)
    order: list[str] = []
    stack = list(reversed(children.get(None, [])))
    while stack:
        order.append(stack.pop())
        stack.extend(reversed(children.get(order[-1], [])))
    reached = set(order)
    for code_id, entry in first.items():
        if code_id not in reached:
            walk.report(
                entry.line,
                "parent-cycle",
                _("code {code_id} is, through its parents, its own parent").format(code_id=code_id),
            )
    for code_id in too_deep({code_id: entry.code.parent for code_id, entry in first.items()})[:1]:
        walk.report(
            first[code_id].line,
            "too-deep",
            _("code {code_id} stands below {levels} levels, the most there may be").format(
                code_id=code_id, levels=MAX_LEVELS
            ),
        )
    return tuple(replace(first[code_id].code, position=at) for at, code_id in enumerate(order))
