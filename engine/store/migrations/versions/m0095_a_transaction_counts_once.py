"""A transaction of a bank counts once in a province, unless somebody says that it is shared."""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

_payments = sa.table(
    "payments",
    *(
        sa.column(name, sa.String)
        for name in ("province_code", "id", "means", "reference_key", "corrects")
    ),
)
_lone = sa.table(
    "lone_transactions",
    *(sa.column(name, sa.String) for name in ("province_code", "transaction", "payment")),
)


def upgrade() -> None:
    """Add the table, with what counts already: the first record of each transaction."""
    op.create_table(
        "lone_transactions",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("transaction", sa.String(80), nullable=False),
        sa.Column("payment", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("province_code", "transaction", name="pk_lone_transactions"),
    )
    key = _payments.c.means + "/" + _payments.c.reference_key
    cancelling = _payments.alias()
    cancelled = sa.exists().where(
        cancelling.c.province_code == _payments.c.province_code,
        cancelling.c.corrects == _payments.c.id,
    )
    counting = (
        sa.select(_payments.c.province_code, key, sa.func.min(_payments.c.id))
        .where(
            _payments.c.means.in_(("transfer", "terminal")),
            _payments.c.reference_key.is_not(None),
            _payments.c.reference_key != "",
            ~cancelled,
        )
        .group_by(_payments.c.province_code, key)
    )
    names = ("province_code", "transaction", "payment")
    op.get_bind().execute(sa.insert(_lone).from_select(names, counting))
