"""Codes, and the tree that they form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

LocalText = Mapping[str, str]
"""Text by language code, e.g. `{"en": "Trust", "ko": "신뢰"}`."""
LocalTexts = Mapping[str, tuple[str, ...]]
"""Lists of texts by language code."""


def local(text: LocalText, language: str = "en") -> str:
    """The text in `language`, else in any language that it exists in, else an empty text."""
    return text.get(language) or next((t for t in text.values() if t), "")


class CodeStatus(StrEnum):
    """Whether a code takes new codings."""

    ACTIVE = "active"
    RETIRED = "retired"
    """The code keeps its codings and takes no new ones."""


MAX_LEVELS = 100
"""Most levels of a codebook's tree, in files and in the store."""
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""A language such as `en`, `ko` or `pt-BR`."""


@dataclass(frozen=True, slots=True)
class Example:
    """A passage quoted from a source to show what a code means; offsets in code points."""

    text: str
    source: str = ""
    start: int | None = None
    end: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DirectionLinks:
    """The policy directions a code points to by itself, before anyone reads the passage."""

    primary: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the codebook. `position` counts codes in codebook order from 0."""

    id: str
    name: LocalText
    definition: LocalText = field(default_factory=dict)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()
    color: str = ""
    parent: str | None = None
    position: int = 0
    directions: DirectionLinks = DirectionLinks()
    status: CodeStatus = CodeStatus.ACTIVE
    search: LocalTexts = field(default_factory=dict)
    """Search patterns by language, as docs/search.md explains them; no list is empty."""

    def label(self, language: str = "en") -> str:
        return local(self.name, language) or self.id


def same_names(codes: Iterable[Code]) -> list[tuple[str, tuple[Code, ...]]]:
    """Active codes that share a name in one language: the language, and the codes in their order.

    Case and width of letters do not tell names apart.
    """
    named: dict[tuple[str, str], list[Code]] = {}
    for code in codes:
        if code.status is CodeStatus.ACTIVE:
            for language, name in code.name.items():
                folded = unicodedata.normalize("NFKC", name).casefold().strip()
                named.setdefault((language, folded), []).append(code)
    return [
        (language, tuple(sharing))
        for (language, folded), sharing in named.items()
        if folded and len(sharing) > 1
    ]


def too_deep(parents: Mapping[str, str | None]) -> list[str]:
    """Ids of codes that stand below `MAX_LEVELS` levels, by the parent of each code."""
    levels: dict[str | None, int] = {None: 0}
    for code_id in parents:
        path: list[str] = []
        current: str | None = code_id
        while current not in levels and current is not None and current not in path:
            path.append(current)
            current = parents.get(current)
        level = levels.get(current, 0)
        for above in reversed(path):
            level += 1
            levels[above] = level
    return [code_id for code_id in parents if levels[code_id] > MAX_LEVELS]


@dataclass(frozen=True, slots=True)
class Family:
    """A named group of codes on one axis, such as topics or stance."""

    id: str
    name: LocalText = field(default_factory=dict)
    exclusive: bool = False
    """Whether a coder gives a passage at most one code of the family."""
    codes: tuple[str, ...] = ()
    """Ids of the codes that belong to it, each with all codes below it in the tree."""

    def label(self, language: str = "en") -> str:
        """The name in `language`, or the id where the family has no name."""
        return local(self.name, language) or self.id


@dataclass(frozen=True)
class Codebook:
    """A versioned tree of codes, in codebook order (parents before their children)."""

    codes: tuple[Code, ...] = ()
    version: int = 1
    id: str = "codebook"
    name: LocalText = field(default_factory=dict)
    families: tuple[Family, ...] = ()
    """Families in the order of the codebook file; empty where the file marks none."""

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        return {code.id: code for code in self.codes}

    @cached_property
    def _children(self) -> Mapping[str | None, tuple[Code, ...]]:
        children: dict[str | None, list[Code]] = {}
        for code in self.codes:
            children.setdefault(code.parent, []).append(code)
        return {parent: tuple(codes) for parent, codes in children.items()}

    def __contains__(self, code_id: object) -> bool:
        """Whether the codebook has a code with this id."""
        return code_id in self.by_id

    def __getitem__(self, code_id: str) -> Code:
        return self.by_id[code_id]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def children(self, code_id: str | None = None) -> tuple[Code, ...]:
        """The codes directly below a code, or the top-level codes for None."""
        return self._children.get(code_id, ())

    def is_leaf(self, code_id: str) -> bool:
        return not self.children(code_id)

    def leaves(self) -> tuple[Code, ...]:
        return tuple(code for code in self.codes if self.is_leaf(code.id))

    def path(self, code_id: str) -> tuple[Code, ...]:
        """The code with all codes above it, from the top level down."""
        path: list[Code] = []
        seen: set[str] = set()
        current: str | None = code_id
        while current is not None and current in self.by_id and current not in seen:
            seen.add(current)
            path.append(self.by_id[current])
            current = self.by_id[current].parent
        return tuple(reversed(path))

    @cached_property
    def _family_of_root(self) -> Mapping[str, Family]:
        return {code_id: family for family in self.families for code_id in family.codes}

    def family_of(self, code_id: str) -> Family | None:
        """The family of a code: that of the nearest code on its path that a family names."""
        for code in reversed(self.path(code_id)):
            if code.id in self._family_of_root:
                return self._family_of_root[code.id]
        return None

    def family_members(self, family_id: str) -> tuple[str, ...]:
        """Ids of all codes of a family, in codebook order."""
        return tuple(
            code.id
            for code in self.codes
            if (family := self.family_of(code.id)) is not None and family.id == family_id
        )

    def descendants(self, code_id: str) -> tuple[str, ...]:
        """Ids of the code and of all codes below it, in codebook order."""
        members = {code_id}
        for code in self.depth_first():
            if code.parent in members:
                members.add(code.id)
        return tuple(code.id for code in self.codes if code.id in members)

    def depth_first(self) -> Iterator[Code]:
        """Every code, each parent directly before its children."""

        def walk(codes: Iterable[Code]) -> Iterator[Code]:
            for code in codes:
                yield code
                yield from walk(self.children(code.id))

        return walk(self.children(None))
