"""What a case does by itself as time passes, as the worker sees to it: each at its own moment."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.cases.fire_timers import fire_timers, open_due_case
from engine.cases.wake_case import wake_case
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.jobs import Timer

Kind = Literal["fires", "wakes"]
_case, _timer = table_of(Case), table_of(Timer)


def passing_time(
    session: Session, province_code: str, case_id: str, *, until: datetime
) -> Iterator[datetime]:
    """Let one thing after the other happen; when each did. Raises what the process meets."""
    done: set[tuple[Kind, datetime]] = set()
    while True:
        waiting = _waiting(session, province_code, case_id)
        due = [(at, kind) for kind, at in waiting.items() if at <= until and (kind, at) not in done]
        if not due:
            return
        moment, kind = min(due)
        done.add((kind, moment))
        if kind == "fires":
            act = open_due_case(session, province_code=province_code, case_id=case_id, now=moment)
            if act is not None:
                fire_timers(act)
        else:
            wake_case(session, province_code=province_code, case_id=case_id, now=moment)
        yield moment


def _waiting(session: Session, province_code: str, case_id: str) -> dict[Kind, datetime]:
    """When the next timer of the case fires, and when it wakes for what it reminds of."""
    next_timer = select(func.min(_timer.c.due_at)).where(
        _timer.c.province_code == province_code,
        _timer.c.case_id == case_id,
        _timer.c.incident_id.is_(None),
    )
    fires, wakes = session.execute(
        select(next_timer.scalar_subquery(), _case.c.wakes_at).where(
            _case.c.province_code == province_code, _case.c.id == case_id
        )
    ).one()
    found: dict[Kind, datetime | None] = {"fires": fires, "wakes": wakes}
    return {kind: at for kind, at in found.items() if at is not None}
