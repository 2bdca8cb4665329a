"""Accounts belong to people at outside providers; citizens sign in by codes sent to telephones."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import UtcDateTime

revision = "0058"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables, empty, and what accounts are found by."""
    op.create_table(
        "account_subjects",
        sa.Column("audience", sa.String(64), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("bound_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("audience", "issuer", "subject", name="pk_account_subjects"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_account_subjects_account_id"
        ),
    )
    op.create_index(
        "ix_account_subjects_account_id", "account_subjects", ["account_id", "issuer"], unique=True
    )
    op.create_table(
        "entry_codes",
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_entry_codes"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_entry_codes_account_id"),
    )
    op.create_index("ix_accounts_identity_number", "accounts", ["identity_number"])
    op.create_index("ix_accounts_phone", "accounts", ["phone"])
