"""Papers that were lost are listed until they are there again."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

LOST = sa.text("kind = 'papers_lost'")


def upgrade() -> None:
    """Add the index by which the list finds them."""
    op.create_index(
        "ix_case_events_papers_lost",
        "case_events",
        ["province_code", "at"],
        postgresql_where=LOST,
        sqlite_where=LOST,
    )
