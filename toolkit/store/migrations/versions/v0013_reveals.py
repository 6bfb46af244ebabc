"""Suggestions as they were shown: to whom, where on the screen, and whether as a check."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "reveals",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("after_commit", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_check", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shown_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
        sa.ForeignKeyConstraint(["coder_id"], ["coders.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reveals_batch_id", "reveals", ["batch_id"], unique=False)
    op.create_index(
        "ix_reveals_source_id_coder_id", "reveals", ["source_id", "coder_id"], unique=False
    )
