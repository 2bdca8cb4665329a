"""Applicants are invited to inspections and meetings, whose minutes are recorded."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

UNRECORDED = sa.text("recorded_at IS NULL")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "meetings",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("meets_at", UtcDateTime(), nullable=False),
        sa.Column("invited_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name="fk_meetings_province_code_cases",
        ),
        sa.PrimaryKeyConstraint("province_code", "id", name="pk_meetings"),
    )
    op.create_index("ix_meetings_case", "meetings", ["province_code", "case_id"])
    op.create_index(
        "ix_meetings_open",
        "meetings",
        ["province_code", "unit_code", "meets_at"],
        postgresql_where=UNRECORDED,
        sqlite_where=UNRECORDED,
    )
