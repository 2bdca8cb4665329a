"""Rules that were entered together under one legal basis are one decision."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None

TOGETHER = sa.text("decision IS NOT NULL")


def upgrade() -> None:
    """Add the column; the rules of before were entered one by one."""
    op.add_column("local_rules", sa.Column("decision", sa.String(32)))
    op.create_index(
        "ix_local_rules_decision",
        "local_rules",
        ["province_code", "decision"],
        postgresql_where=TOGETHER,
        sqlite_where=TOGETHER,
    )
