"""Queries of the store's rows, as domain values in a stated order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from toolkit.domain.codebook import Code, Codebook
from toolkit.domain.rounds import CONSENSUS, Coverage, Round, Viewer
from toolkit.store import rows, visibility
from toolkit.store.selections import chunked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.domain.adjudication import Adjudication
    from toolkit.domain.codings import Coder, Coding
    from toolkit.domain.directions import Direction, DirectionMapping, DirectionProposal
    from toolkit.domain.memos import Memo, MemoTarget
    from toolkit.domain.suggestions import Decision, Suggestion
    from toolkit.domain.transcript import Case, Participation, Source, Turn
    from toolkit.store.protocol import Database


class PlaceFilters(TypedDict, total=False):
    """Which codings are read, whatever their code."""

    source: str | None
    coder: str | None
    round_id: str | None
    at: int | None
    """A code point that the codings contain."""
    viewer: Viewer | None
    """The person who reads; codings that a blind round hides from them are left out."""


class CodingFilters(PlaceFilters, total=False):
    """Which codings are read: those that match every filter given."""

    code: str | None


class MemoFilters(TypedDict, total=False):
    """Which memos are read: those that match every filter given."""

    target: MemoTarget | None
    target_id: str | None
    source: str | None
    """The source on whose codings the memos are."""
    viewer: Viewer | None
    """The person who reads; memos that a blind round hides from them are left out."""


_OF_CODINGS = {
    "source": "codings.source_id = :source",
    "coder": "codings.coder_id = :coder",
    "code": "codings.code_id = :code",
    "round_id": "codings.round_id = :round_id",
    "at": "codings.span_start <= :at AND :at < codings.span_end",
}
_OF_MEMOS = {
    "target": "target = :target",
    "target_id": "target_id = :target_id",
    "source": "target = 'coding' AND target_id IN "
    "(SELECT codings.id FROM codings WHERE codings.source_id = :source)",
}


def sources(database: Database) -> list[Source]:
    stored = database.query("SELECT * FROM sources ORDER BY position, id")
    return [rows.source_from(row) for row in stored]


def row(database: Database, table: str, **key: str | int) -> dict[str, Any] | None:
    """One row as it is stored, by its key columns, or None."""
    where = " AND ".join(f"{column} = :{column}" for column in key)
    stored = database.first(f"SELECT * FROM {table} WHERE {where}", key)
    return dict(stored) if stored is not None else None


def rows_among(
    database: Database, table: str, column: str, values: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """The stored rows of a table in which a column has one of the values, by few statements."""
    for condition, params in chunked(column, values):
        for row in database.query(f"SELECT * FROM {table} WHERE {condition}", params):
            yield dict(row)


def last_position(database: Database) -> int:
    """The greatest position of a source; 0 where there is none."""
    row = database.first("SELECT max(position) AS position FROM sources")
    return int(row["position"] or 0) if row is not None else 0


def text_body(database: Database, sha256: str) -> str:
    stored = database.first("SELECT body FROM texts WHERE sha256 = :sha256", {"sha256": sha256})
    return str(stored["body"]) if stored is not None else ""


def bodies_of(database: Database, hashes: Iterable[str]) -> dict[str, str]:
    """The texts of these hashes, by hash; those that the store has not are left out."""
    stored = rows_among(database, "texts", "sha256", hashes)
    return {row["sha256"]: row["body"] for row in stored}


def known_texts(database: Database, hashes: Iterable[str]) -> set[str]:
    """The hashes among these whose texts the store has."""
    return {
        row["sha256"]
        for condition, params in chunked("sha256", hashes)
        for row in database.query(f"SELECT sha256 FROM texts WHERE {condition}", params)
    }


def turns(database: Database, source_id: str) -> list[Turn]:
    stored = database.first(
        "SELECT body FROM sources JOIN texts ON texts.sha256 = sources.turns_sha256 "
        "WHERE sources.id = :id",
        {"id": source_id},
    )
    return rows.turns_from(stored["body"]) if stored is not None else []


def texts_of(database: Database, source_ids: Iterable[str]) -> dict[str, str]:
    """The texts of several sources by id, by few statements."""
    return dict(_bodies(database, source_ids, "text_sha256"))


def turns_of(database: Database, source_ids: Iterable[str]) -> dict[str, list[Turn]]:
    """The turns of several sources by id, by few statements."""
    stored = stored_turns_of(database, source_ids)
    return {source_id: rows.turns_from(body) for source_id, body in stored.items()}


def stored_turns_of(database: Database, source_ids: Iterable[str]) -> dict[str, str]:
    """The turns of several sources by id, each as the text that is stored of them."""
    return dict(_bodies(database, source_ids, "turns_sha256"))


def _bodies(
    database: Database, source_ids: Iterable[str], column: str
) -> Iterator[tuple[str, str]]:
    """The texts that a column of the sources names, in the order of the ids."""
    for condition, params in chunked("sources.id", source_ids):
        stored = database.query(
            f"SELECT sources.id, texts.body FROM sources JOIN texts ON texts.sha256 = {column} "
            f"WHERE {condition}",
            params,
        )
        bodies = {row["id"]: row["body"] for row in stored}
        yield from ((name, bodies[name]) for name in params.values() if name in bodies)


def cases(database: Database) -> list[Case]:
    return [rows.case_from(row) for row in database.query("SELECT * FROM cases ORDER BY id")]


def participations(database: Database) -> list[Participation]:
    stored = database.query("SELECT * FROM participations ORDER BY source_id, speaker, case_id")
    return [rows.participation_from(row) for row in stored]


CODES = (
    "SELECT codes.*, code_patterns.patterns AS patterns FROM codes "
    "LEFT JOIN code_patterns ON code_patterns.code_id = codes.id"
)
"""The rows of codes with their search patterns, as JSON or None."""


def codes(database: Database) -> list[Code]:
    stored = database.query(f"{CODES} ORDER BY position, id")
    return [rows.code_from(row, row["patterns"]) for row in stored]


def code(database: Database, code_id: str) -> Code | None:
    """The code of that id as it is now, or None."""
    row = database.first(f"{CODES} WHERE codes.id = :id", {"id": code_id})
    return rows.code_from(row, row["patterns"]) if row is not None else None


def codebook(database: Database) -> Codebook:
    # The newest version with the families: a row for each of them, or one row without any.
    stored = database.query(
        "SELECT version, codebook_versions.id AS codebook_id, codebook_versions.name AS title, "
        "families.id AS id, families.name AS name, exclusive, position, codes "
        "FROM codebook_versions LEFT JOIN families ON 1 = 1 "
        "WHERE version = (SELECT max(version) FROM codebook_versions) "
        "ORDER BY position, families.id"
    )
    if not stored:
        return Codebook(tuple(codes(database)), version=0)
    return Codebook(
        tuple(codes(database)),
        version=stored[0]["version"],
        id=stored[0]["codebook_id"],
        name=json.loads(stored[0]["title"]),
        families=tuple(rows.family_from(row) for row in stored if row["id"] is not None),
    )


def codebook_version(database: Database) -> int:
    """The number of the newest version of the codebook; 0 where there is none."""
    row = database.first("SELECT max(version) AS version FROM codebook_versions")
    return int(row["version"] or 0) if row is not None else 0


def directions(database: Database) -> list[Direction]:
    stored = database.query("SELECT * FROM directions ORDER BY position, id")
    return [rows.direction_from(row) for row in stored]


def coders(database: Database) -> list[Coder]:
    return [rows.coder_from(row) for row in database.query("SELECT * FROM coders ORDER BY id")]


def rounds(database: Database) -> list[Round]:
    return [rows.round_from(row) for row in database.query("SELECT * FROM rounds ORDER BY id")]


def viewer(database: Database, coder: str, round_: Round) -> Viewer:
    """A viewer who looks from this round, with every blind round that is open now."""
    return Viewer(coder, round_, tuple(other for other in rounds(database) if other.is_blind))


def stated_sources(database: Database, round_id: str, coder_id: str) -> set[str]:
    """Ids of the sources of which the coder has stated, in the round, how far they are."""
    stated = database.query(
        "SELECT source_id FROM coverage WHERE round_id = :round AND coder_id = :coder",
        {"round": round_id, "coder": coder_id},
    )
    return {row["source_id"] for row in stated}


def coverage(
    database: Database, coded: Iterable[tuple[str, str, str]] | None = None
) -> list[Coverage]:
    """Coverage as stated, and as codings imply it: a coder who coded a source worked on it.

    `coded` has the rounds, coders and sources of the codings, where they are known already.
    """
    stated = database.query("SELECT * FROM coverage ORDER BY round_id, coder_id, source_id")
    known = [rows.coverage_from(row) for row in stated]
    stated_keys = {(part.round_id, part.coder_id, part.source_id) for part in known}
    if coded is None:
        implied = database.query("SELECT DISTINCT round_id, coder_id, source_id FROM codings")
        coded = [(row["round_id"], row["coder_id"], row["source_id"]) for row in implied]
    known += [Coverage(*place) for place in coded if place not in stated_keys]
    return sorted(known, key=lambda part: (part.round_id, part.coder_id, part.source_id))


def codings(database: Database, **filters: Unpack[CodingFilters]) -> list[Coding]:
    """Codings in the order of the text."""
    return list(iterate_codings(database, **filters))


def iterate_codings(database: Database, **filters: Unpack[CodingFilters]) -> Iterator[Coding]:
    """Codings in the order of the text, as they are read."""
    given = _given(_OF_CODINGS, filters)
    seen, viewed = visibility.conditions(filters.get("viewer"))
    stored = database.iterate(
        "SELECT codings.* FROM codings JOIN sources ON sources.id = codings.source_id "
        f"{_where([*(_OF_CODINGS[name] for name in given), *seen])} "
        "ORDER BY sources.position, sources.id, span_start, span_end, "
        "code_id, coder_id, round_id, codings.id",
        given | viewed,
    )
    for row in stored:
        yield rows.coding_from(row)


def count_codings(database: Database, **filters: Unpack[CodingFilters]) -> dict[str, int]:
    """Codings by source, of those that match every filter given."""
    given = _given(_OF_CODINGS, filters)
    seen, viewed = visibility.conditions(filters.get("viewer"))
    counted = database.query(
        "SELECT source_id, count(*) AS n FROM codings "
        f"{_where([*(_OF_CODINGS[name] for name in given), *seen])} GROUP BY source_id",
        given | viewed,
    )
    return {row["source_id"]: row["n"] for row in counted}


def count_codes(database: Database, *, viewer: Viewer | None = None) -> dict[str, dict[str, int]]:
    """Codings by code and coder."""
    seen, viewed = visibility.conditions(viewer)
    counted = database.query(
        f"SELECT code_id, coder_id, count(*) AS n FROM codings {_where(seen)} "
        "GROUP BY code_id, coder_id ORDER BY code_id, coder_id",
        viewed,
    )
    counts: dict[str, dict[str, int]] = {}
    for row in counted:
        counts.setdefault(row["code_id"], {})[row["coder_id"]] = row["n"]
    return counts


def used_codes(
    database: Database, coder: str, *, viewer: Viewer | None = None
) -> list[tuple[str, int]]:
    """The codes that a coder has applied and how often, the one applied last first."""
    seen, viewed = visibility.conditions(viewer)
    counted = database.query(
        "SELECT code_id, count(*) AS n, max(created_at) AS last FROM codings "
        f"{_where(['coder_id = :coder', *seen])} GROUP BY code_id ORDER BY last DESC, code_id",
        {"coder": coder, **viewed},
    )
    return [(row["code_id"], row["n"]) for row in counted]


def memos(database: Database, **filters: Unpack[MemoFilters]) -> list[Memo]:
    """Memos in the order of what they are on."""
    given = _given(_OF_MEMOS, filters)
    seen, viewed = visibility.memo_conditions(filters.get("viewer"))
    stored = database.query(
        f"SELECT * FROM memos {_where([*(_OF_MEMOS[name] for name in given), *seen])} "
        "ORDER BY target, target_id, created_at, id",
        given | viewed,
    )
    return [rows.memo_from(row) for row in stored]


def suggestions(database: Database, *, batch_id: str | None = None) -> list[Suggestion]:
    where = "WHERE batch_id = :batch_id" if batch_id else ""
    stored = database.query(
        f"SELECT * FROM suggestions {where} ORDER BY created_at, batch_id, rank, id",
        {"batch_id": batch_id},
    )
    return [rows.suggestion_from(row) for row in stored]


def decisions(database: Database) -> list[Decision]:
    stored = database.query("SELECT * FROM decisions ORDER BY decided_at, id")
    return [rows.decision_from(row) for row in stored]


def has_commitment(
    database: Database, source_id: str, start: int, end: int, coder: str, round_id: str
) -> bool:
    """Whether the coder has recorded "no code here" for exactly this span."""
    return (
        database.first(
            "SELECT 1 FROM commitments WHERE source_id = :source_id AND span_start = :start "
            "AND span_end = :end AND coder_id = :coder AND round_id = :round_id",
            {
                "source_id": source_id,
                "start": start,
                "end": end,
                "coder": coder,
                "round_id": round_id,
            },
        )
        is not None
    )


def direction_proposals(database: Database) -> list[DirectionProposal]:
    stored = database.query(
        "SELECT * FROM direction_proposals "
        "ORDER BY source_id, span_start, span_end, score DESC, direction_id"
    )
    return [rows.proposal_from(row) for row in stored]


def direction_mappings(
    database: Database, *, coder: str | None = None, viewer: Viewer | None = None
) -> list[DirectionMapping]:
    seen, viewed = visibility.conditions(viewer, "direction_mappings")
    if coder:
        seen, viewed = ["coder_id = :coder", *seen], {"coder": coder, **viewed}
    stored = database.query(
        f"SELECT * FROM direction_mappings {_where(seen)} "
        "ORDER BY source_id, span_start, span_end, direction_id, coder_id, id",
        viewed,
    )
    return [rows.mapping_from(row) for row in stored]


def adjudications(database: Database, *, round_id: str | None = None) -> list[Adjudication]:
    """Adjudications in the order in which they were made."""
    where = "WHERE round_id = :round_id" if round_id else ""
    stored = database.query(
        f"SELECT * FROM adjudications {where} ORDER BY created_at, id",
        {"round_id": round_id} if round_id else {},
    )
    return [rows.adjudication_from(row) for row in stored]


def consensus_rounds(database: Database) -> set[str]:
    """Ids of the rounds that hold settled answers."""
    stored = database.query("SELECT DISTINCT round_id FROM adjudications")
    return {row["round_id"] for row in stored}


def setting(database: Database, key: str) -> str:
    """What people have settled under the key; empty for nothing."""
    stored = database.first("SELECT value FROM settings WHERE key = :key", {"key": key})
    return str(stored["value"]) if stored is not None else ""


def settled_rounds(database: Database) -> set[str]:
    """Ids of the rounds that hold what was settled: nobody's answers, and nobody's to do."""
    return {CONSENSUS, *consensus_rounds(database)}


def _given(conditions: Mapping[str, str], filters: Mapping[str, object]) -> dict[str, Any]:
    """The filters that have a condition and a value."""
    return {name: filters[name] for name in conditions if filters.get(name) is not None}


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""
