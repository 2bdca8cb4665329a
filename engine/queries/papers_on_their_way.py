"""Papers that wait to be sent from the counter of an officer, or come to their unit."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from engine.access import Matter, UnitsReached, of_act, units_reached
from engine.accounts import Person
from engine.life import states_with
from engine.organisation.tree import Setting, setting_of
from engine.queries.reach import at_units, narrowed
from engine.queries.to_give_back import MOST
from engine.queries.views.queue import TravellingPapers
from engine.routing.as_it_stands import day_of
from engine.routing.centres import watched_by
from engine.store.cases import Case, Task
from engine.store.database import connection_of
from engine.store.prepared import Selected, built


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
        waits = and_(at_units(Case.receiving_unit, sends), Case.papers_until.is_not(None))
        coming = and_(_taken_by(takes, setting, day), Case.papers_until.is_(None))
        return (
            select(Case.code, Case.applicant_name, Case.papers_to, Case.papers_until)
            .where(
                Case.province_code == setting.province_code,
                Case.papers_to.is_not(None),
                Case.status.in_(states_with("take_papers")),
                or_(waits, coming),
            )
            .order_by(Case.papers_until.is_(None), Case.papers_until, Case.code)
            .limit(MOST)
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


def _taken_by(found: tuple[UnitsReached, ...], setting: Setting, day: date) -> ColumnElement[bool]:
    """Whose papers these units may take, as ``takers`` has it for one case."""
    return or_(
        false(),
        *(
            and_(_takes(unit, setting, day), narrowed(one))
            for one in found
            for unit in sorted(one.units)
        ),
    )


def _takes(unit: str, setting: Setting, day: date) -> ColumnElement[bool]:
    had_a_step = exists().where(
        Task.province_code == Case.province_code,
        Task.case_id == Case.id,
        Task.unit_code == unit,
    )
    theirs = Case.competent_unit.in_({unit, *watched_by(setting, unit, day)})
    return and_(Case.receiving_unit != unit, or_(theirs, had_a_step))
