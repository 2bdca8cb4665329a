"""Fire the timers that are due. Any number of workers may tick beside one another.

What is due is found by the index of the timer rows; waiting cases are never loaded, and a tick with
nothing due is one statement. Each case is a transaction of its own, taken only if nobody holds it.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, tuple_

from engine.cases.fire_timers import fire_timers, open_due_case
from engine.cases.open_incident import open_incident
from engine.errors import ActUncertain, CaseBusy
from engine.feel import act_budget
from engine.store.base import table_of
from engine.store.database import Database
from engine.store.jobs import Timer

CaseKey = tuple[str, str]
"""Province and case."""

AT_ONCE = 200
"""Due rows read at a time."""

_timer = table_of(Timer)
_DUE = (
    select(_timer.c.due_at, _timer.c.id, _timer.c.province_code, _timer.c.case_id)
    .where(_timer.c.due_at.is_not(None), _timer.c.incident_id.is_(None))
    .order_by(_timer.c.due_at, _timer.c.id)
    .limit(AT_ONCE)
)
_PLACE = tuple_(_timer.c.due_at, _timer.c.id)
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ticked:
    """What a tick did, in cases: moved on, put into an incident, left for the next tick."""

    fired: int = 0
    incidents: int = 0
    busy: int = 0


def fire_due_timers(
    database: Database, *, now: datetime | None = None, case_id: str | None = None
) -> Ticked:
    """Fire every timer, of one case or of all, that is due at ``now`` (by default the present).

    One case that can't go on never stops the others: it waits in an incident. Raises CaseBusy when
    the database can't be reached at all; the next tick does what is left.
    """
    tick = _Tick(database, now or datetime.now(UTC), case_id)
    for key in tick.due_cases():
        tick.fire(key)
    return tick.done


class _Tick:
    def __init__(self, database: Database, now: datetime, case_id: str | None) -> None:
        self._database = database
        self._now = now
        self._due = _DUE.where(_timer.c.due_at <= now)
        if case_id is not None:
            self._due = self._due.where(_timer.c.case_id == case_id)
        self.done = Ticked()

    def due_cases(self) -> Iterator[CaseKey]:
        """Each case with a due timer once, the longest overdue first."""
        seen: set[CaseKey] = set()
        page = self._due
        while True:
            with self._database.reading() as session:
                rows = session.connection().execute(page).all()
            for row in rows:
                key = (row.province_code, row.case_id)
                if key not in seen:
                    seen.add(key)
                    yield key
            if len(rows) < AT_ONCE:
                return
            page = self._due.where(tuple_(*rows[-1][:2]) < _PLACE)

    def fire(self, key: CaseKey) -> None:
        """One case in a transaction of its own; what it can't do becomes its incident."""
        version = 0
        try:
            with act_budget(), self._database.writing() as session:
                act = open_due_case(session, province_code=key[0], case_id=key[1], now=self._now)
                if act is None:
                    return
                version = act.case["version"]
                self.done.fired += bool(fire_timers(act))
        except (CaseBusy, ActUncertain):
            self.done.busy += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, the other cases go on
            self._note(key, version, error)

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
