"""Applicants rate how their cases were handled."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "ratings",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("score", sa.String(64), nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("rated_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name="fk_ratings_province_code_cases",
        ),
        sa.PrimaryKeyConstraint("province_code", "case_id", name="pk_ratings"),
    )
    op.create_index("ix_ratings_unit", "ratings", ["province_code", "unit_code", "rated_at"])
