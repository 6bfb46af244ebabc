"""Finding the way in a source: where a named place is."""

from __future__ import annotations

from toolkit.operations.session import ProjectSession, need_source
from toolkit.store import queries
from toolkit.text.locations import LocationKind, find_place, parse_place


def offset_of(
    session: ProjectSession, source_id: str, place: str, *, bare: LocationKind = LocationKind.OFFSET
) -> int:
    """The code point at a place such as `T12`; `bare` is what a number alone counts.

    Raises `UsageError` for what is no place, `InputError` for what the text does not have.
    """
    wanted = parse_place(place, bare=bare)
    source = need_source(session, source_id)
    text = queries.text_body(session.database, source.text_sha256)
    return find_place(wanted, text, queries.turns(session.database, source_id))
