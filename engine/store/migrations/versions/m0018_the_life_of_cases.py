"""A case counts its supplements, keeps its first due time, wakes by itself; withdrawn ones."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WITHDRAWN = sa.text("status = 7")
WAKES = sa.text("wakes_at IS NOT NULL")


def upgrade() -> None:
    """Add the columns; of the cases of before nobody asked anything, and none wakes."""
    op.add_column(
        "cases", sa.Column("supplements", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("cases", sa.Column("wakes_at", UtcDateTime()))
    op.add_column("cases", sa.Column("first_due_at", UtcDateTime()))
    op.create_index(
        "ix_cases_wakes_at", "cases", ["wakes_at"], postgresql_where=WAKES, sqlite_where=WAKES
    )
    op.create_index(
        "ix_cases_withdrawn",
        "cases",
        ["province_code", "receiving_unit"],
        postgresql_where=WITHDRAWN,
        sqlite_where=WITHDRAWN,
    )
