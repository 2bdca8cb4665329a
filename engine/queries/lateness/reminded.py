"""Cases of whose due time an officer was reminded: of their desks, late ones of units they lead."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.access import held, units_led
from engine.accounts import Person, Post
from engine.organisation.tree import setting_of
from engine.queries.reach import at_units, free_at
from engine.queries.to_give_back import MOST
from engine.queries.views.lateness import RemindedCase
from engine.queries.wording import due_of
from engine.store.cases import Case, Task

_of_case = and_(Task.province_code == Case.province_code, Task.case_id == Case.id)


def reminded(session: Session, *, person: Person, now: datetime) -> tuple[RemindedCase, ...]:
    """The cases, the nearest due time first; what lies with the person before what they lead."""
    holding = [by.holding for by, _ in held(person, "tasks.list")]
    desks = free_at([post for post in holding if isinstance(post, Post)], person)
    if person.province_code is None or not desks:
        return ()
    setting, mine = setting_of(session, person.province_code), or_(*desks)
    led = units_led(person, "tasks.list_led", setting)
    late = and_(Case.reminded_at >= Case.due_at, at_units(Task.unit_code, led))
    found = session.execute(
        select(
            Case.code,
            Case.submission_number,
            Case.applicant_name,
            Case.competent_unit,
            Case.due_at,
            mine.label("mine"),
        )
        .join(Task, _of_case)
        .where(
            Case.province_code == person.province_code,
            Case.reminded_at.is_not(None),
            Task.state == "open",
            or_(mine, late),
        )
        .order_by(mine.desc(), Case.due_at, Case.id)
        .limit(MOST)
    )
    cases = {
        row.code or row.submission_number: RemindedCase(
            ref=row.code or row.submission_number,
            applicant_name=row.applicant_name,
            due=due_of(setting.calendar_of(row.competent_unit), row.due_at, now, "case"),
            mine=bool(row.mine),
        )
        for row in reversed(found.all())
    }
    return tuple(reversed(cases.values()))
