"""A suspension or a stop is proposed by one person, approved by another, listed for oversight."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PROPOSED = sa.text("proposed IS NOT NULL")
OVERSEEN = sa.text("kind IN ('case_suspended', 'case_stopped', 'supplement_overridden')")


def upgrade() -> None:
    """Add the columns; nothing is proposed in the cases of before."""
    op.add_column("cases", sa.Column("proposed", sa.String(64)))
    op.add_column("cases", sa.Column("proposed_by", sa.String(32)))
    op.create_index(
        "ix_cases_proposed",
        "cases",
        ["province_code"],
        postgresql_where=PROPOSED,
        sqlite_where=PROPOSED,
    )
    op.create_index(
        "ix_case_events_overseen",
        "case_events",
        ["province_code", "at"],
        postgresql_where=OVERSEEN,
        sqlite_where=OVERSEEN,
    )
