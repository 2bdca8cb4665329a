"""Applicants rate how their cases were handled; anyone sends a petition."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

WAITING = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Add the tables."""
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
    op.create_table(
        "petitions",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("about_case", sa.String(64)),
        sa.Column("person_name", sa.String()),
        sa.Column("contact", sa.String()),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("shown_content", sa.Text()),
        sa.Column("shown_answer", sa.Text()),
        sa.Column("filed_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime()),
        sa.Column("answered_at", UtcDateTime()),
        sa.Column("published_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("province_code", "id", name="pk_petitions"),
        sa.UniqueConstraint("code", name="uq_petitions_code"),
    )
    op.create_index(
        "ix_petitions_due",
        "petitions",
        ["province_code", "due_at"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )
    op.create_index("ix_petitions_published", "petitions", ["province_code", "published_at"])
    op.create_table(
        "petition_steps",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("petition_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "petition_id"],
            ["petitions.province_code", "petitions.id"],
            name="fk_petition_steps_province_code_petitions",
        ),
        sa.PrimaryKeyConstraint("province_code", "petition_id", "seq", name="pk_petition_steps"),
    )
