"""A result that was wrong is corrected by a case of its own, which names the first."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None

CORRECTS = sa.text("corrects IS NOT NULL")


def upgrade() -> None:
    """Add the column: no case of before corrects another."""
    op.add_column("cases", sa.Column("corrects", sa.String(32)))
    op.create_index(
        "ix_cases_corrects",
        "cases",
        ["province_code", "corrects"],
        postgresql_where=CORRECTS,
        sqlite_where=CORRECTS,
    )
