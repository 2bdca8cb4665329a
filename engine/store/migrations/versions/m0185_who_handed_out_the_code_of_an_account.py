"""An account says who handed out its last code: these two are not two people.

Of those that stand here the record of changes tells it; the operator is nobody's account.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0185"
down_revision = "0172"
branch_labels = None
depends_on = None

_GIVEN = sa.text(
    "SELECT subject_key, account_id, after FROM configuration_changes"
    " WHERE subject = 'accounts' ORDER BY at, epoch, seq"
)


def upgrade() -> None:
    """Add the column, and what the record knows."""
    op.add_column("accounts", sa.Column("code_from", sa.String(32)))
    bind = op.get_bind()
    accounts = sa.table("accounts", *map(sa.column, ("username", "code_from")))
    last = {name: by for name, by, after in bind.execute(_GIVEN).all() if _is_code(after)}
    for name, by in last.items():
        if by is not None:
            here = accounts.c.username == name
            bind.execute(sa.update(accounts).where(here).values(code_from=by))


def _is_code(after: Any) -> bool:
    """Whether the change handed out a code: then the account waits for its first password."""
    told = json.loads(after) if isinstance(after, str | bytes) else after
    return isinstance(told, dict) and told.get("state") == "invited"
