"""Who opened the full file of a case is kept, day by day, for its owner and for auditors."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; who read before was not kept."""
    op.create_table(
        "case_readings",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("held_as", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(
            "province_code", "case_id", "account_id", "day", name="pk_case_readings"
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name="fk_case_readings_province_code_cases",
        ),
    )
