"""Names whose halves are written apart, as H Bia, are found in one word too."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json
from engine.store.searching import found_by

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BATCH = 500
_dossiers = sa.table(
    "dossiers",
    sa.column("province_code", sa.String),
    sa.column("case_id", sa.String),
    sa.column("applicant", Json),
    sa.column("names_folded", sa.String),
)


def upgrade() -> None:
    """Fold all names again in batches, and write those whose folding has changed."""
    connection = op.get_bind()
    keys = (_dossiers.c.province_code, _dossiers.c.case_id)
    query = sa.select(_dossiers).order_by(*keys).limit(BATCH)
    change = (
        sa.update(_dossiers)
        .where(keys[0] == sa.bindparam("province"), keys[1] == sa.bindparam("case"))
        .values(names_folded=sa.bindparam("anew"))
    )
    last = ("", "")
    while rows := connection.execute(query.where(sa.tuple_(*keys) > sa.tuple_(*last))).all():
        last = (rows[-1].province_code, rows[-1].case_id)
        changed = [
            {"province": row.province_code, "case": row.case_id, "anew": anew}
            for row in rows
            if (anew := found_by(row.applicant)["names_folded"]) != row.names_folded
        ]
        if changed:
            connection.execute(change, changed)
