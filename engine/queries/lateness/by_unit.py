"""Late cases by agency: in progress with its parts, solved late this year, what was confirmed."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.organisation.tree import setting_of
from engine.queries.lateness.answers import answered_late_by_unit
from engine.queries.lateness.figures import (
    LATE_UNIT,
    OF_CASE,
    WHICH,
    ended_by_unit,
    late_at,
    late_by_unit,
    over_late,
    standing_by_unit,
)
from engine.queries.lateness.overdue import year_of
from engine.queries.lateness.reach import overseen_late
from engine.queries.views.lateness import LateCount, UnitLateness, UnitsPage
from engine.queries.views.parts import UnitName
from engine.store.cases import Case
from engine.store.lateness import LatenessCause


def lateness_by_unit(session: Session, *, person: Person, now: datetime) -> UnitsPage:
    """The agencies whose cases the person oversees; their sums are the figures of the list.

    Raises NotOverseer.
    """
    of = overseen_late(session, person)
    setting, since = setting_of(session, str(person.province_code)), year_of(now)
    running = late_by_unit(session, of, now=now)
    ended = ended_by_unit(session, of, since=since, until=now)
    standing = standing_by_unit(session, of)
    states = _states(session, of.late, since=since, now=now)
    answered = answered_late_by_unit(session, setting, of.late, since=since, until=now)
    units = {*running, *standing, *ended, *answered, *(unit for unit, _ in states)}
    agencies: dict[str, list[str]] = {}
    for unit in units:
        agencies.setdefault(setting.agency_unit(unit), []).append(unit)
    rows = [
        UnitLateness(
            unit=UnitName(agency, setting.unit_name(agency)),
            running=_sum(running[one][0] for one in own if one in running),
            counts={
                part: sum(running[one][1][part] for one in own if one in running) for part in WHICH
            },
            standing=_sum(standing[one] for one in own if one in standing),
            ended=_sum(ended[one] for one in own if one in ended),
            confirmed=sum(states[one, "confirmed"] for one in own),
            rejected=sum(states[one, "rejected"] for one in own),
            answered_late=sum(answered.get(one, 0) for one in own),
        )
        for agency, own in agencies.items()
    ]
    order = sorted(rows, key=lambda one: (-one.running.late, -one.ended.late, one.unit.name))
    return UnitsPage(tuple(order), since)


def _states(
    session: Session, within: ColumnElement[bool], *, since: datetime, now: datetime
) -> Counter[tuple[str, str]]:
    """How many causes each unit's late cases have in each state."""
    late = or_(late_at(now), and_(over_late(), Case.finished_at >= since))
    query = (
        select(LATE_UNIT, LatenessCause.state, func.count())
        .join(LatenessCause, OF_CASE)
        .where(within, late)
        .group_by(LATE_UNIT, LatenessCause.state)
    )
    return Counter({(unit, state): number for unit, state, number in session.execute(query)})


def _sum(counts: Iterable[LateCount]) -> LateCount:
    found = list(counts)
    return LateCount(
        sum(one.by_first for one in found),
        sum(one.late for one in found),
        sum(one.adjusted for one in found),
        sum(one.came_late for one in found),
    )
