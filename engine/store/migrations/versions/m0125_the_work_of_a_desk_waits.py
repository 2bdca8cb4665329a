"""The work of a desk that signs waits for a second person: then nobody is named who gets it."""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0116"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let what waits name no officer."""
    with op.batch_alter_table("awaiting_confirmation") as table:
        table.alter_column("officer_id", existing_type=sa.String(32), nullable=True)
