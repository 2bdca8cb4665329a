"""A step that assigns chooses who does another step: the case keeps the choice."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; in the cases of before nobody was chosen, and the work stays at its desk."""
    op.add_column("cases", sa.Column("assigned", Json, server_default="{}", nullable=False))
