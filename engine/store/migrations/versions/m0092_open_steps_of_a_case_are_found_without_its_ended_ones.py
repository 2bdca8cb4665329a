"""Open steps of a case are found without its ended ones."""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Index them: what waits elsewhere is looked up in each case that somebody had."""
    op.create_index(
        "ix_tasks_open_case",
        "tasks",
        ["province_code", "case_id"],
        postgresql_where=OPEN,
        sqlite_where=OPEN,
    )
