"""Slips of an outage that wait for a second person are found without looking at other cases."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None

WAITS = sa.text("slip_by IS NOT NULL")


def upgrade() -> None:
    """Add the index; the few cases whose slip waits are in it."""
    op.create_index(
        "ix_cases_slip_waits",
        "cases",
        ["province_code"],
        postgresql_where=WAITS,
        sqlite_where=WAITS,
    )
