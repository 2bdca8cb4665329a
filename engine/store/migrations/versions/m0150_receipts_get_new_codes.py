"""A receipt that was lost gets another secret code: how often a case got one is kept with it."""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: the codes that are out go on holding."""
    column = sa.Column("receipt_codes", sa.Integer, server_default="0", nullable=False)
    op.add_column("cases", column)
