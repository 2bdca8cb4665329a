"""Keys of requests are kept for a set time: whoever sends again does so within hours."""

from datetime import datetime

from sqlalchemy import delete

from engine.store.database import Database
from engine.store.jobs import IdempotencyKey


def drop_old_keys(database: Database, *, until: datetime) -> None:
    """Drop keys that came before ``until``. Raises CaseBusy."""
    with database.writing() as session:
        session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < until))
