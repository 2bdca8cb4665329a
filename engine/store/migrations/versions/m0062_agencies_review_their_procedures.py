"""Agencies sign off the list of their procedures, procedure by procedure."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty: nothing was reviewed yet."""
    op.create_table(
        "procedure_reviews",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("procedure_code", sa.String(64), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String()),
        sa.Column("seen", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("account_id", sa.String(32)),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("province_code", "id", name="pk_procedure_reviews"),
        sa.ForeignKeyConstraint(
            ["province_code", "procedure_code"],
            ["procedures.province_code", "procedures.code"],
            name="fk_procedure_reviews_province_code_procedure_code",
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "unit_code"],
            ["units.province_code", "units.code"],
            name="fk_procedure_reviews_province_code_unit_code",
        ),
    )
    op.create_index(
        "ix_procedure_reviews_procedure_code",
        "procedure_reviews",
        ["province_code", "procedure_code", "at"],
    )
