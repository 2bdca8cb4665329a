"""Papers that wait to be sent from the counter of an officer, or come to their unit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, column, select, true, union, values
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.access import Matter, UnitsReached, of_act, units_reached
from engine.accounts import Person
from engine.life import states_with
from engine.organisation.tree import Setting, setting_of
from engine.queries.first_of_each import FIRST
from engine.queries.own_work import others_alone
from engine.queries.reach import READS, alike, with_status
from engine.queries.views.queue import TravellingPapers
from engine.routing.as_it_stands import day_of
from engine.routing.centres import watched_by
from engine.store.base import Code
from engine.store.cases import Case, Task
from engine.store.database import connection_of
from engine.store.prepared import NO_OFFSET, Selected, built


@dataclass(frozen=True, slots=True)
class _Way:
    """Cases that one of these pairs of units finds: what is narrowed alike, in an index's order."""

    pairs: Sequence[tuple[str, str]]
    finds: Callable[[ColumnElement[str], ColumnElement[str]], ColumnElement[bool]]
    own: ColumnElement[bool]
    order: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]

    def first(self, person: Person, dialect: str, number: int) -> Selected:
        """The first of each pair on PostgreSQL, the first of all on SQLite."""
        named = (column("unit", Code), column("other", Code))
        at = values(*named, name=f"at_{number}").data(list(self.pairs)).cte(f"at_{number}")
        province = Case.province_code == person.province_code
        here = (province, with_status(states_with("take_papers")), others_alone(person))
        columns = (Case.code, Case.applicant_name, Case.papers_to, Case.papers_until, Case.id)
        first = (
            select(*columns)
            .where(*here, self.finds(at.c.unit, at.c.other), self.own)
            .order_by(*self.order)
            .limit(FIRST)
            .offset(NO_OFFSET)
        )
        if dialect == "sqlite":
            return first
        each = first.correlate(at).lateral()
        return select(each).select_from(at.join(each, true()))


def papers_on_their_way(
    session: Session, *, person: Person, now: datetime
) -> tuple[TravellingPapers, ...]:
    """What waits to be sent comes first, by the time it must leave; then what is coming."""
    if person.province_code is None:
        return ()
    setting = setting_of(session, person.province_code)
    sends = units_reached(person, of_act("send_papers"), setting, _sent)
    takes = units_reached(person, of_act("take_papers"), setting, _taken)
    # Not all who sit at a centre that watches a case read it.
    watches = units_reached(person, READS, setting, _watches)
    if not (sends or takes):
        return ()
    day, connection = day_of(now), connection_of(session)

    def query() -> Selected:
        ways = [*_waiting(sends), *_coming(takes), *_watched(setting, watches, day)]
        return _first(person, ways, connection.dialect.name)

    # Whose centres see whose cases stands in the province's configuration.
    key = (papers_on_their_way, setting, day, sends, takes, watches, person.identity_number)
    found = built(connection, key, query)
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


def _watches(setting: Setting, unit: str) -> Matter:
    return Matter(setting.province_code, watching={unit})


def _first(person: Person, ways: Sequence[_Way], dialect: str) -> Selected:
    """The first of each way, by its index, put together."""
    # A case may be found by several ways.
    parts = [way.first(person, dialect, number) for number, way in enumerate(ways)]
    found = union(*(select(part.subquery()) for part in parts)).subquery().c
    return (
        select(found.code, found.applicant_name, found.papers_to, found.papers_until)
        .order_by(found.papers_until.is_(None), found.papers_until, found.code)
        .limit(FIRST)
        .offset(NO_OFFSET)
    )


def _waiting(sends: tuple[UnitsReached, ...]) -> Iterator[_Way]:
    """What waits at each unit that sends it."""
    for units, own in alike(sends):
        each = [(unit, unit) for unit in units]
        yield _Way(each, _waits_at, own, (Case.papers_until, Case.id))


_BY_UNIT = (Case.competent_unit, Case.receiving_unit, Case.id)


def _coming(takes: tuple[UnitsReached, ...]) -> Iterator[_Way]:
    """What comes to units that decide it, have or had a step of it, as ``takers`` has it for one
    case.
    """
    for units, own in alike(takes):
        each = [(unit, unit) for unit in units]
        yield _Way(each, _decides, own, _BY_UNIT)
        yield _Way(each, _has_a_step, own, (Task.unit_code, Task.case_id))


def _watched(setting: Setting, watches: tuple[UnitsReached, ...], day: date) -> Iterator[_Way]:
    """What comes to centres that watch it."""
    for units, own in alike(watches):
        watched = [
            (unit, one) for unit in units for one in sorted(watched_by(setting, unit, day) - {unit})
        ]
        if watched:
            # A centre sent most of what it watches itself: the index leaves that out.
            yield _Way(watched, _watches_before, own, _BY_UNIT)
            yield _Way(watched, _watches_behind, own, _BY_UNIT)


_Unit = ColumnElement[str]
_come = and_(Case.papers_to.is_not(None), Case.papers_until.is_(None))


def _waits_at(unit: _Unit, _: _Unit) -> ColumnElement[bool]:
    return and_(Case.receiving_unit == unit, Case.papers_until.is_not(None))


def _decides(unit: _Unit, _: _Unit) -> ColumnElement[bool]:
    return and_(_come, Case.competent_unit == unit, Case.receiving_unit != unit)


def _has_a_step(unit: _Unit, _: _Unit) -> ColumnElement[bool]:
    of_case = and_(Task.province_code == Case.province_code, Task.case_id == Case.id)
    return and_(of_case, Task.unit_code == unit, Task.awaits_papers)


def _watches_before(centre: _Unit, unit: _Unit) -> ColumnElement[bool]:
    return and_(_come, Case.competent_unit == unit, Case.receiving_unit < centre)


def _watches_behind(centre: _Unit, unit: _Unit) -> ColumnElement[bool]:
    return and_(_come, Case.competent_unit == unit, Case.receiving_unit > centre)
