"""A code typed without separators: which agencies gave codes on its day."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the counters by day."""
    op.create_index("ix_code_counters_day", "code_counters", ["day"])
