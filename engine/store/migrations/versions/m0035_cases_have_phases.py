"""A dossier may be received and due several times: phases of its diagram."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

LATE = sa.text("ended_at > due_at")


def upgrade() -> None:
    """Add the columns and the table: the diagrams of before have no phases."""
    op.add_column("cases", sa.Column("phase", sa.String(64)))
    op.add_column("cases", sa.Column("phase_at", UtcDateTime()))
    op.create_table(
        "case_phases",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name="fk_case_phases_province_code_cases",
        ),
        sa.PrimaryKeyConstraint("province_code", "case_id", "number", name="pk_case_phases"),
    )
    op.create_index(
        "ix_case_phases_late",
        "case_phases",
        ["province_code", "ended_at"],
        postgresql_where=LATE,
        sqlite_where=LATE,
    )
