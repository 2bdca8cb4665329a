"""A nightly job is done by one worker: whoever writes its turn first."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0107"
down_revision = "0098"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "job_turns",
        sa.Column("job", sa.String(64), primary_key=True),
        sa.Column("taken_until", UtcDateTime(), nullable=False),
    )
