"""A stored result has its document code and who signed it; those of before have neither."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, empty."""
    op.add_column("case_documents", sa.Column("code", sa.String(200), nullable=True))
    op.add_column("case_documents", sa.Column("signed", Json, nullable=True))
