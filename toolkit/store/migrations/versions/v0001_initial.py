"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("attributes", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "coders",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "codes",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("parent", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("definition", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("include", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("exclude", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("examples", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("counter_examples", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("color", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("directions", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "directions",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("changes", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("summary", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("undoes", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("prev_hash", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id", name="uq_events_id"),
    )
    op.create_index("ix_events_actor_seq", "events", ["actor", "seq"], unique=False)
    op.create_index("ix_events_undoes", "events", ["undoes"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("mode", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coders", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("sources", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("codebook_version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "texts",
        sa.Column("sha256", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "theme_runs",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("model", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("parameters", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("versions", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "codebook_versions",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("content_sha256", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["content_sha256"],
            ["texts.sha256"],
        ),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("suggestion_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("seen_first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("codes_before", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("codes_after", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("decided_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["coder_id"],
            ["coders.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_decisions_batch_id", "decisions", ["batch_id"], unique=False)
    op.create_table(
        "memos",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("target", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("target_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("updated_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["coder_id"],
            ["coders.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_memos_target_target_id", "memos", ["target", "target_id"], unique=False)
    op.create_table(
        "sources",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("text_sha256", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("turns_sha256", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("length", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("metadata", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["text_sha256"],
            ["texts.sha256"],
        ),
        sa.ForeignKeyConstraint(
            ["turns_sha256"],
            ["texts.sha256"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "themes",
        sa.Column("run_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("theme", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("keywords", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["theme_runs.id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "theme"),
    )
    op.create_table(
        "codings",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_end", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("mode", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("codebook_version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("discuss", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"],
            ["codes.id"],
        ),
        sa.ForeignKeyConstraint(
            ["coder_id"],
            ["coders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_codings_code_id", "codings", ["code_id"], unique=False)
    op.create_index(
        "ix_codings_coder_id_source_id", "codings", ["coder_id", "source_id"], unique=False
    )
    op.create_index(
        "ix_codings_source_id_span_start", "codings", ["source_id", "span_start"], unique=False
    )
    op.create_table(
        "commitments",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_end", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["coder_id"],
            ["coders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_commitments_source_id_coder_id", "commitments", ["source_id", "coder_id"], unique=False
    )
    op.create_table(
        "coverage",
        sa.Column("round_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("progress", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["coder_id"],
            ["coders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("round_id", "coder_id", "source_id"),
    )
    op.create_table(
        "direction_mappings",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_end", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("direction_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("stance", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("proposal_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("note", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["coder_id"],
            ["coders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_direction_mappings_source_id_span_start",
        "direction_mappings",
        ["source_id", "span_start"],
        unique=False,
    )
    op.create_table(
        "direction_proposals",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_end", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("direction_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("score", sa.Double(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("prior", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("evidence", sa.Double(), autoincrement=False, nullable=False),
        sa.Column("model", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["direction_id"],
            ["directions.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_direction_proposals_source_id_span_start",
        "direction_proposals",
        ["source_id", "span_start"],
        unique=False,
    )
    op.create_table(
        "participations",
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("speaker", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("source_id", "case_id", "speaker"),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_end", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("score", sa.Double(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("model", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("training_sha256", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("evidence", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"],
            ["codes.id"],
        ),
        sa.ForeignKeyConstraint(
            ["coder_id"],
            ["coders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_suggestions_batch_id", "suggestions", ["batch_id"], unique=False)
    op.create_index(
        "ix_suggestions_source_id_coder_id", "suggestions", ["source_id", "coder_id"], unique=False
    )
    op.create_table(
        "theme_members",
        sa.Column("run_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_end", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("theme", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("representative_rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["theme_runs.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "source_id", "span_start", "span_end"),
    )
