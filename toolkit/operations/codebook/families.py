"""Families of the codebook: groups of codes on one axis, and the domains of agreement."""

from __future__ import annotations

from toolkit.domain.codebook import Codebook, Family
from toolkit.i18n import ngettext


def families_of(book: Codebook) -> tuple[Family, ...]:
    """The families that the codebook marks.

    A codebook that marks none has a family for each top-level code with codes below it,
    and these are taken as exclusive, as `--families top` takes them.
    """
    if book.families:
        return book.families
    return tuple(
        Family(code.id, code.name, exclusive=True, codes=(code.id,))
        for code in book.children(None)
        if not book.is_leaf(code.id)
    )


def exclusive_domains(book: Codebook) -> dict[str, tuple[str, ...]]:
    """The codes of each exclusive family: the domains of Cu-alpha where no others are named."""
    families = families_of(book)
    marked = Codebook(book.codes, families=families)
    return {family.id: marked.family_members(family.id) for family in families if family.exclusive}


def domain_of(book: Codebook, code_id: str) -> str:
    """The id of the code's family, or of its top-level code where it has no family."""
    family = book.family_of(code_id)
    return family.id if family is not None else book.path(code_id)[0].id


def family_lines(book: Codebook, language: str = "en") -> list[str]:
    """A sentence for each family that the codebook marks, with the number of its codes."""
    lines = []
    for family in book.families:
        count = len(book.family_members(family.id))
        sentence = (
            ngettext(
                "family {family} ({name}), exclusive: {count} code",
                "family {family} ({name}), exclusive: {count} codes",
                count,
            )
            if family.exclusive
            else ngettext(
                "family {family} ({name}), not exclusive: {count} code",
                "family {family} ({name}), not exclusive: {count} codes",
                count,
            )
        )
        lines.append(sentence.format(family=family.id, name=family.label(language), count=count))
    return lines
