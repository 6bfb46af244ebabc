"""Speakers as commands show them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.operations.speakers.listing import SpeakerRow

COLUMNS = ("source", "label", "role", "turns", "words", "share", "case")


def cells(row: SpeakerRow) -> tuple[object, ...]:
    """A speaker as a row of `COLUMNS`."""
    return row.source, row.label, row.role.value, row.turns, row.words, row.share, row.case


def lines(rows: Iterable[SpeakerRow]) -> Iterator[str]:
    """A line for each source, for places where a table cannot stand."""
    for source, speakers in groupby(rows, key=lambda row: row.source):
        yield _("{source}: {speakers}").format(
            source=source, speakers="; ".join(map(_speaker, speakers))
        )


def _speaker(row: SpeakerRow) -> str:
    turns = ngettext("{count} turn", "{count} turns", row.turns).format(count=row.turns)
    return _("{label} ({role}, {turns}, {share:.0%} of the words)").format(
        label=row.label or _("(no label)"), role=row.role.value, turns=turns, share=row.share
    )
