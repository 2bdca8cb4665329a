"""A code that was sent to a telephone is of the browser that asked for it.

Codes live for minutes: those that were sent before are asked for anew.
"""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0165"
down_revision = "0161"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table anew: no code of before names a browser."""
    op.drop_table("entry_codes")
    op.create_table(
        "entry_codes",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "device", name="pk_entry_codes"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_entry_codes_account_id"),
    )
