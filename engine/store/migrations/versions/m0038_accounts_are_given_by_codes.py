"""Accounts are given by one-use codes, locked, closed; when one was used last is known."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the codes and the two columns; the last use of before is what the door noted of it."""
    op.create_table(
        "sign_in_codes",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_sign_in_codes"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_sign_in_codes_account_id"
        ),
    )
    op.add_column("accounts", sa.Column("disabled_why", sa.String(64)))
    op.add_column("accounts", sa.Column("signed_in_at", UtcDateTime()))
    op.execute(
        "UPDATE accounts SET signed_in_at = (SELECT max(at) FROM sign_in_events"
        " WHERE sign_in_events.account_id = accounts.id AND sign_in_events.kind = 'in')"
    )
