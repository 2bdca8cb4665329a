"""Each unit that gets a case late and lets it lie is kept with it, not only the first."""

from datetime import UTC, datetime
from typing import cast

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None

_cases = sa.table(
    "cases",
    sa.column("province_code", sa.String),
    sa.column("id", sa.String),
    sa.column("own_late_since", UtcDateTime()),
    sa.column("own_late_unit", sa.String),
    sa.column("own_late", Json),
)


def upgrade() -> None:
    """Add the column with what is kept already, then let the columns of the first go."""
    op.add_column("cases", sa.Column("own_late", Json, server_default="{}", nullable=False))
    connection = op.get_bind()
    query = sa.select(
        *(_cases.c.province_code, _cases.c.id, _cases.c.own_late_since, _cases.c.own_late_unit)
    )
    rows = connection.execute(query.where(_cases.c.own_late_since.is_not(None))).all()
    for row in rows:  # few: of what came late to somebody who let it lie
        since = cast("datetime", row.own_late_since).astimezone(UTC).isoformat()
        this = (_cases.c.province_code == row.province_code) & (_cases.c.id == row.id)
        kept = {row.own_late_unit: since}
        connection.execute(sa.update(_cases).where(this).values(own_late=kept))
    op.drop_column("cases", "own_late_since")
    op.drop_column("cases", "own_late_unit")
