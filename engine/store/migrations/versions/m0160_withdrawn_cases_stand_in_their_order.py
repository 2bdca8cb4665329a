"""Withdrawn cases whose papers and fee wait stand in the order in which they are given back."""

import sqlalchemy as sa
from alembic import op

revision = "0160"
down_revision = "0150"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the moment of the withdrawal into the index."""
    withdrawn = sa.text("status = 7")
    op.drop_index("ix_cases_withdrawn", "cases")
    op.create_index(
        "ix_cases_withdrawn",
        "cases",
        ["province_code", "receiving_unit", "finished_at", "id"],
        postgresql_where=withdrawn,
        sqlite_where=withdrawn,
    )
