"""What the owner of a dossier is, by which paper another filed it, why an agency came on paper."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

PERSONS = """
UPDATE cases SET applicant_kind = 'citizen' WHERE EXISTS (
    SELECT 1 FROM dossiers AS d WHERE d.province_code = cases.province_code
    AND d.case_id = cases.id AND length(d.owner_number) = 12
)
"""
"""Who has twelve digits has a person's number; of other owners of before nobody knows."""


def upgrade() -> None:
    """Add the columns; of a case of before the owner is a person where their number says so."""
    op.add_column("cases", sa.Column("applicant_kind", sa.String(64)))
    op.add_column("cases", sa.Column("paper_ground", sa.String(64)))
    op.add_column("cases", sa.Column("authorisation", Json))
    op.execute(PERSONS)
