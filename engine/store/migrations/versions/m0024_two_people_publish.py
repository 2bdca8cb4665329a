"""What is to be published is proposed by one and approved by another; a version may be retired."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, empty; every version that is published stays."""
    op.create_table(
        "proposals",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sector", sa.String()),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("base", sa.String(64)),
        sa.Column("differences", Json, nullable=False),
        sa.Column("decided", Json, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("decision_table", sa.LargeBinary()),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("note", sa.String()),
        sa.Column("wished_from", sa.Date(), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("made_by", sa.String(32)),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(32)),
        sa.Column("decided_by_name", sa.String()),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("remark", sa.String()),
        sa.Column("valid_from", sa.Date()),
        sa.Column("version", sa.Integer()),
        sa.PrimaryKeyConstraint("province_code", "id", name="pk_proposals"),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name="fk_proposals_province_code"
        ),
    )
    op.create_index("ix_proposals_state", "proposals", ["province_code", "state", "made_at"])
    op.create_table(
        "proposal_files",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("proposal_id", sa.String(32), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("province_code", "proposal_id", "path", name="pk_proposal_files"),
        sa.ForeignKeyConstraint(
            ["province_code", "proposal_id"],
            ["proposals.province_code", "proposals.id"],
            name="fk_proposal_files_province_code_proposal_id",
        ),
    )
    op.add_column("packages", sa.Column("retired_from", sa.Date()))
