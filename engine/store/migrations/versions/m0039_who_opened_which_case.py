"""Who opened a case is kept, day by day; accounts may have a second factor."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0039"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; who read before was not kept."""
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
    op.create_table(
        "second_factors",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime()),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("recovery", Json, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_second_factors"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_second_factors_account_id"
        ),
    )
