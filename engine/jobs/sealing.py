"""Seal the audit of every day that has ended."""

from datetime import UTC, datetime, timedelta

from engine.audit.heads import days_to_seal, encoded, first_day, head_of, mac_of
from engine.ports import HeadStore
from engine.store.database import Database
from engine.worktime import ZONE

GRACE = timedelta(minutes=15)
"""An act that began before midnight has long been committed or given up by then."""


def seal_due_days(
    database: Database, heads: HeadStore, key: bytes, *, now: datetime | None = None
) -> int:
    """Write the heads of ended days that have none; how many were written.

    Safe to run anywhere at any time: a head that another worker wrote meanwhile is the same.
    """
    until = ((now or datetime.now(UTC)) - GRACE).astimezone(ZONE).date()
    written = 0
    with database.reading() as session:
        first = first_day(session)
        if first is None:
            return 0
        sealed = heads.days()
        previous = _last_mac(heads)
        for day in days_to_seal(first, sealed, until):
            head = head_of(session, day, previous, key)
            heads.write(day, encoded(head))
            previous = head.mac
            written += 1
    return written


def _last_mac(heads: HeadStore) -> str:
    days = heads.days()
    text = heads.read(days[-1]) if days else None
    return mac_of(text) if text else ""
