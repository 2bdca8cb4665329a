"""At which browser somebody came in or tried is kept, so that colleagues shut nobody out of theirs.

Who came in before is known by the browser from the next time on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0125"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("sign_in_events", sa.Column("device", sa.String(64)))
