"""Rules are found by the number of the paper they rest on."""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    number = sa.text("(basis ->> 'number')")
    op.create_index("ix_local_rules_paper", "local_rules", ["province_code", number])
