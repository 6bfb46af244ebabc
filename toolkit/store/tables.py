"""Definitions of the store's tables, as plain data.

The writer and the replay read them at run time, and `migrations.schema` turns them into
SQLAlchemy metadata. The module imports nothing heavy, because every command imports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "real"]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind = "text"
    nullable: bool = False
    references: str | None = None
    """`table.column` of a foreign key."""


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _integer(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "integer") for name in names)


def _foreign(name: str, references: str) -> Column:
    return Column(name, references=references)


_SPAN = (_foreign("source_id", "sources.id"), *_integer("span_start", "span_end"))

_TABLES = (
    Table(
        "sources",
        ("id",),
        (
            *_text("id", "title", "language"),
            _foreign("text_sha256", "texts.sha256"),
            _foreign("turns_sha256", "texts.sha256"),
            *_integer("length", "revision", "position"),
            *_text("origin", "metadata"),
        ),
    ),
    Table(
        "source_revisions",
        ("source_id", "revision"),
        (
            _foreign("source_id", "sources.id"),
            *_integer("revision"),
            _foreign("text_sha256", "texts.sha256"),
            _foreign("turns_sha256", "texts.sha256"),
            *_integer("length"),
            Column("replaced_at"),
        ),
    ),
    Table("cases", ("id",), _text("id", "attributes")),
    Table(
        "participations",
        ("source_id", "case_id", "speaker"),
        (
            _foreign("source_id", "sources.id"),
            _foreign("case_id", "cases.id"),
            Column("speaker"),
        ),
    ),
    Table(
        "codes",
        ("id",),
        (
            Column("id"),
            Column("parent", nullable=True),
            *_integer("position"),
            *_text("name", "definition", "include", "exclude", "examples", "counter_examples"),
            *_text("color", "directions", "status"),
        ),
    ),
    # The search patterns of the codes that have some: lists by language, as JSON.
    Table("code_patterns", ("code_id",), (_foreign("code_id", "codes.id"), Column("patterns"))),
    Table(
        "families",
        ("id",),
        (*_text("id", "name"), *_integer("exclusive", "position"), *_text("codes")),
    ),
    Table(
        "codebook_versions",
        ("version",),
        (
            *_integer("version"),
            *_text("id", "name"),
            _foreign("content_sha256", "texts.sha256"),
            *_text("created_at"),
        ),
    ),
    Table(
        "directions",
        ("id",),
        (Column("id"), *_integer("position"), *_text("body")),
    ),
    Table("coders", ("id",), _text("id", "name")),
    # What people have settled for the project as a whole, such as its lead coder.
    Table("settings", ("key",), _text("key", "value")),
    Table(
        "rounds",
        ("id",),
        (*_text("id", "mode", "status", "coders", "sources"), *_integer("codebook_version")),
    ),
    Table(
        "coverage",
        ("round_id", "coder_id", "source_id"),
        (
            _foreign("round_id", "rounds.id"),
            _foreign("coder_id", "coders.id"),
            _foreign("source_id", "sources.id"),
            Column("progress"),
        ),
    ),
    Table(
        "codings",
        ("id",),
        (
            Column("id"),
            *_SPAN,
            _foreign("code_id", "codes.id"),
            _foreign("coder_id", "coders.id"),
            _foreign("round_id", "rounds.id"),
            Column("mode"),
            *_integer("codebook_version"),
            *_text("created_at", "origin"),
            *_integer("discuss"),
        ),
        indexes=(("source_id", "span_start"), ("code_id",), ("coder_id", "source_id")),
    ),
    Table(
        "commitments",
        ("id",),
        (
            Column("id"),
            *_SPAN,
            _foreign("coder_id", "coders.id"),
            _foreign("round_id", "rounds.id"),
            Column("created_at"),
        ),
        indexes=(("source_id", "coder_id"),),
    ),
    Table(
        "memos",
        ("id",),
        (
            *_text("id", "target", "target_id"),
            _foreign("coder_id", "coders.id"),
            *_text("body", "created_at", "updated_at"),
        ),
        indexes=(("target", "target_id"),),
    ),
    Table(
        "suggestions",
        ("id",),
        (
            *_text("id", "batch_id"),
            *_SPAN,
            _foreign("coder_id", "coders.id"),
            _foreign("code_id", "codes.id"),
            *_integer("rank"),
            Column("score", "real"),
            *_text("verdict", "model", "training_sha256", "evidence", "created_at"),
        ),
        indexes=(("batch_id",), ("source_id", "coder_id")),
    ),
    # Which suggestions were shown to whom: `id` is that of the suggestion, `place` counts the
    # candidates of its batch as they are listed, and `shown_at` is empty for what was not shown.
    Table(
        "reveals",
        ("id",),
        (
            *_text("id", "batch_id"),
            _foreign("source_id", "sources.id"),
            _foreign("coder_id", "coders.id"),
            _foreign("round_id", "rounds.id"),
            *_integer("place", "after_commit", "is_check"),
            Column("shown_at"),
        ),
        indexes=(("batch_id",), ("source_id", "coder_id")),
    ),
    Table(
        "decisions",
        ("id",),
        (
            *_text("id", "batch_id"),
            _foreign("coder_id", "coders.id"),
            Column("outcome"),
            Column("suggestion_id", nullable=True),
            *_integer("seen_first"),
            *_text("codes_before", "codes_after", "decided_at"),
        ),
        indexes=(("batch_id",),),
    ),
    # What coders decided about the hits of a code's search patterns; `patterns` is a JSON list.
    Table(
        "pattern_decisions",
        ("id",),
        (
            Column("id"),
            *_SPAN,
            _foreign("code_id", "codes.id"),
            _foreign("coder_id", "coders.id"),
            _foreign("round_id", "rounds.id"),
            *_text("patterns", "outcome", "decided_at"),
        ),
        indexes=(("code_id",), ("source_id",)),
    ),
    # Passages about which coders answer yes or no; `code_id` of a queue is empty where its
    # passages have several, and `why` is a JSON list.
    Table(
        "queues",
        ("id",),
        (
            Column("id"),
            *_integer("number"),
            *_text("kind", "code_id"),
            _foreign("coder_id", "coders.id"),
            _foreign("round_id", "rounds.id"),
            *_integer("seed", "shows_scores"),
            *_text("status", "created_at"),
        ),
        indexes=(("coder_id",),),
    ),
    Table(
        "queue_items",
        ("id",),
        (
            Column("id"),
            _foreign("queue_id", "queues.id"),
            *_integer("position"),
            *_SPAN,
            *_integer("revision"),
            _foreign("code_id", "codes.id"),
            _foreign("coder_id", "coders.id"),
            _foreign("round_id", "rounds.id"),
            Column("why"),
            Column("score", "real", nullable=True),
            Column("answer"),
            Column("coding_id", nullable=True),
            Column("answered_at"),
        ),
        indexes=(("queue_id",), ("source_id",)),
    ),
    Table(
        "theme_runs",
        ("id",),
        _text("id", "model", "parameters", "versions", "created_at"),
    ),
    Table(
        "themes",
        ("run_id", "theme"),
        (
            _foreign("run_id", "theme_runs.id"),
            *_integer("theme", "size"),
            *_text("label", "keywords"),
        ),
    ),
    Table(
        "theme_members",
        ("run_id", "source_id", "span_start", "span_end"),
        (
            _foreign("run_id", "theme_runs.id"),
            *_SPAN,
            *_integer("theme", "representative_rank"),
        ),
    ),
    # What people make of the themes of a run; `body` is JSON, and the order is that of the ids.
    Table(
        "theme_edits",
        ("run_id", "id"),
        (
            _foreign("run_id", "theme_runs.id"),
            *_text("id", "kind", "body"),
            _foreign("coder_id", "coders.id"),
            Column("created_at"),
        ),
    ),
    # Segments that got a theme by a step after the fit: a split, or a new interview.
    Table(
        "theme_assignments",
        ("run_id", "edit_id", "source_id", "span_start", "span_end"),
        (
            _foreign("run_id", "theme_runs.id"),
            Column("edit_id"),
            *_SPAN,
            *_integer("theme", "representative_rank"),
        ),
    ),
    Table(
        "direction_proposals",
        ("id",),
        (
            Column("id"),
            *_SPAN,
            _foreign("direction_id", "directions.id"),
            Column("score", "real"),
            Column("verdict"),
            Column("prior", "real", nullable=True),
            Column("evidence", "real"),
            *_text("model", "created_at"),
        ),
        indexes=(("source_id", "span_start"),),
    ),
    Table(
        "direction_mappings",
        ("id",),
        (
            Column("id"),
            *_SPAN,
            *_text("direction_id"),
            _foreign("coder_id", "coders.id"),
            Column("round_id"),
            Column("stance", nullable=True),
            Column("proposal_id", nullable=True),
            *_text("note", "created_at"),
        ),
        indexes=(("source_id", "span_start"),),
    ),
    Table(
        # Rows whose words a text correction took away; `body` is the row as JSON, and the
        # span lies in the text of `revision`. They wait for a person to place or drop them.
        "orphans",
        ("id",),
        (
            *_text("id", "origin_table"),
            _foreign("source_id", "sources.id"),
            *_integer("revision", "span_start", "span_end"),
            Column("coder_id", nullable=True, references="coders.id"),
            Column("round_id", nullable=True),
            Column("code_id", nullable=True, references="codes.id"),
            *_text("body", "orphaned_at"),
        ),
        indexes=(("source_id",),),
    ),
    Table(
        "adjudications",
        ("id",),
        (
            *_text("id", "disagreement_id"),
            _foreign("source_id", "sources.id"),
            _foreign("round_id", "rounds.id"),
            *_text("kind", "coder_a", "coder_b", "answers_a", "answers_b", "outcome"),
            *_text("codings", "yielded", "decided_by", "reason", "created_at"),
        ),
        indexes=(("round_id", "disagreement_id"),),
    ),
    # Sources that were withdrawn. `texts` is a JSON list of the hashes of their texts, so that
    # they do not come back by another name.
    Table("withdrawals", ("source_id",), _text("source_id", "texts", "withdrawn_at")),
    # Sources of which earlier texts were erased. `texts` is a JSON list of their hashes, so that
    # they do not come back from a copy.
    Table("erasures", ("source_id",), _text("source_id", "texts", "erased_at")),
    # Events whose content was reduced by a withdrawal or an erasure: the hash of what is left.
    Table("redactions", ("event_id",), _text("event_id", "content_sha256")),
)

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}
"""The tables whose rows are explained by events, parents before the rows that refer to them."""

TEXTS = Table("texts", ("sha256",), _text("sha256", "body"))
"""Texts by their hash: written once, never changed, referred to by rows and events."""

EVENTS = Table(
    "events",
    ("seq",),
    (
        *_integer("seq"),
        *_text("id", "at", "actor", "kind", "changes", "summary"),
        Column("undoes", nullable=True),
        *_text("prev_hash", "hash"),
    ),
    indexes=(("undoes",), ("actor", "seq")),
)
