"""Roles beside posts are dated rows; posts that sign and roles wait for a second person.

Everyone keeps what their posts give: a post's role follows from its position.
"""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two tables, empty."""
    op.create_table(
        "access_grants",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("procedure_code", sa.String(64)),
        sa.Column("sector", sa.String()),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("basis", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("province_code", "id", name="pk_access_grants"),
        sa.ForeignKeyConstraint(
            ["province_code", "officer_id"],
            ["officers.province_code", "officers.id"],
            name="fk_access_grants_province_code_officer_id",
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "unit_code"],
            ["units.province_code", "units.code"],
            name="fk_access_grants_province_code_unit_code",
        ),
    )
    op.create_index("ix_access_grants_officer", "access_grants", ["province_code", "officer_id"])
    op.create_table(
        "awaiting_confirmation",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("proposed_by", sa.String(32), nullable=False),
        sa.Column("proposed_name", sa.String(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("province_code", "id", name="pk_awaiting_confirmation"),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["provinces.code"],
            name="fk_awaiting_confirmation_province_code",
        ),
    )
