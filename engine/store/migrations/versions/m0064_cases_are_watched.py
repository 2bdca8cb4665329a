"""Officers watch cases: which, and up to which event they have seen them."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0064"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nobody watches anything yet."""
    op.create_table(
        "case_watches",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("seen_seq", sa.Integer(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("province_code", "case_id", "account_id", name="pk_case_watches"),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name="fk_case_watches_province_code_cases",
        ),
    )
    op.create_index("ix_case_watches_account", "case_watches", ["province_code", "account_id"])
