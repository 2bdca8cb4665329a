"""Seal the audit of every day that has ended."""

from datetime import UTC, date, datetime, timedelta

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

    Safe to run anywhere at any time. A head that another worker wrote meanwhile stays; if it says
    otherwise, since an act was committed in between, the next time goes on after it.
    """
    until = ((now or datetime.now(UTC)) - GRACE).astimezone(ZONE).date()
    written = 0
    with database.reading() as session:
        first = first_day(session)
        if first is None:
            return 0
        sealed = heads.days()
        previous = _mac_of(heads, sealed[-1]) if sealed else ""
        for day in days_to_seal(first, sealed, until):
            head = head_of(session, day, previous, key)
            try:
                heads.write(day, encoded(head))
            except FileExistsError:
                return written
            previous = head.mac
            written += 1
    return written


def _mac_of(heads: HeadStore, day: date) -> str:
    text = heads.read(day)
    return mac_of(text) if text else ""
