"""Queues are read in the order of their indexes; who worked on a running case follows it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
HELD = sa.text("state = 'open' AND officer_id IS NOT NULL")
FOLLOWED = sa.text("followed")
ORDER = ["due_at", "created_at", "id"]


def upgrade() -> None:
    """Make both indexes anew and the column of followed steps, filled for running cases."""
    for name, columns, where in (
        ("ix_tasks_desk", ["province_code", "unit_code", "position_code", *ORDER], OPEN),
        ("ix_tasks_officer", ["province_code", "officer_id", *ORDER], HELD),
    ):
        op.drop_index(name, "tasks")
        op.create_index(name, "tasks", columns, postgresql_where=where, sqlite_where=where)
    op.add_column(
        "tasks", sa.Column("followed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(
        "UPDATE tasks SET followed = true WHERE completed_by IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM tasks AS other WHERE other.province_code = tasks.province_code"
        " AND other.case_id = tasks.case_id AND other.state = 'open')"
    )
    op.create_index(
        "ix_tasks_followed",
        "tasks",
        ["province_code", "completed_by", "case_id"],
        postgresql_where=FOLLOWED,
        sqlite_where=FOLLOWED,
    )
