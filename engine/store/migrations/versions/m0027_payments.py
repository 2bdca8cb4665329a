"""What was asked for, paid and given back of a case's fees."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TERMED = sa.text("until IS NOT NULL")


def upgrade() -> None:
    """Add the table; of the cases of before nothing is recorded."""
    op.create_table(
        "payments",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("means", sa.String(64)),
        sa.Column("reference", sa.String()),
        sa.Column("corrects", sa.String(32)),
        sa.Column("until", UtcDateTime()),
        sa.Column("recorded_by", sa.String(32)),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name="fk_payments_province_code_cases",
        ),
        sa.PrimaryKeyConstraint("province_code", "id", name="pk_payments"),
    )
    op.create_index("ix_payments_case", "payments", ["province_code", "case_id"])
    op.create_index(
        "ix_payments_until",
        "payments",
        ["until"],
        postgresql_where=TERMED,
        sqlite_where=TERMED,
    )
