"""Papers that wait to be sent from the counter of an officer, or come to their unit."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.access import Matter, UnitsReached, of_act, units_reached
from engine.accounts import Person
from engine.life import states_with
from engine.organisation.tree import Setting, setting_of
from engine.queries.inbox.pages import NO_OFFSET
from engine.queries.reach import narrowed, with_status
from engine.queries.views.queue import TravellingPapers
from engine.queries.waiting_results import FIRST
from engine.routing.as_it_stands import day_of
from engine.routing.centres import watched_by
from engine.store.cases import Case, Task
from engine.store.database import connection_of
from engine.store.prepared import Selected, built

Condition = ColumnElement[bool]
Order = tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]


def papers_on_their_way(
    session: Session, *, person: Person, now: datetime
) -> tuple[TravellingPapers, ...]:
    """What waits to be sent comes first, by the time it must leave; then what is coming."""
    if person.province_code is None:
        return ()
    setting = setting_of(session, person.province_code)
    sends = units_reached(person, of_act("send_papers"), setting, _sent)
    takes = units_reached(person, of_act("take_papers"), setting, _taken)
    if not (sends or takes):
        return ()
    day, connection = day_of(now), connection_of(session)

    def query() -> Selected:
        return _first(
            [*_waiting(sends), *_coming(setting, takes, day)],
            setting.province_code,
        )

    # Whose centres see whose cases stands in the province's configuration.
    found = built(connection, (papers_on_their_way, setting, day, sends, takes), query)
    return tuple(
        TravellingPapers(
            code, applicant, setting.unit_short_name(to), until, until is not None and until < now
        )
        for code, applicant, to, until in found.all(connection, {})
    )


def _sent(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, receiving=unit)


def _taken(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, taking={unit})


def _first(ways: list[tuple[Condition, Order]], province: str) -> Selected:
    """The first of each way, by its index, put together."""
    columns = (Case.code, Case.applicant_name, Case.papers_to, Case.papers_until, Case.id)
    parts = [
        select(*columns)
        .where(Case.province_code == province, with_status(states_with("take_papers")), condition)
        .order_by(*order)
        .limit(FIRST)
        .offset(NO_OFFSET)
        .subquery()
        for condition, order in ways
    ]
    # A case may be found by several ways.
    found = union(*(select(part) for part in parts)).subquery().c
    return (
        select(found.code, found.applicant_name, found.papers_to, found.papers_until)
        .order_by(found.papers_until.is_(None), found.papers_until, found.code)
        .limit(FIRST)
        .offset(NO_OFFSET)
    )


def _waiting(sends: tuple[UnitsReached, ...]) -> Iterator[tuple[Condition, Order]]:
    """What waits at each unit that sends it."""
    for one in sends:
        for unit in sorted(one.units):
            here = and_(Case.receiving_unit == unit, Case.papers_until.is_not(None))
            yield and_(here, narrowed(one)), (Case.papers_until, Case.id)


def _coming(
    setting: Setting, takes: tuple[UnitsReached, ...], day: date
) -> Iterator[tuple[Condition, Order]]:
    """What comes to units that decide it, have or had a step of it, or watch it as a centre, as
    ``takers`` has it for one case.
    """
    by_unit = (Case.competent_unit, Case.receiving_unit, Case.id)
    elsewhere = Case.receiving_unit != Case.competent_unit
    for one in takes:
        units, own = sorted(one.units), narrowed(one)
        yield and_(_decided_at(units), elsewhere, own), by_unit
        step = and_(
            Task.province_code == Case.province_code,
            Task.case_id == Case.id,
            Task.unit_code.in_(units),
            Task.awaits_papers,
        )
        yield and_(step, own), (Task.unit_code, Task.case_id)
        for unit in units:
            if watched := sorted(watched_by(setting, unit, day) - {unit}):
                # A centre sent most of what it watches itself: the index leaves that out.
                yield and_(_decided_at(watched), Case.receiving_unit < unit, own), by_unit
                yield and_(_decided_at(watched), Case.receiving_unit > unit, own), by_unit


def _decided_at(units: Sequence[str]) -> Condition:
    come = and_(Case.papers_to.is_not(None), Case.papers_until.is_(None))
    return and_(come, Case.competent_unit.in_(units))
