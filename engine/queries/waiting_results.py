"""Results that waited for their applicant longer than the province says: to be archived."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import held
from engine.accounts import Person
from engine.catalogue.rules.taken import Taken
from engine.life import OWING
from engine.queries.first_of_each import first_of_each
from engine.queries.own_work import others_alone
from engine.queries.reach import with_status
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

    province, connection, over = person.province_code, connection_of(session), []
    key = (waiting_results, province, counters, person.identity_number)
    found = built(connection, key, lambda: _first_at(person, counters))
    for code, applicant, finished_at, rules, _ in found.all(connection, {}):
        value = Taken(rules).value(KIND)
        if value is None:
            continue
        until = day_of(finished_at) + timedelta(days=value["days"])
        if day_of(now) > until:
            over.append(WaitingResult(code, applicant, until))
    return tuple(over)


def _first_at(person: Person, counters: Collection[str]) -> Selected:
    """Those that wait longest, counter by counter: each has them in the order of its index."""
    columns = (Case.code, Case.applicant_name, Case.finished_at, Case.rules, Case.id)
    each = [
        select(*columns)
        .where(Case.province_code == person.province_code, Case.returning_unit == counter)
        .where(with_status(OWING), others_alone(person))
        .order_by(Case.finished_at, Case.id)
        for counter in sorted(counters)
    ]
    return first_of_each(each, "finished_at", "id")
