"""Wrong facts that strangers tell of a case are counted for a day, by all processes together."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0172"
down_revision = "0171"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of their keyed hashes, empty: nothing told before is known."""
    op.create_table(
        "wrong_facts",
        sa.Column("about", sa.String(32), nullable=False),
        sa.Column("told", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("about", "told", name="pk_wrong_facts"),
    )
