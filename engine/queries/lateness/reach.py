"""Whose late cases are whose: those of units that somebody leads or looks over."""

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import Session

from engine.access import CasesReached, cases_reached, holds
from engine.accounts import Person
from engine.errors import NotOverseer
from engine.organisation.tree import setting_of
from engine.queries.lateness.figures import LATE_UNIT
from engine.queries.reach import covered, worked_on
from engine.store.cases import Case

RIGHT = "lateness.read"


def overseen_late(session: Session, person: Person) -> ColumnElement[bool]:
    """The cases whose lateness the person looks over. Raises NotOverseer.

    What fell late before it went to another unit is looked over where it fell late: there it
    counts, and the other unit is not charged with it.
    """
    if person.province_code is None or not holds(person, RIGHT):
        raise NotOverseer
    setting = setting_of(session, person.province_code)
    ways = (_reached(one) for one in cases_reached(person, RIGHT, setting))
    return and_(Case.province_code == person.province_code, or_(false(), *ways))


def _reached(one: CasesReached) -> ColumnElement[bool]:
    if one.deciding is None:
        return and_(true(), covered(one.procedures))
    own = or_(
        Case.late_unit.is_(None),
        Case.late_unit == Case.competent_unit,
        Case.late_unit.in_(one.working),
    )
    ways = or_(LATE_UNIT.in_(one.deciding), and_(worked_on(one.working), own))
    return and_(ways, covered(one.procedures))
