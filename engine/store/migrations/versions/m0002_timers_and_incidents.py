"""Timers that may stand still, and incidents."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WAITING = sa.text("due_at IS NOT NULL AND incident_id IS NULL")
UNRESOLVED = sa.text("resolved_at IS NULL")


def upgrade() -> None:
    """Expand: running cases keep their timers."""
    op.create_table(
        "incidents",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=True),
        sa.Column("element_name", sa.String(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name=op.f("fk_incidents_province_code_case_id"),
        ),
        sa.PrimaryKeyConstraint("province_code", "case_id", "id", name=op.f("pk_incidents")),
    )
    op.create_index(
        "ix_incidents_open",
        "incidents",
        ["province_code", "at"],
        postgresql_where=UNRESOLVED,
        sqlite_where=UNRESOLVED,
    )
    op.add_column(
        "cases", sa.Column("open_incidents", sa.Integer(), nullable=False, server_default="0")
    )
    with op.batch_alter_table("timers") as batch_op:
        batch_op.drop_index("ix_timers_due_at")
        batch_op.add_column(sa.Column("incident_id", sa.String(length=32), nullable=True))
        batch_op.alter_column("due_at", existing_type=UtcDateTime(), nullable=True)
    op.create_index(
        "ix_timers_due",
        "timers",
        ["due_at", "id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )
