"""A unit that is split goes on in several, each with its share."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json

revision = "0060"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; those of before took all."""
    op.add_column("unit_successions", sa.Column("share", Json))
