"""Limits of some cases, units that serve communes, and whom a fee lets off once it is confirmed."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; running cases took no row of limits: their package has none."""
    op.add_column("cases", sa.Column("own_limits", Json, server_default="{}", nullable=False))
    op.add_column("cases", sa.Column("commune", sa.String(64)))
