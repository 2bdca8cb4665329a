"""Officers are reminded of due times; late cases are listed, with a cause that may be confirmed."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

REMINDED = sa.text("reminded_at IS NOT NULL")
RUNS_TO_DUE = sa.text("finished_at IS NULL AND due_at IS NOT NULL")
ENDED_LATE = sa.text("finished_at > coalesce(first_due_at, due_at)")
WAITING = sa.text("state = 'claimed'")


def upgrade() -> None:
    """Add the column and the table; of the cases of before nobody was reminded."""
    op.add_column("cases", sa.Column("reminded_at", UtcDateTime()))
    for name, column, where in (
        ("ix_cases_reminded", "reminded_at", REMINDED),
        ("ix_cases_due", "due_at", RUNS_TO_DUE),
        ("ix_cases_ended_late", "finished_at", ENDED_LATE),
    ):
        op.create_index(
            name,
            "cases",
            ["province_code", column],
            postgresql_where=where,
            sqlite_where=where,
        )
    op.create_table(
        "lateness_causes",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("cause", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("claimed_by", sa.String(32), nullable=False),
        sa.Column("claimed_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name="fk_lateness_causes_province_code_cases",
        ),
        sa.PrimaryKeyConstraint("province_code", "case_id", name="pk_lateness_causes"),
    )
    op.create_index(
        "ix_lateness_causes_waiting",
        "lateness_causes",
        ["province_code", "claimed_at"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )
