"""A unit that gets a case late has a time of its own, and a mark when it misses that.

Cases that came late before have it from their next act on: what no act knew then is not told of
them.
"""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, empty."""
    op.add_column("cases", sa.Column("own_due_at", UtcDateTime()))
    op.add_column("cases", sa.Column("own_late_since", UtcDateTime()))
    op.add_column("cases", sa.Column("own_late_unit", sa.String(64)))
