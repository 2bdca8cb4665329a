"""Results that waited for their applicant longer than the province says: to be archived."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import held
from engine.accounts import Person
from engine.catalogue.rules.taken import Taken
from engine.life import OWING
from engine.queries.to_give_back import MOST
from engine.queries.views.queue import WaitingResult
from engine.routing.as_it_stands import day_of
from engine.store.cases import Case

KIND = "result_wait_days"


def waiting_results(
    session: Session, *, person: Person, now: datetime
) -> tuple[WaitingResult, ...]:
    """Of the counters where the person is, the longest first; none where no rule says how long."""
    counters = {by.holding.unit_code for by, _ in held(person, "counter.open") if by.holding}
    if person.province_code is None or not counters:
        return ()
    found = session.execute(
        select(Case.code, Case.applicant_name, Case.finished_at, Case.rules)
        .where(
            Case.province_code == person.province_code,
            Case.returning_unit.in_(counters),
            Case.status.in_(OWING),
        )
        .order_by(Case.finished_at, Case.id)
        .limit(MOST)
    )
    over = []
    for row in found:
        value = Taken(row.rules).value(KIND)
        if value is None:
            continue
        until = day_of(row.finished_at) + timedelta(days=value["days"])
        if day_of(now) > until:
            over.append(WaitingResult(row.code, row.applicant_name, until))
    return tuple(over)
