"""What people make of themes, and segments that got a theme after the fit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "theme_edits",
        sa.Column("run_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("created_at", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["theme_runs.id"]),
        sa.ForeignKeyConstraint(["coder_id"], ["coders.id"]),
        sa.PrimaryKeyConstraint("run_id", "id"),
    )
    op.create_table(
        "theme_assignments",
        sa.Column("run_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("edit_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("span_end", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("theme", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("representative_rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["theme_runs.id"]),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"]),
        sa.PrimaryKeyConstraint("run_id", "edit_id", "source_id", "span_start", "span_end"),
    )
