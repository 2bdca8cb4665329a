"""Indexes of tasks by person leave out the tasks that nobody has: a new task is not in them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

HELD = sa.text("state = 'open' AND officer_id IS NOT NULL")
DONE = sa.text("completed_by IS NOT NULL")
OFFICER = ["province_code", "officer_id", "due_at", "id"]
COMPLETED = ["province_code", "completed_by", "completed_at"]


def upgrade() -> None:
    """Make both indexes anew; rows stay as they are."""
    for name, columns, where in (
        ("ix_tasks_officer", OFFICER, HELD),
        ("ix_tasks_completed", COMPLETED, DONE),
    ):
        op.drop_index(name, "tasks")
        op.create_index(name, "tasks", columns, postgresql_where=where, sqlite_where=where)
