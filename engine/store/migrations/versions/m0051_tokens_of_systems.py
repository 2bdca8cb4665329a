"""Outside systems read by tokens that two people make."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        "system_tokens",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("procedure_code", sa.String(64)),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(32), nullable=False),
        sa.Column("proposed_name", sa.String(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_name", sa.String()),
        sa.Column("confirmed_at", UtcDateTime()),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("used_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("province_code", "id", name="pk_system_tokens"),
        sa.ForeignKeyConstraint(
            ["province_code", "unit_code"],
            ["units.province_code", "units.code"],
            name="fk_system_tokens_province_code_unit_code",
        ),
    )
    op.create_index("ix_system_tokens_secret_hash", "system_tokens", ["secret_hash"])
