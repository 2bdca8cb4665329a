"""Limits of some cases, units that serve communes, and whom a fee lets off once it is confirmed."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table; running cases took no row of limits: their package has none.

    Nobody has confirmed anything of them: what they claim counts as it did.
    """
    op.add_column("cases", sa.Column("own_limits", Json, server_default="{}", nullable=False))
    op.add_column("cases", sa.Column("commune", sa.String(64)))
    op.add_column("dossiers", sa.Column("confirmed", Json))
    op.create_table(
        "serving_units",
        sa.Column("province_code", sa.String(64), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("commune_code", sa.String(64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("unit_code", sa.String(64), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("source", sa.String(64)),
        sa.PrimaryKeyConstraint(
            "province_code", "role", "commune_code", "valid_from", name="pk_serving_units"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["province_code", column],
                ["units.province_code", "units.code"],
                name=f"fk_serving_units_province_code_{column}",
            )
            for column in ("commune_code", "unit_code")
        ),
    )
