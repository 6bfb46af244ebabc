"""What a text correction left without a place: listed until a person places or drops it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.domain.spans import Span
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toolkit.domain.rounds import Viewer
    from toolkit.operations.session import ProjectSession
    from toolkit.store.protocol import Database

OF_PEOPLE = ("codings", "direction_mappings")
"""Tables whose orphans wait for a person; other orphans are kept and not asked about."""
STATEMENT = (
    "source_id",
    "span_start",
    "span_end",
    "code_id",
    "direction_id",
    "coder_id",
    "round_id",
)
"""What makes two codings or mappings the same statement."""


@dataclass(frozen=True, slots=True)
class Orphan:
    id: str
    """The id that the coding or mapping had, and has again once it is placed."""
    table: str
    source: str
    revision: int
    """Of the text that it stood in."""
    span: Span
    """In that text."""
    code: str
    """Code or direction."""
    coder: str
    round: str
    quote: str
    """The words that are gone."""


def may_see(viewer: Viewer | None, row: Mapping[str, Any]) -> bool:
    """Whether the viewer may see an orphan: in a blind round, those of their own work alone."""
    return (
        viewer is None
        or not viewer.round.is_blind
        or (row["coder_id"], row["round_id"]) == (viewer.coder_id, viewer.round.id)
    )


def orphan_from(database: Database, row: Mapping[str, Any]) -> Orphan:
    """The orphan that a stored row is, with the words that it had."""
    body = json.loads(row["body"])
    revision = database.first(
        "SELECT body FROM source_revisions JOIN texts ON texts.sha256 = text_sha256 "
        "WHERE source_id = :source AND revision = :revision",
        {"source": row["source_id"], "revision": row["revision"]},
    )
    text = str(revision["body"]) if revision is not None else ""
    return Orphan(
        id=row["id"],
        table=row["origin_table"],
        source=row["source_id"],
        revision=row["revision"],
        span=Span(row["span_start"], row["span_end"]),
        code=body.get("code_id") or body.get("direction_id") or "",
        coder=row["coder_id"] or "",
        round=row["round_id"] or "",
        quote=text[row["span_start"] : row["span_end"]],
    )


def need_own(session: ProjectSession, orphan_id: str, coder: str) -> dict[str, Any]:
    """The stored row of an orphan, which only its own coder may place or drop."""
    row = queries.row(session.database, "orphans", id=orphan_id)
    is_foreign = row is not None and row["coder_id"] != coder
    is_hidden = is_foreign and session.bound_by()
    if row is None or row["origin_table"] not in OF_PEOPLE or is_hidden:
        raise InputError(
            _("no coding {orphan_id} waits for a place").format(orphan_id=orphan_id),
            code="unknown-orphan",
            hint=_("`qct codings --orphans` lists those that do."),
        )
    if is_foreign:
        raise UsageError(
            _("coding {orphan_id} is {coder}'s; {actor} cannot place or drop it").format(
                orphan_id=orphan_id, coder=row["coder_id"], actor=coder
            ),
            code="coding-foreign",
            hint=_("Work as its coder with --coder {coder}.").format(coder=row["coder_id"]),
        )
    return row
