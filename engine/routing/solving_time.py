"""When a running case is due, from the stretches in which its own clock ran.

So it comes out the same whether a limit was there before a pause or after it.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.life import RESTARTS, SOLVING
from engine.routing.as_it_stands import CaseAsItStands
from engine.store.cases import ClockInterval
from engine.store.rows import CaseRow

Ran = Sequence[tuple[datetime, datetime | None]]
"""The stretches in which the case's clock ran: from, until."""


def ran(session: Session, case: CaseRow) -> Ran:
    """The stretches of a stored case, in their order, since its time began anew the last time."""
    anew = (
        select(func.max(ClockInterval.stopped_at))
        .where(
            ClockInterval.province_code == case["province_code"],
            ClockInterval.case_id == case["id"],
            ClockInterval.clock.in_(RESTARTS),
        )
        .scalar_subquery()
    )
    query = select(ClockInterval.started_at, ClockInterval.stopped_at).where(
        ClockInterval.province_code == case["province_code"],
        ClockInterval.case_id == case["id"],
        ClockInterval.clock == SOLVING,
        or_(anew.is_(None), ClockInterval.started_at >= anew),
    )
    rows = session.execute(query.order_by(ClockInterval.started_at))
    return [(started_at, stopped_at) for started_at, stopped_at in rows]


def due_as_it_ran(stands: CaseAsItStands, stretches: Ran) -> datetime | None:
    """When the case is due as it stands, pauses included that are over."""
    start = stands.counted_from
    if start is not None and stretches and stretches[0][0] > start:
        start = stretches[0][0]  # a supplement has let the time begin anew
    due_at = stands.due_from(start) if start else None
    for (_, stopped_at), (resumed_at, _) in pairwise(stretches):
        if stopped_at is not None and start is not None and resumed_at > start:
            due_at = stands.due_again(due_at, stopped_at=stopped_at, resumed_at=resumed_at)
    return due_at
