"""Forms that are being filled in are kept until they are sent."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        "form_drafts",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("province_code", sa.String(64)),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("files", Json, nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "id", name="pk_form_drafts"),
    )
    op.create_index("ix_form_drafts_saved_at", "form_drafts", ["saved_at"])
