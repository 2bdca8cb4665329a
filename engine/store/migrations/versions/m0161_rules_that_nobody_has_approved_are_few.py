"""The rules that nobody has approved have an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0161"
down_revision = "0160"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    undecided = sa.text("state IN ('draft', 'submitted')")
    op.create_index(
        "ix_local_rules_undecided",
        "local_rules",
        ["province_code", "state"],
        postgresql_where=undecided,
        sqlite_where=undecided,
    )
