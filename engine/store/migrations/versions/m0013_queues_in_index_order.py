"""Queues are read in the order of their indexes; who worked on a running case follows it."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
HELD = sa.text("state = 'open' AND officer_id IS NOT NULL")
ORDER = ["due_at", "created_at", "id"]


def upgrade() -> None:
    """Make both indexes anew and the table of followed cases, filled from ended steps."""
    for name, columns, where in (
        ("ix_tasks_desk", ["province_code", "unit_code", "position_code", *ORDER], OPEN),
        ("ix_tasks_officer", ["province_code", "officer_id", *ORDER], HELD),
    ):
        op.drop_index(name, "tasks")
        op.create_index(name, "tasks", columns, postgresql_where=where, sqlite_where=where)
    op.create_table(
        "followed_cases",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("province_code", "officer_id", "case_id", name="pk_followed_cases"),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name="fk_followed_cases_province_code_case_id_cases",
        ),
    )
    op.create_index("ix_followed_cases_case", "followed_cases", ["province_code", "case_id"])
    op.execute(
        "INSERT INTO followed_cases (province_code, officer_id, case_id, since)"
        " SELECT t.province_code, t.completed_by, t.case_id, max(t.completed_at)"
        " FROM tasks AS t JOIN cases AS c"
        " ON c.province_code = t.province_code AND c.id = t.case_id"
        " WHERE t.completed_by IS NOT NULL AND EXISTS (SELECT 1 FROM tasks AS o"
        " WHERE o.province_code = t.province_code AND o.case_id = t.case_id AND o.state = 'open')"
        " GROUP BY t.province_code, t.completed_by, t.case_id"
    )
