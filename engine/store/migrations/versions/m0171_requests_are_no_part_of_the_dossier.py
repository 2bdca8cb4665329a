"""Files of a later request (withdrawal, adjustment, another secret code) have a role of their own.

They were kept like what was filed: their events tell which ones.
"""

import json
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from alembic import op

revision = "0171"
down_revision = "0165"
branch_labels = None
depends_on = None

_EVENTS = sa.text(
    "SELECT province_code, body FROM case_events"
    " WHERE kind IN ('case_withdrawn', 'content_adjusted', 'code_reissued')"
)


def upgrade() -> None:
    """Give them a role of their own."""
    bind = op.get_bind()
    files = sa.table("case_documents", *map(sa.column, ("province_code", "id", "role")))
    for province, body in bind.execute(_EVENTS).all():
        for told in _files([body]):
            here = sa.and_(files.c.province_code == province, files.c.id == told)
            bind.execute(sa.update(files).where(here).values(role="request"))


def _files(bodies: Iterable[bytes | str]) -> Iterator[str]:
    """The ids of the files that these events brought; older ones tell of none."""
    for body in bodies:
        for file in json.loads(body)["data"].get("documents") or ():
            yield file["id"]
