"""What happens to a petition is chained as the events of a case are, and told outside."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

PENDING = sa.text("done_at IS NULL")


def upgrade() -> None:
    """Add the tables; petitions from before begin their chain with what is done next."""
    with op.batch_alter_table("petitions") as table:
        table.add_column(sa.Column("event_seq", sa.Integer(), nullable=True))
        table.add_column(sa.Column("event_hash", sa.LargeBinary(), nullable=True))
    rows = sa.table(
        "petitions", sa.column("event_seq", sa.Integer), sa.column("event_hash", sa.LargeBinary)
    )
    op.execute(rows.update().values(event_seq=0, event_hash=bytes(32)))
    with op.batch_alter_table("petitions") as table:
        table.alter_column("event_seq", existing_type=sa.Integer(), nullable=False)
        table.alter_column("event_hash", existing_type=sa.LargeBinary(), nullable=False)
    _events()
    _outbox()


def _of_petition(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["province_code", "petition_id"],
        ["petitions.province_code", "petitions.id"],
        name=f"fk_{table}_province_code_petitions",
    )


def _events() -> None:
    op.create_table(
        "petition_events",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("petition_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        _of_petition("petition_events"),
        sa.PrimaryKeyConstraint("province_code", "petition_id", "seq", name="pk_petition_events"),
    )
    op.create_index("ix_petition_events_at", "petition_events", ["at"])


def _outbox() -> None:
    op.create_table(
        "petition_outbox",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("petition_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("next_try_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime()),
        _of_petition("petition_outbox"),
        sa.PrimaryKeyConstraint("province_code", "petition_id", "seq", name="pk_petition_outbox"),
    )
    op.create_index(
        "ix_petition_outbox_pending",
        "petition_outbox",
        ["next_try_at"],
        postgresql_where=PENDING,
        sqlite_where=PENDING,
    )
