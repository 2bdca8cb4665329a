"""Dossiers tell which components were taken on paper."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; dossiers of before hold files only."""
    op.add_column("dossiers", sa.Column("papers", Json, server_default="[]", nullable=False))
