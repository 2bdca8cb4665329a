"""An accepted list of procedures keeps what it changed."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json

revision = "0056"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; lists that were accepted before don't say it."""
    op.add_column("procedure_imports", sa.Column("changes", Json))
