"""Sources that say in another language what another source says, and would count twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.transcript import RENDERING_OF
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.transcript import Source


def renderings_among(sources: Iterable[Source]) -> list[str]:
    """Ids of the sources that render another one of them; figures leave these out unless they
    are named."""
    every = list(sources)
    ids = {source.id for source in every}
    return [source.id for source in every if source.metadata.get(RENDERING_OF) in ids]


def renderings_note(source_ids: Sequence[str]) -> str:
    """The note that names the renderings that a figure leaves out."""
    note = _("left out, since they render another source: {sources} (name them with --sources)")
    return note.format(sources=", ".join(source_ids))
