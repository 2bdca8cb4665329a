"""Whose late cases are whose: those of units that somebody leads or looks over."""

from functools import partial

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, or_, true
from sqlalchemy.orm import Session

from engine.access import CasesReached, cases_reached, holds
from engine.accounts import Person
from engine.errors import NotOverseer
from engine.organisation.tree import setting_of
from engine.queries.lateness.figures import FIRST_UNIT, LATE_UNIT, Counted
from engine.queries.reach import as_one, narrowed, worked_on
from engine.store.cases import Case

RIGHT = "lateness.read"


def overseen_late(session: Session, person: Person) -> Counted:
    """The cases whose lateness the person looks over, by each figure. Raises NotOverseer.

    What fell late before it went to another unit is looked over where it fell late: there it
    counts, and the other unit is charged only with what it let lie beyond its own time.
    """
    if person.province_code is None or not holds(person, RIGHT):
        raise NotOverseer
    reached = as_one(cases_reached(person, RIGHT, setting_of(session, person.province_code)))
    of_province = Case.province_code == person.province_code

    def counted_with(unit: SQLColumnExpression[str], *, now: bool) -> ColumnElement[bool]:
        ways = (_reached(one, unit, now=now) for one in reached)
        return and_(of_province, or_(false(), *ways))

    return Counted(
        late=counted_with(LATE_UNIT, now=True),
        first=counted_with(FIRST_UNIT, now=True),
        own=partial(counted_with, now=False),
    )


def _reached(
    one: CasesReached, unit: SQLColumnExpression[str], *, now: bool
) -> ColumnElement[bool]:
    """``now``: who had a step of it looks it over too while it counts with who decides it now."""
    if one.deciding is None:
        return and_(true(), narrowed(one))
    theirs: ColumnElement[bool] = unit.in_(sorted(one.working))
    if now:
        theirs = or_(unit == Case.competent_unit, theirs)
    ways = or_(unit.in_(sorted(one.deciding)), and_(worked_on(one.working), theirs))
    return and_(ways, narrowed(one))
