"""All cases of a reach are listed in index order; signing in has readers."""

from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    newest = ["submitted_at", "id"]
    op.create_index("ix_cases_submitted", "cases", ["province_code", *newest])
    op.create_index("ix_cases_competent", "cases", ["province_code", "competent_unit", *newest])
    op.create_index("ix_cases_status", "cases", ["province_code", "status", *newest])
    op.create_index("ix_tasks_unit", "tasks", ["province_code", "unit_code", "case_id"])
    op.create_index("ix_sign_in_events_account", "sign_in_events", ["account_id", "id"])
