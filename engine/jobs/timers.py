"""Fire the timers that are due. Any number of workers may tick beside one another.

What is due is found by the index of the timer rows; waiting cases are never loaded, and a tick with
nothing due is one statement. Each case is a transaction of its own, which takes the next due timer
whose case nobody holds: workers share what is due without meeting.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import repeat

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.act.locking import BEFORE_ALL, lock_next_due
from engine.cases.fire_timers import fire_timers, open_due_case
from engine.cases.open_incident import open_incident
from engine.errors import NOT_WRITTEN
from engine.feel import act_budget
from engine.jobs.pacing import UNPACED, Pace
from engine.store.base import table_of
from engine.store.database import Database
from engine.store.jobs import Timer

CaseKey = tuple[str, str]
"""Province and case."""

_timer = table_of(Timer)
_DUE = (
    select(_timer.c.id)
    .where(_timer.c.due_at.is_not(None), _timer.c.incident_id.is_(None))
    .order_by(_timer.c.due_at, _timer.c.id)
    .limit(1)
)
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ticked:
    """What a tick did, in cases: moved on, put into an incident, left for the next tick."""

    fired: int = 0
    incidents: int = 0
    busy: int = 0


def fire_due_timers(
    database: Database, *, now: datetime | None = None, pace: Pace = UNPACED
) -> Ticked:
    """Fire every timer that is due at ``now`` (by default the present), longest overdue first.

    One case that can't go on never stops the others: it waits in an incident. Raises CaseBusy when
    the database can't be reached at all; the next tick does what is left.
    """
    tick = _Tick(database, now or datetime.now(UTC))
    if tick.anything_due():
        for _ in pace.each(repeat(None)):
            if tick.fire(tick.take_next) is None:
                break
    return tick.done


def fire_timers_of(
    database: Database, *, province_code: str, case_id: str, now: datetime
) -> Ticked:
    """Fire the due timers of one case. Raises CaseBusy."""
    tick = _Tick(database, now)
    tick.fire(lambda session: (province_code, case_id))  # noqa: ARG005
    return tick.done


class _Tick:
    def __init__(self, database: Database, now: datetime) -> None:
        self._database = database
        self._now = now
        self._place = BEFORE_ALL
        self.done = Ticked()

    def anything_due(self) -> bool:
        """Whether any timer is due, held or not."""
        with self._database.reading() as session:
            query = _DUE.where(_timer.c.due_at <= self._now)
            return session.connection().execute(query).first() is not None

    def take_next(self, session: Session) -> CaseKey | None:
        """The next case with a due timer; it is locked."""
        found = lock_next_due(session, self._place, self._now)
        if found is None:
            return None
        self._place = found
        return found.province_code, found.case_id

    def fire(self, take: Callable[[Session], CaseKey | None]) -> CaseKey | None:
        """One case in a transaction of its own; what it can't do becomes its incident."""
        key, version = None, 0
        try:
            with act_budget(), self._database.writing() as session:
                key = take(session)
                if key is None:
                    return None
                act = open_due_case(session, province_code=key[0], case_id=key[1], now=self._now)
                if act is not None:
                    version = act.case["version"]
                    self.done.fired += bool(fire_timers(act))
        except Exception as error:
            if key is None:
                raise
            if isinstance(error, NOT_WRITTEN):
                self.done.busy += 1
            else:
                self._note(key, version, error)
        return key

    def _note(self, key: CaseKey, version: int, error: Exception) -> None:
        try:
            with self._database.writing() as session:
                self.done.incidents += open_incident(
                    session,
                    province_code=key[0],
                    case_id=key[1],
                    version=version,
                    error=error,
                    now=self._now,
                )
        except Exception:  # noqa: BLE001 - logged; the other cases go on, this one next time
            self.done.busy += 1
            _log.exception("case %s/%s: its incident could not be kept", *key)
