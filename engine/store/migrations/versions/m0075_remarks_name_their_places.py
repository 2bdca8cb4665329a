"""What an approver remarks on single places is kept place by place."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what was sent back before only the words as a whole are known."""
    op.add_column("proposals", sa.Column("remarks", Json, nullable=False, server_default="[]"))
