"""How disagreements were settled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "adjudications",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("disagreement_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_a", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_b", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("answers_a", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("answers_b", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("codings", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("yielded", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("decided_by", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_adjudications_round_id_disagreement_id",
        "adjudications",
        ["round_id", "disagreement_id"],
        unique=False,
    )
