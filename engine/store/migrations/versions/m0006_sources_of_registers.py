"""Sectors, legal bases and result types say which of their values are a demonstration."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty for what administrators entered."""
    for table in ("sectors", "legal_bases", "result_types"):
        op.add_column(table, sa.Column("source", sa.String(64)))
