"""Dossiers are found by the number of whom they are about, those of before too."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json
from engine.store.searching import found_by

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

BATCH = 500
NAME = "subject_number"
_dossiers = sa.table(
    "dossiers",
    sa.column("province_code", sa.String),
    sa.column("case_id", sa.String),
    sa.column("applicant", Json),
    sa.column(NAME, sa.String),
)


def upgrade() -> None:
    """Add the column, fill it in batches, then index it."""
    op.add_column("dossiers", sa.Column(NAME, sa.String(64)))
    _fill(op.get_bind())
    given = sa.text(f"{NAME} IS NOT NULL")
    op.create_index(
        f"ix_dossiers_{NAME}",
        "dossiers",
        ["province_code", NAME],
        postgresql_where=given,
        sqlite_where=given,
    )


def _fill(connection: sa.Connection) -> None:
    keys = (_dossiers.c.province_code, _dossiers.c.case_id)
    query = sa.select(*keys, _dossiers.c.applicant).order_by(*keys).limit(BATCH)
    change = sa.update(_dossiers).where(
        _dossiers.c.province_code == sa.bindparam("province"),
        _dossiers.c.case_id == sa.bindparam("case"),
    )
    change = change.values({NAME: sa.bindparam("number")})
    last = ("", "")
    while rows := connection.execute(query.where(sa.tuple_(*keys) > sa.tuple_(*last))).all():
        last = (rows[-1].province_code, rows[-1].case_id)
        given = (
            {"province": row.province_code, "case": row.case_id, "number": number}
            for row in rows
            if (number := found_by(row.applicant)[NAME]) is not None
        )
        if about := list(given):
            connection.execute(change, about)
