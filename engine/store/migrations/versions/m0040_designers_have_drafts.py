"""Designers keep the files of a procedure's next version, with every change."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, empty."""
    op.create_table(
        "designs",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("procedure_code", sa.String(64), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("province_code", "procedure_code", name="pk_designs"),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name="fk_designs_province_code"
        ),
    )
    op.create_table(
        "design_revisions",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("procedure_code", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("source", sa.Integer()),
        sa.Column("files", Json, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("mended", Json, nullable=False),
        sa.Column("made_by", sa.String(32)),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint(
            "province_code", "procedure_code", "number", name="pk_design_revisions"
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "procedure_code"],
            ["designs.province_code", "designs.procedure_code"],
            name="fk_design_revisions_province_code_procedure_code",
        ),
    )
    op.create_table(
        "design_contents",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("procedure_code", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "province_code", "procedure_code", "digest", name="pk_design_contents"
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "procedure_code"],
            ["designs.province_code", "designs.procedure_code"],
            name="fk_design_contents_province_code_procedure_code",
        ),
    )
