"""Sources of which earlier texts were erased, and the refusal to take these texts in again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.events import canonical_json
from toolkit.errors import InputError, unknown
from toolkit.i18n import _
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.events import Change
    from toolkit.operations.session import ProjectSession
    from toolkit.store.protocol import Database


@dataclass(frozen=True, slots=True)
class Erasure:
    """A source of which earlier texts were erased."""

    source_id: str
    texts: frozenset[str]
    """Hashes of the texts that were erased."""
    erased_at: str


def erasures(database: Database) -> list[Erasure]:
    """The sources of which earlier texts were erased, by id."""
    return [
        Erasure(row["source_id"], frozenset(json.loads(row["texts"])), row["erased_at"])
        for row in database.query("SELECT * FROM erasures ORDER BY source_id")
    ]


def erased_hashes(database: Database) -> set[str]:
    """Hashes of all the texts that were erased, and that no source has now."""
    erased = {sha256 for erasure in erasures(database) for sha256 in erasure.texts}
    return erased - {source.text_sha256 for source in queries.sources(database)}


def noted(database: Database, source_id: str, texts: Iterable[str], erased_at: str) -> Change:
    """The change that notes erased texts of a source, beside those that are noted already."""
    row = {"source_id": source_id, "texts": canonical_json(sorted(texts)), "erased_at": erased_at}
    before = queries.row(database, "erasures", source_id=source_id)
    if before is None:
        return rows.added("erasures", row)
    united = {*json.loads(before["texts"]), *json.loads(row["texts"])}
    return rows.changed(
        "erasures", before, {**row, "texts": canonical_json(sorted(united)), "erased_at": erased_at}
    )


def refuse_erased_text(
    standing: Iterable[Erasure], source_id: str, text_sha256: str, file: str = ""
) -> None:
    """Raise `InputError` for a text that was erased, whatever its source is called now.

    `file` is where it comes from; without it, the text is that of a correction of the source.
    """
    for erasure in standing:
        if text_sha256 in erasure.texts:
            raise InputError(
                _("{what} is a text of {source} that was erased on {date}").format(
                    what=file or _("the new text of {source}").format(source=source_id),
                    source=erasure.source_id,
                    date=erasure.erased_at[:10],
                ),
                code="text-erased",
                hint=_(
                    "Remove the file: it names people whom the project must not name. If it may "
                    "come back after all: `qct deidentify erase --take-back {source}`."
                ).format(source=erasure.source_id),
            )


def readmit(session: ProjectSession, source_ids: Iterable[str], *, actor: str) -> tuple[str, ...]:
    """Forget that texts of the sources were erased, so that they can come in again.

    Returns the ids. Raises `InputError` for a source of which no text was erased.
    """
    named = tuple(dict.fromkeys(source_ids))
    stored = session.database.query("SELECT * FROM erasures ORDER BY source_id")
    known = {row["source_id"]: dict(row) for row in stored}
    for name in named:
        if name not in known:
            raise unknown("source with an erased text", name, list(known))
    session.record(
        actor=actor,
        kind="source.readmit",
        changes=[rows.removed("erasures", known[name]) for name in named],
        summary={"sources": list(named)},
    )
    return named
