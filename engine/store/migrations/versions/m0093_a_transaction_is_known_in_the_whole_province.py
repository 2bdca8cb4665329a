"""A transaction is known in the whole province: its number, as it is compared, has an index."""

import sqlalchemy as sa
from alembic import op

from engine.typed.text import plain_signs

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

BATCH = 500
_payments = sa.table(
    "payments",
    *(sa.column(name, sa.String) for name in ("province_code", "id", "reference", "reference_key")),
)


def upgrade() -> None:
    """Add the column, fill it in batches, then index it."""
    op.add_column("payments", sa.Column("reference_key", sa.String(64)))
    _fill(op.get_bind())
    given = sa.text("reference_key IS NOT NULL")
    op.create_index(
        "ix_payments_reference",
        "payments",
        ["province_code", "reference_key"],
        postgresql_where=given,
        sqlite_where=given,
    )


def _fill(connection: sa.Connection) -> None:
    keys = (_payments.c.province_code, _payments.c.id)
    query = sa.select(*keys, _payments.c.reference).where(_payments.c.reference.is_not(None))
    query = query.order_by(*keys).limit(BATCH)
    change = sa.update(_payments).where(
        _payments.c.province_code == sa.bindparam("province"),
        _payments.c.id == sa.bindparam("payment"),
    )
    change = change.values(reference_key=sa.bindparam("key"))
    last = ("", "")
    while rows := connection.execute(query.where(sa.tuple_(*keys) > sa.tuple_(*last))).all():
        last = (rows[-1].province_code, rows[-1].id)
        told = [
            {"province": row.province_code, "payment": row.id, "key": _compared(row.reference)}
            for row in rows
        ]
        connection.execute(change, told)


def _compared(reference: str) -> str:
    return "".join(filter(str.isalnum, plain_signs(reference))).casefold()
