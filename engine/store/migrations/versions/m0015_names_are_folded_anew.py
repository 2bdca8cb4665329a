"""Names that an old font wrote with ð for đ are found again."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json
from engine.store.searching import found_by

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_dossiers = sa.table(
    "dossiers",
    sa.column("province_code", sa.String),
    sa.column("case_id", sa.String),
    sa.column("applicant", Json),
    sa.column("names_folded", sa.String),
)


def upgrade() -> None:
    """Fold the few names again whose folding has changed."""
    connection = op.get_bind()
    changed = sa.or_(*(_dossiers.c.names_folded.contains(sign) for sign in "ðɖ"))
    for row in connection.execute(sa.select(_dossiers).where(changed)).all():
        connection.execute(
            sa.update(_dossiers)
            .where(
                _dossiers.c.province_code == row.province_code, _dossiers.c.case_id == row.case_id
            )
            .values(names_folded=found_by(row.applicant)["names_folded"])
        )
