"""A reorganisation is proposed, approved, and undone as one."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "reorganisations",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("proposal_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("units", Json, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("undone_at", UtcDateTime()),
        sa.Column("undone_by", sa.String(32)),
        sa.Column("undone_by_name", sa.String()),
        sa.Column("reason", sa.String()),
        sa.Column("restored_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["province_code", "proposal_id"],
            ["proposals.province_code", "proposals.id"],
            name="fk_reorganisations_province_code_proposals",
        ),
        sa.PrimaryKeyConstraint("province_code", "proposal_id", name="pk_reorganisations"),
    )
