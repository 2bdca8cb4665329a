"""Results that waited for their applicant longer than the province says: to be archived."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.access import Matter, holds, units_reached
from engine.accounts import Person
from engine.catalogue.rules.taken import Taken
from engine.life import OWING
from engine.organisation.tree import Setting, setting_of
from engine.queries.first_of_each import first_of_each
from engine.queries.own_work import others_alone
from engine.queries.reach import READS, alike, with_status
from engine.queries.views.queue import WaitingResult
from engine.routing.as_it_stands import day_of
from engine.store.cases import Case
from engine.store.database import connection_of
from engine.store.prepared import Selected, built

KIND = "result_wait_days"


def waiting_results(
    session: Session, *, person: Person, now: datetime
) -> tuple[WaitingResult, ...]:
    """Of the counters where the person is and reads the cases, the longest first; none where no
    rule says how long."""
    if person.province_code is None or not holds(person, "counter.open"):
        return ()
    setting = setting_of(session, person.province_code)
    at = units_reached(person, "counter.open", setting, _at)
    counters = frozenset().union(*(one.units for one in at))
    reads = units_reached(person, READS, setting, _worked_on)
    ways = tuple((unit, own) for units, own in alike(reads) for unit in units if unit in counters)
    if not ways:
        return ()

    connection, over = connection_of(session), []
    key = (waiting_results, setting.province_code, counters, reads, person.identity_number)
    found = built(connection, key, lambda: _first_at(person, ways))
    for code, applicant, finished_at, rules, _ in found.all(connection, {}):
        value = Taken(rules).value(KIND)
        if value is None:
            continue
        until = day_of(finished_at) + timedelta(days=value["days"])
        if day_of(now) > until:
            over.append(WaitingResult(code, applicant, until))
    return tuple(over)


def _at(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, setting, unit)


def _worked_on(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, units={unit})


def _first_at(person: Person, ways: Collection[tuple[str, ColumnElement[bool]]]) -> Selected:
    """Those that wait longest, counter by counter: each has them in the order of its index."""
    columns = (Case.code, Case.applicant_name, Case.finished_at, Case.rules, Case.id)
    each = [
        select(*columns)
        .where(Case.province_code == person.province_code, Case.returning_unit == counter)
        .where(with_status(OWING), own, others_alone(person))
        .order_by(Case.finished_at, Case.id)
        for counter, own in ways
    ]
    return first_of_each(each, "finished_at", "id")
