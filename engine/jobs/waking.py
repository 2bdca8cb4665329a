"""Wake the cases whose life goes on by itself. Any number of workers may tick beside one another.

What is due is found by an index of the cases; each case is a transaction of its own.
"""

import logging
from datetime import UTC, datetime

from sqlalchemy import select

from engine.cases.wake_case import wake_case
from engine.errors import ActUncertain, CaseBusy
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.database import Database

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


def wake_due_cases(database: Database, *, now: datetime | None = None) -> int:
    """Wake every case that is due; how many went on. Raises CaseBusy without a database."""
    moment = now or datetime.now(UTC)
    with database.reading() as session:
        due = session.connection().execute(_DUE.where(_case.c.wakes_at <= moment)).all()
    return sum(_wake(database, row.province_code, row.id, moment) for row in due)


def _wake(database: Database, province_code: str, case_id: str, now: datetime) -> bool:
    try:
        with database.writing() as session:
            return wake_case(session, province_code=province_code, case_id=case_id, now=now)
    except (CaseBusy, ActUncertain):
        return False
    except Exception:  # noqa: BLE001 - logged; one case never stops the others
        _log.exception("case %s/%s could not be woken", province_code, case_id)
        return False
