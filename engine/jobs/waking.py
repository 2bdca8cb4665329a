"""Wake the cases whose life goes on by itself. Any number of workers may tick beside one another.

What is due is found by an index of the cases; each case is a transaction of its own.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from random import shuffle
from typing import Protocol

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from engine.cases.close_unpaid import close_unpaid
from engine.cases.give_own_time import give_own_time
from engine.cases.tell_late_opinions import tell_late_opinions
from engine.cases.wake_case import wake_case
from engine.errors import NOT_WRITTEN
from engine.jobs.pacing import UNPACED, Pace
from engine.life import COUNTING, RUNNING
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.consultations import Consultation
from engine.store.database import Database
from engine.store.payments import Payment

AT_ONCE = 200
"""Cases of one tick; the next tick takes the others."""
_case = table_of(Case)
_DUE = (
    select(_case.c.province_code, _case.c.id)
    .where(_case.c.wakes_at.is_not(None))
    .order_by(_case.c.wakes_at, _case.c.id)
    .limit(AT_ONCE)
)
_log = logging.getLogger(__name__)


def wake_due_cases(database: Database, *, now: datetime | None = None, pace: Pace = UNPACED) -> int:
    """Wake every case that is due; how many went on. Raises CaseBusy without a database."""
    moment = now or datetime.now(UTC)
    with database.reading() as session:
        due = session.connection().execute(_DUE.where(_case.c.wakes_at <= moment)).all()
    return woken(database, wake_case, due, moment, pace)


class Waking(Protocol):
    """What is done in a case by itself; whether anything was."""

    def __call__(
        self, session: Session, *, province_code: str, case_id: str, now: datetime
    ) -> bool: ...


def woken(
    database: Database, wake: Waking, cases: Iterable[tuple[str, str]], now: datetime, pace: Pace
) -> int:
    """Do it in each of the cases (province and id), at the pace; in how many there was something.

    Each is a transaction of its own; what one case refuses never stops the others. In no order:
    workers that have read the same list are seldom at the same case, and a case that somebody holds
    is left for the next tick.
    """
    due = list(cases)
    shuffle(due)
    return sum(_one(database, wake, *key, now) for key in pace.each(due))


def _one(database: Database, wake: Waking, province_code: str, case_id: str, now: datetime) -> bool:
    try:
        with database.writing() as session:
            return wake(session, province_code=province_code, case_id=case_id, now=now)
    except NOT_WRITTEN:
        return False
    except Exception:  # noqa: BLE001 - logged; one case never stops the others
        _log.exception("case %s/%s could not be woken", province_code, case_id)
        return False


_late = table_of(Consultation)
_LATE = (
    select(_late.c.province_code, _late.c.case_id)
    .join(_case, (_case.c.province_code == _late.c.province_code) & (_case.c.id == _late.c.case_id))
    .where(
        _late.c.answered_at.is_(None),
        _late.c.late_told_at.is_(None),
        _case.c.status.in_(RUNNING),
    )
    .distinct()
    .limit(AT_ONCE)
)


def tell_late(database: Database, *, now: datetime | None = None, pace: Pace = UNPACED) -> int:
    """Tell of every opinion that did not come in time; in how many cases one was late."""
    moment = now or datetime.now(UTC)
    with database.reading() as session:
        due = session.connection().execute(_LATE.where(_late.c.due_at <= moment)).all()
    return woken(database, tell_late_opinions, due, moment, pace)


_asked, _since = table_of(Payment), table_of(Payment).alias()
_UNPAID = (
    select(_asked.c.province_code, _asked.c.case_id)
    .join(
        _case, (_case.c.province_code == _asked.c.province_code) & (_case.c.id == _asked.c.case_id)
    )
    .where(
        _asked.c.until.is_not(None),
        _case.c.status.in_(RUNNING),
        ~exists().where(
            _since.c.province_code == _asked.c.province_code,
            _since.c.case_id == _asked.c.case_id,
            _since.c.kind.in_(("asked", "paid")),
            _since.c.recorded_at > _asked.c.recorded_at,
        ),
    )
    .limit(AT_ONCE)
)


def close_all_unpaid(
    database: Database, *, now: datetime | None = None, pace: Pace = UNPACED
) -> int:
    """Close the cases whose notice ran out and of which nothing was paid; how many."""
    moment = now or datetime.now(UTC)
    with database.reading() as session:
        due = session.connection().execute(_UNPAID.where(_asked.c.until <= moment)).all()
    return woken(database, close_unpaid, due, moment, pace)


_UNTIMED = (
    select(_case.c.province_code, _case.c.id)
    .where(
        _case.c.status.in_([int(status) for status in COUNTING]),
        _case.c.own_due_at.is_(None),
        or_(
            _case.c.late_unit != _case.c.competent_unit,
            _case.c.counted_late_unit != _case.c.competent_unit,
        ),
    )
    .order_by(_case.c.late_since, _case.c.id)
)


def give_own_times(database: Database, *, now: datetime | None = None, pace: Pace = UNPACED) -> int:
    """Give the units that got cases late, before such time was kept, their own; in how many cases.

    By night: since it is kept every act keeps it, so there is something once.
    """
    moment = now or datetime.now(UTC)
    with database.reading() as session:
        due = session.connection().execute(_UNTIMED).all()
    return woken(database, give_own_time, due, moment, pace)
