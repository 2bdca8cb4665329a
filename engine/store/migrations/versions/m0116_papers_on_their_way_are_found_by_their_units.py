"""Papers that wait or are on their way are found by the units that send or may take them."""

import sqlalchemy as sa
from alembic import op

revision = "0116"
down_revision = "0108"
branch_labels = None
depends_on = None

WAIT = sa.text("papers_until IS NOT NULL")
COME = sa.text("papers_to IS NOT NULL AND papers_until IS NULL")
AWAITS = sa.text("awaits_papers")


def upgrade() -> None:
    """Add the column, filled for papers that are on their way now, and the indexes."""
    for name, columns, where in (
        ("wait", ["receiving_unit", "papers_until", "id"], WAIT),
        ("come", ["competent_unit", "receiving_unit", "id"], COME),
    ):
        op.create_index(
            f"ix_cases_papers_{name}",
            "cases",
            ["province_code", *columns],
            postgresql_where=where,
            sqlite_where=where,
        )
    op.add_column(
        "tasks", sa.Column("awaits_papers", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(
        "UPDATE tasks SET awaits_papers = true WHERE EXISTS (SELECT 1 FROM cases"
        " WHERE cases.province_code = tasks.province_code AND cases.id = tasks.case_id"
        " AND cases.papers_to IS NOT NULL AND cases.papers_until IS NULL"
        " AND cases.receiving_unit <> tasks.unit_code)"
    )
    op.create_index(
        "ix_tasks_awaits_papers",
        "tasks",
        ["province_code", "unit_code", "case_id"],
        postgresql_where=AWAITS,
        sqlite_where=AWAITS,
    )
