"""Items of the agreement statement: what they say, and whether the data prove it."""

from __future__ import annotations

from toolkit.i18n import _

DATA, YOURS = "data", "to be stated"

Item = tuple[str, str, str]
"""Item, statement, and where it is from: `data` or `to be stated`."""


def to_be_stated(item: str, what: str) -> Item:
    """An item that only the person who writes the methods section knows."""
    return item, _("[to be stated: {what}]").format(what=what), YOURS


def three(value: float | None) -> str:
    """A coefficient with three decimals and without the zero before the point."""
    return _("undefined") if value is None else f"{value:.3f}".replace("0.", ".", 1)
