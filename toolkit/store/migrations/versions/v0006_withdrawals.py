"""Withdrawn sources, and the events whose content went with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("source_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("texts", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("withdrawn_at", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("source_id"),
    )
    op.create_table(
        "redactions",
        sa.Column("event_id", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("content_sha256", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
    )
