"""Due timers are taken case by case: their index has the case after the time."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

WAITING = sa.text("due_at IS NOT NULL AND incident_id IS NULL")


def upgrade() -> None:
    """Build the index anew: it holds only timers that wait."""
    op.drop_index("ix_timers_due", table_name="timers")
    op.create_index(
        "ix_timers_due",
        "timers",
        ["due_at", "case_id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )
