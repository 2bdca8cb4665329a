"""The work of a desk is done at another desk from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    units = ["units.province_code", "units.code"]
    op.create_table(
        "desk_moves",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("position_code", sa.String(64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("to_unit_code", sa.String(64), nullable=False),
        sa.Column("to_position_code", sa.String(64), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("basis", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "unit_code"], units, name="fk_desk_moves_province_code_unit_code"
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "to_unit_code"],
            units,
            name="fk_desk_moves_province_code_to_unit_code",
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "unit_code", "position_code", "day", name="pk_desk_moves"
        ),
    )
