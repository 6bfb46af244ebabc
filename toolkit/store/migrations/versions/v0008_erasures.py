"""Sources of which earlier texts were erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("texts", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("erased_at", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("source_id"),
    )
