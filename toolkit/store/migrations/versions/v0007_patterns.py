"""Search patterns of codes, and what coders decided about their hits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "code_patterns",
        sa.Column("code_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("patterns", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["codes.id"]),
        sa.PrimaryKeyConstraint("code_id"),
    )
    op.create_table(
        "pattern_decisions",
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_end", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("patterns", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("decided_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["codes.id"]),
        sa.ForeignKeyConstraint(["coder_id"], ["coders.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"]),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("code_id", "source_id"):
        op.create_index(
            f"ix_pattern_decisions_{column}", "pattern_decisions", [column], unique=False
        )
