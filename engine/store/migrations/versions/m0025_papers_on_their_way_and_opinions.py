"""Papers that go from place to place, and opinions that other units are asked for."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0025"
down_revision = "0019"
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
