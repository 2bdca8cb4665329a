"""A dossier knows when none of its papers lies here any more; of older ones the audit tells."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: not known to be gone."""
    op.add_column(
        "dossiers",
        sa.Column("papers_gone", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
