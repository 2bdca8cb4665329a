"""A few numbers by which an operator sees that work goes on; each is read from an index."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine.store.accounts import SignInEvent
from engine.store.base import Base, table_of
from engine.store.database import connection_of
from engine.store.jobs import IdempotencyKey, Incident, OutboxMessage, Timer
from engine.store.many_tables import TableRows
from engine.store.petitions import PetitionMessage

LATE = timedelta(minutes=1)
"""A timer that is due for longer has no worker."""
PROBE = "ready"
"""The key of the row that asks whether anything can be written."""
OK = 200
_keys = table_of(IdempotencyKey)
_PROBED = TableRows(_keys, _keys.c.created_at.name)


def watched(session: Session, *, now: datetime) -> Mapping[str, tuple[str, int]]:
    """Name → what it is, and how many."""

    def count(entity: type[Base], *which: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(entity).where(*which)) or 0

    late = (Timer.due_at < now - LATE, Timer.incident_id.is_(None))
    wrong = (SignInEvent.at > now - timedelta(hours=1), SignInEvent.kind == "wrong")
    return {
        "incidents_open": (
            "Cases that wait in an incident.",
            count(Incident, Incident.resolved_at.is_(None)),
        ),
        "outbox_pending": (
            "Messages that were not yet sent.",
            count(OutboxMessage, OutboxMessage.done_at.is_(None))
            + count(PetitionMessage, PetitionMessage.done_at.is_(None)),
        ),
        "timers_late": ("Timers that are due for more than a minute.", count(Timer, *late)),
        "sign_in_wrong_hour": (
            "Wrong passwords of the last hour.",
            count(SignInEvent, *wrong),
        ),
    }


def probe(session: Session, now: datetime) -> None:
    """Write one row in the place of the last one: fails where nothing can be written.

    By as many as ask at once: each finds the other's row and writes its own time into it.
    """
    columns = (
        *(_keys.c.account_id, _keys.c.key, _keys.c.request_hash),
        *(_keys.c.status, _keys.c.answer, _keys.c.created_at),
    )
    values: tuple[object, ...] = (PROBE, PROBE, "", OK, {}, now)
    row = {column.name: value for column, value in zip(columns, values, strict=True)}
    _PROBED.alone.run(connection_of(session), [row])
