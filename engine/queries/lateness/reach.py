"""Whose late cases are whose: those of units that somebody leads or looks over."""

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import Session

from engine.access import CasesReached, cases_reached, holds
from engine.accounts import Person
from engine.errors import NotOverseer
from engine.organisation.tree import setting_of
from engine.queries.lateness.figures import FIRST_UNIT, LATE_UNIT
from engine.queries.reach import covered, worked_on
from engine.store.cases import Case

RIGHT = "lateness.read"


def overseen_late(
    session: Session, person: Person, *, by_first: bool = False
) -> ColumnElement[bool]:
    """The cases whose lateness the person looks over. Raises NotOverseer.

    What fell late before it went to another unit is looked over where it fell late: there it
    counts, and the other unit is not charged with it. ``by_first``: by the first due time.
    """
    if person.province_code is None or not holds(person, RIGHT):
        raise NotOverseer
    setting = setting_of(session, person.province_code)
    ways = (_reached(one, by_first=by_first) for one in cases_reached(person, RIGHT, setting))
    return and_(Case.province_code == person.province_code, or_(false(), *ways))


def _reached(one: CasesReached, *, by_first: bool) -> ColumnElement[bool]:
    if one.deciding is None:
        return and_(true(), covered(one.procedures))
    unit = FIRST_UNIT if by_first else LATE_UNIT
    own = or_(unit == Case.competent_unit, unit.in_(one.working))
    ways = or_(unit.in_(one.deciding), and_(worked_on(one.working), own))
    return and_(ways, covered(one.procedures))
