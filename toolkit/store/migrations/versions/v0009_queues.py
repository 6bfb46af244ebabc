"""Queues of passages that coders answer with yes or no."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "queues",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seed", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shows_scores", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coders.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_queues_coder_id", "queues", ["coder_id"], unique=False)
    op.create_table(
        "queue_items",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("queue_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_end", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("why", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("score", sa.Double(), autoincrement=False, nullable=True),
        sa.Column("answer", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coding_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("answered_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"]),
        sa.ForeignKeyConstraint(["code_id"], ["codes.id"]),
        sa.ForeignKeyConstraint(["coder_id"], ["coders.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("queue_id", "source_id"):
        op.create_index(f"ix_queue_items_{column}", "queue_items", [column], unique=False)
