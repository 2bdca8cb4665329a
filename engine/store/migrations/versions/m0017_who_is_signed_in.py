"""Sessions end on the server; the door writes down; old keys go; posts name their decision."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, empty: whoever was signed in signs in anew."""
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("password_mark", sa.String(64), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("why", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_sign_ins_account_id"),
    )
    op.create_index("ix_sign_ins_account_id", "sign_ins", ["account_id", "ended_at"])
    op.create_table(
        "sign_in_events",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(32)),
        sa.Column("address", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_events"),
    )
    op.create_index("ix_sign_in_events_username", "sign_in_events", ["username", "at"])
    op.create_index("ix_sign_in_events_address", "sign_in_events", ["address", "at"])
    op.create_index("ix_sign_in_events_at", "sign_in_events", ["at"])
    op.add_column("appointments", sa.Column("basis", sa.String()))
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
