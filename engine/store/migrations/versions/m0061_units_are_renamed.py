"""A unit has another name from a day on, and keeps the old one for the days before."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "unit_renamings",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("before_name", sa.String()),
        sa.Column("before_short_name", sa.String()),
        sa.ForeignKeyConstraint(
            ["province_code", "unit_code"],
            ["units.province_code", "units.code"],
            name="fk_unit_renamings_province_code_units",
        ),
        sa.PrimaryKeyConstraint("province_code", "unit_code", "day", name="pk_unit_renamings"),
    )
