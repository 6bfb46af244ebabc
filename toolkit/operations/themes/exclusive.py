"""Codes of which each passage has one, such as a stance: they tell no subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.domain.codebook import Codebook


def exclusive_codes(book: Codebook) -> dict[str, str]:
    """Codes of exclusive families, such as a stance that every passage has, with their family."""
    parents = {code.id: code.parent for code in book}
    result = {}
    for family in book.families:
        if not family.exclusive:
            continue
        for code in parents:
            here: str | None = code
            while here is not None:
                if here in family.codes:
                    result[code] = family.id
                    break
                here = parents.get(here)
    return result
