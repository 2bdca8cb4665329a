"""An answer to an online filing keeps until when it had to be given.

Answers of before have none: the calendar that they were counted by may be another one by now.
"""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0088"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty."""
    op.add_column("clock_intervals", sa.Column("due_at", UtcDateTime()))
