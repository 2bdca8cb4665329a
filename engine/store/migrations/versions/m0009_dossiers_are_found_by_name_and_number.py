"""Dossiers are found by folded names and canonical numbers, those of before too."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json
from engine.store.searching import found_by

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBERS = ("owner_number", "submitter_number", "submitter_phone")
BATCH = 500
_dossiers = sa.table(
    "dossiers",
    sa.column("province_code", sa.String),
    sa.column("case_id", sa.String),
    sa.column("applicant", Json),
    *(sa.column(name, sa.String) for name in ("names_folded", *NUMBERS)),
)


def upgrade() -> None:
    """Add the columns, fill them in batches, then index them."""
    op.add_column(
        "dossiers", sa.Column("names_folded", sa.String(), server_default="", nullable=False)
    )
    for name in NUMBERS:
        op.add_column("dossiers", sa.Column(name, sa.String(64)))
    _fill(op.get_bind())
    op.create_index("ix_dossiers_names", "dossiers", ["province_code", "names_folded"])
    for name in NUMBERS:
        given = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_dossiers_{name}",
            "dossiers",
            ["province_code", name],
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
    change = change.values(
        {name: sa.bindparam(f"new_{name}") for name in ("names_folded", *NUMBERS)}
    )
    last = ("", "")
    while rows := connection.execute(query.where(sa.tuple_(*keys) > sa.tuple_(*last))).all():
        last = (rows[-1].province_code, rows[-1].case_id)
        connection.execute(
            change,
            [
                {"province": row.province_code, "case": row.case_id}
                | {
                    f"new_{name}": found_by(row.applicant)[name]
                    for name in ("names_folded", *NUMBERS)
                }
                for row in rows
            ],
        )
