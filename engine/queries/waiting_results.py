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
from engine.store.database import connection_of
from engine.store.prepared import Selected, built

KIND = "result_wait_days"


def waiting_results(
    session: Session, *, person: Person, now: datetime
) -> tuple[WaitingResult, ...]:
    """Of the counters where the person is, the longest first; none where no rule says how long."""
    posts = (by.holding for by, _ in held(person, "counter.open"))
    counters = frozenset(post.unit_code for post in posts if post)
    if person.province_code is None or not counters:
        return ()

    def query() -> Selected:
        return (
            select(Case.code, Case.applicant_name, Case.finished_at, Case.rules)
            .where(
                Case.province_code == person.province_code,
                Case.returning_unit.in_(counters),
                Case.status.in_(OWING),
            )
            .order_by(Case.finished_at, Case.id)
            .limit(MOST)
        )

    connection, over = connection_of(session), []
    found = built(connection, (waiting_results, person.province_code, counters), query)
    for code, applicant, finished_at, rules in found.all(connection, {}):
        value = Taken(rules).value(KIND)
        if value is None:
            continue
        until = day_of(finished_at) + timedelta(days=value["days"])
        if day_of(now) > until:
            over.append(WaitingResult(code, applicant, until))
    return tuple(over)
