"""Lists of rules by procedure, place, first and last day don't read all rules of the province."""

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None

APPROVED = sa.text("state = 'approved'")
ENDING = sa.text("until_epoch IS NULL AND valid_to IS NOT NULL")


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("ix_local_rules_scope", "local_rules", ["province_code", "target", "place"])
    op.create_index("ix_local_rules_place", "local_rules", ["province_code", "place"])
    op.create_index(
        "ix_local_rules_begins",
        "local_rules",
        ["province_code", "valid_from"],
        postgresql_where=APPROVED,
        sqlite_where=APPROVED,
    )
    op.create_index(
        "ix_rule_periods_ends",
        "rule_periods",
        ["province_code", "valid_to"],
        postgresql_where=ENDING,
        sqlite_where=ENDING,
    )
