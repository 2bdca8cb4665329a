"""Papers that go from place to place, and opinions that other units are asked for."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ON_THEIR_WAY = sa.text("papers_to IS NOT NULL")
UNANSWERED = sa.text("answered_at IS NULL")


def upgrade() -> None:
    """Add the columns; of the cases of before nobody knows where their papers lie."""
    op.add_column("cases", sa.Column("papers_at", sa.String(64)))
    op.add_column("cases", sa.Column("papers_to", sa.String(64)))
    op.add_column("cases", sa.Column("papers_until", UtcDateTime()))
    op.create_index(
        "ix_cases_papers",
        "cases",
        ["province_code", "papers_to"],
        postgresql_where=ON_THEIR_WAY,
        sqlite_where=ON_THEIR_WAY,
    )
    op.create_table(
        "consultations",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("manner", sa.String(64), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime()),
        sa.Column("late_told_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name="fk_consultations_province_code_cases",
        ),
        sa.PrimaryKeyConstraint("province_code", "id", name="pk_consultations"),
    )
    op.create_index("ix_consultations_case", "consultations", ["province_code", "case_id"])
    op.create_index(
        "ix_consultations_open",
        "consultations",
        ["province_code", "unit_code", "due_at"],
        postgresql_where=UNANSWERED,
        sqlite_where=UNANSWERED,
    )
