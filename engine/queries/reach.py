"""What a right reaches, as conditions of statements: the same for every list of cases and tasks."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.access import CasesReached, UnitsReached, cases_reached
from engine.accounts import Person
from engine.organisation.tree import setting_of
from engine.store.cases import Case, Task


def cases_within(session: Session, person: Person, right: str) -> ColumnElement[bool]:
    """The cases of the person's province that the right reaches; none without it."""
    if person.province_code is None:
        return false()
    setting = setting_of(session, person.province_code)
    return and_(
        Case.province_code == person.province_code,
        reached_by(cases_reached(person, right, setting)),
    )


def reached_by(found: tuple[CasesReached, ...]) -> ColumnElement[bool]:
    """The cases of a province that one of them reaches."""
    return or_(false(), *(and_(or_(*ways_of(one)), covered(one.procedures)) for one in found))


def ways_of(one: CasesReached) -> tuple[ColumnElement[bool], ...]:
    """By which ways a case comes to be reached; each is found in an index of its own."""
    if one.deciding is None:
        return (true(),)
    worked_on = exists().where(
        Task.province_code == Case.province_code,
        Task.case_id == Case.id,
        Task.unit_code.in_(one.working),
    )
    ways = ((one.deciding, Case.competent_unit.in_(one.deciding)), (one.working, worked_on))
    return tuple(way for units, way in ways if units)


def covered(procedures: tuple[str, ...] | None) -> ColumnElement[bool]:
    """Cases of these procedures; ``None``: of all."""
    return true() if procedures is None else Case.procedure_code.in_(procedures)


def at_units(
    unit: InstrumentedAttribute[str], found: tuple[UnitsReached, ...]
) -> ColumnElement[bool]:
    """What lies at the units that one of them reaches, of a case in the same statement."""
    return or_(false(), *(and_(unit.in_(one.units), covered(one.procedures)) for one in found))
