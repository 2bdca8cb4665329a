"""Results that wait for their applicants are found at their counter, the longest first."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

SOLVED = sa.text("status = 9")


def upgrade() -> None:
    """Index what waits; a counter of a large centre has a hundred thousand others."""
    op.create_index(
        "ix_cases_solved",
        "cases",
        ["province_code", "returning_unit", "finished_at", "id"],
        postgresql_where=SOLVED,
        sqlite_where=SOLVED,
    )
