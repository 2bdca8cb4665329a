"""An early end of a rule is proposed by one person and approved by another: the rule keeps it."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PENDING = sa.text("end_day IS NOT NULL")


def upgrade() -> None:
    """Add the columns, empty: no end is pending. Rules that ended early stay ended."""
    for column in (
        sa.Column("end_day", sa.Date()),
        sa.Column("end_reason", sa.String()),
        sa.Column("end_basis", Json),
        sa.Column("end_by", sa.String(32)),
        sa.Column("end_by_name", sa.String()),
        sa.Column("end_at", UtcDateTime()),
    ):
        op.add_column("local_rules", column)
    op.create_index(
        "ix_local_rules_end",
        "local_rules",
        ["province_code", "id"],
        postgresql_where=PENDING,
        sqlite_where=PENDING,
    )
