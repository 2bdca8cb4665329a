"""Positions say whether who holds them leads the unit."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: nobody leads until the province's data or its administrator says so."""
    op.add_column(
        "positions", sa.Column("leads", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
