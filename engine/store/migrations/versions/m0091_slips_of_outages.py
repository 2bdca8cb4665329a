"""A case keeps the paper slip on which it came while the system was out; a slip is of one case."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0088"
branch_labels = None
depends_on = None

HAS_SLIP = sa.text("slip IS NOT NULL")


def upgrade() -> None:
    """Add the columns; no case of before came on a slip."""
    op.add_column("cases", sa.Column("slip", sa.String(128)))
    op.add_column("cases", sa.Column("slip_by", sa.String(32)))
    op.create_index(
        "ix_cases_slip",
        "cases",
        ["province_code", "slip"],
        unique=True,
        postgresql_where=HAS_SLIP,
        sqlite_where=HAS_SLIP,
    )
