"""Whether a dossier refers to a file is asked by its digest."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index; rows stay as they are."""
    op.create_index("ix_case_documents_digest", "case_documents", ["digest"])
