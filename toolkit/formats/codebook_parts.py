"""Parts of a codebook file: families of codes, and search patterns of a code.

Families are listed under `families`, and codes name them:

families:
  - {id: topics, name: {en: Topics, ko: 주제}, exclusive: false, codes: [trust, law]}

A code belongs to a family together with all codes below it. `family: topics` on a code says
the same as its id in `codes` of the family.

search: {en: [share ... data], ko: [공유하다]}   # or a list, in the language of the file
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.domain.codebook import Family
from toolkit.formats.problems import Severity, choices
from toolkit.formats.yaml_nodes import MappingNode, ScalarNode, SequenceNode
from toolkit.i18n import _
from toolkit.language.patterns.parse import PatternError, parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from toolkit.formats.yaml_nodes import Node
    from toolkit.formats.yaml_walk import Walk

FAMILY_KEYS = ("id", "name", "exclusive", "codes")


@dataclass(slots=True)
class _Draft:
    """A family as far as it was read."""

    name: dict[str, str] = field(default_factory=dict)
    exclusive: bool = False
    codes: list[str] = field(default_factory=list)


def read_families(
    walk: Walk,
    listed: Sequence[Node],
    language: str,
    code_ids: Sequence[str],
    named_by_codes: Mapping[str, tuple[str, Node]],
) -> tuple[Family, ...]:
    """The families in the order of the file, with their codes in the order of the codebook.

    `listed` are the entries of `families`; `named_by_codes` has the family id, and the node
    it stands in, by the id of the code that names it. Reports unknown codes, ids given twice
    and codes of two families to `walk`.
    """
    drafts: dict[str, _Draft] = {}
    owner: dict[str, str] = {}
    for node in listed:
        _read_family(walk, node, language, code_ids, drafts, owner)
    for code_id, (family_id, node) in named_by_codes.items():
        if listed and family_id not in drafts:
            walk.report(
                node,
                "unknown-family",
                _("code {code_id} names the unknown family {family_id!r}; {choices}").format(
                    code_id=code_id, family_id=family_id, choices=choices(family_id, drafts)
                ),
            )
            continue
        _claim(walk, node, family_id, code_id, drafts.setdefault(family_id, _Draft()), owner)
    order = {code_id: at for at, code_id in enumerate(code_ids)}
    return tuple(
        Family(
            family_id,
            draft.name,
            draft.exclusive,
            tuple(sorted(draft.codes, key=lambda code_id: order.get(code_id, len(order)))),
        )
        for family_id, draft in drafts.items()
    )


def _read_family(
    walk: Walk,
    node: Node,
    language: str,
    code_ids: Sequence[str],
    drafts: dict[str, _Draft],
    owner: dict[str, str],
) -> None:
    fields = walk.fields(node, _("a family"), FAMILY_KEYS)
    family_id = walk.identifier(fields.get("id"), _("the id of a family"))
    if not family_id:
        if "id" not in fields:
            walk.report(node, "missing-id", _("a family has no id"))
        return
    if family_id in drafts:
        walk.report(
            node,
            "duplicate-family",
            _("family {family_id} is defined twice").format(family_id=family_id),
        )
        return
    what = _("family {family_id}").format(family_id=family_id)
    draft = drafts[family_id] = _Draft(
        walk.local_text(fields.get("name"), _("the name of {what}").format(what=what), language),
        walk.flag(fields.get("exclusive"), _("exclusive of {what}").format(what=what)),
    )
    for item in walk.items(fields.get("codes"), _("codes of {what}").format(what=what)):
        code_id = walk.identifier(item, _("a code of {what}").format(what=what))
        if code_id and code_id not in code_ids:
            walk.report(
                item,
                "unknown-code",
                _("{what} names the unknown code {code_id!r}; {choices}").format(
                    what=what, code_id=code_id, choices=choices(code_id, code_ids)
                ),
            )
        elif code_id:
            _claim(walk, item, family_id, code_id, draft, owner)


def _claim(
    walk: Walk, node: Node, family_id: str, code_id: str, draft: _Draft, owner: dict[str, str]
) -> None:
    """Give the code to the family unless another family has it."""
    other = owner.setdefault(code_id, family_id)
    if other != family_id:
        walk.report(
            node,
            "two-families",
            _("code {code_id} belongs to the families {other} and {family_id}; choose one").format(
                code_id=code_id, other=other, family_id=family_id
            ),
        )
    elif code_id in draft.codes:
        walk.report(
            node,
            "code-twice",
            _("code {code_id} is named twice for family {family_id}").format(
                code_id=code_id, family_id=family_id
            ),
            Severity.WARNING,
        )
    else:
        draft.codes.append(code_id)


def read_patterns(
    walk: Walk,
    node: Node | None,
    what: str,
    language: str,
    analysed: Collection[str] | None = None,
) -> dict[str, tuple[str, ...]]:
    """The patterns by language; a plain list is in `language`.

    Reports patterns that cannot be read and, where `analysed` names the languages that have an
    analyser, those in other languages, whose words are searched as they are written.
    """
    patterns: dict[str, tuple[str, ...]] = {}
    for name, listed in _lists(walk, node, what, language):
        kept = tuple(dict.fromkeys(_read(walk, listed, what)))
        if kept:
            patterns[name] = kept
        if kept and analysed is not None and name.partition("-")[0] not in analysed:
            walk.report(
                listed,
                "pattern-language",
                _(
                    "{what}: there is no analyser of the language {language}, so the words of "
                    "its patterns are searched as they are written; languages with one: {names}"
                ).format(what=what, language=name, names=", ".join(sorted(analysed))),
                Severity.WARNING,
            )
    return patterns


def _lists(walk: Walk, node: Node | None, what: str, language: str) -> Iterator[tuple[str, Node]]:
    if node is None:
        return
    if isinstance(node, MappingNode):
        yield from walk.languages(node, what)
    else:
        yield language, node


def _read(walk: Walk, node: Node, what: str) -> Iterator[str]:
    """The patterns of a list, or the only one, that can be read."""
    items = walk.items(node, what) if isinstance(node, SequenceNode) else [node]
    for item in items:
        if not isinstance(item, ScalarNode):
            walk.items(item, what)
            continue
        text = walk.text(item, _("a pattern in {what}").format(what=what))
        if not text:
            continue
        try:
            parse(text)
        except PatternError as error:
            walk.report(item, "bad-pattern", f"{what}: {error.message}. {error.hint}".rstrip())
        else:
            yield text
