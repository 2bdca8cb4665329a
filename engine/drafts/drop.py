"""Drafts go when their form is sent, when their person wants it, and after a set time."""

from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.orm import Session

from engine.drafts.draft import DraftKind
from engine.store.base import table_of
from engine.store.database import Database, connection_of
from engine.store.drafts import FormDraft
from engine.store.prepared import Prepared

_drafts = table_of(FormDraft)
_DROP_OF = Prepared(
    delete(_drafts).where(
        _drafts.c.account_id == bindparam("whose"),
        _drafts.c.kind == bindparam("form"),
        _drafts.c.target == bindparam("about"),
    )
)


def drop_draft(session: Session, *, account_id: str, draft_id: str) -> None:
    """Forget one draft of the person; one that isn't there is no fault."""
    mine = (_drafts.c.account_id == account_id) & (_drafts.c.id == draft_id)
    connection_of(session).execute(delete(_drafts).where(mine))


def drop_drafts_of(session: Session, *, account_id: str, kind: DraftKind, target: str) -> None:
    """Forget all drafts that the person has of what was now sent, whatever window they are of."""
    given = {"whose": account_id, "form": kind, "about": target}
    _DROP_OF.run(connection_of(session), [given])


def drop_old_drafts(database: Database, *, until: datetime) -> int:
    """Forget the drafts that nobody has touched since; how many there were."""
    with database.writing() as session:
        gone = delete(_drafts).where(_drafts.c.saved_at <= until)
        return connection_of(session).execute(gone).rowcount
