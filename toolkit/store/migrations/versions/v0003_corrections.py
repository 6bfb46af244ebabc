"""Earlier revisions of texts, and what a correction left without a place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "source_revisions",
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text_sha256", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("turns_sha256", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("length", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("replaced_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
        sa.ForeignKeyConstraint(["text_sha256"], ["texts.sha256"]),
        sa.ForeignKeyConstraint(["turns_sha256"], ["texts.sha256"]),
        sa.PrimaryKeyConstraint("source_id", "revision"),
    )
    op.create_table(
        "orphans",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("origin_table", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_end", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("round_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("code_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("orphaned_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["codes.id"]),
        sa.ForeignKeyConstraint(["coder_id"], ["coders.id"]),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_orphans_source_id", "orphans", ["source_id"], unique=False)
