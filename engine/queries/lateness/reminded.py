"""Cases of whose due time an officer was reminded: of their desks, late ones of units they lead."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.access import UnitsReached, held, units_led
from engine.accounts import Person, Post
from engine.organisation.tree import setting_of
from engine.queries.first_of_each import MOST
from engine.queries.own_work import others_alone
from engine.queries.reach import at_units, free_at
from engine.queries.views.lateness import RemindedCase
from engine.queries.wording import DueTimes, running_due
from engine.store.cases import Case, Task
from engine.store.database import connection_of
from engine.store.prepared import Selected, built

_of_case = and_(Task.province_code == Case.province_code, Task.case_id == Case.id)


def reminded(session: Session, *, person: Person, now: datetime) -> tuple[RemindedCase, ...]:
    """The cases, the nearest due time first; what lies with the person before what they lead."""
    holding = [by.holding for by, _ in held(person, "tasks.list")]
    posts = tuple(post for post in holding if isinstance(post, Post))
    if person.province_code is None or not posts:
        return ()
    setting, connection = setting_of(session, person.province_code), connection_of(session)
    led = units_led(person, "tasks.list_led", setting)
    key = (reminded, person.province_code, person.officer_id, person.identity_number, posts, led)
    found = built(connection, key, lambda: _told(person, posts, led)).all(connection, {})
    cases = {
        code or number: RemindedCase(
            ref=code or number,
            applicant_name=applicant,
            due=running_due(
                setting.calendar_of(unit), DueTimes(due_at, None, late_since, counted), now
            ),
            mine=bool(mine),
        )
        for code, number, applicant, unit, due_at, late_since, counted, mine in reversed(found)
    }
    return tuple(reversed(cases.values()))


def _told(person: Person, posts: tuple[Post, ...], led: tuple[UnitsReached, ...]) -> Selected:
    mine = or_(*free_at(posts, person))
    told = mine.label("mine")
    late = and_(Case.reminded_at >= Case.due_at, at_units(Task.unit_code, led))
    columns = (Case.code, Case.submission_number, Case.applicant_name, Case.competent_unit)
    times = (Case.due_at, Case.late_since, Case.counted_late_since)
    return (
        select(*columns, *times, told)
        .join(Task, _of_case)
        .where(
            Case.province_code == person.province_code,
            Case.reminded_at.is_not(None),
            Task.state == "open",
            or_(mine, late),
            others_alone(person),
        )
        .order_by(told.desc(), Case.due_at, Case.id)
        .limit(MOST)
    )
