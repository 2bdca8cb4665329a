"""Where a procedure takes no filing now, and why; by which paper a unit serves a commune."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty (the next check of what is published fills it), and the column."""
    op.add_column("serving_units", sa.Column("basis", sa.String(), nullable=True))
    op.create_table(
        "filing_closures",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("procedure_code", sa.String(64), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "procedure_code"],
            ["procedures.province_code", "procedures.code"],
            name=op.f("fk_filing_closures_province_code_procedure_code"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "unit_code"],
            ["units.province_code", "units.code"],
            name=op.f("fk_filing_closures_province_code_unit_code"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "procedure_code", "unit_code", name=op.f("pk_filing_closures")
        ),
    )
