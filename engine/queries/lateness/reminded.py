"""Cases of whose due time an officer was reminded: of their desks, late ones of units they lead."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.access import held, units_led
from engine.accounts import Person, Post
from engine.organisation.tree import setting_of
from engine.queries.reach import at_units, covered
from engine.queries.to_give_back import MOST
from engine.queries.views.lateness import RemindedCase
from engine.queries.wording import due_of
from engine.store.cases import Case, Task

_of_case = and_(Task.province_code == Case.province_code, Task.case_id == Case.id)


def reminded(session: Session, *, person: Person, now: datetime) -> tuple[RemindedCase, ...]:
    """The cases, the nearest due time first; what lies with the person before what they lead."""
    holding = [by.holding for by, _ in held(person, "tasks.list")]
    desks = _desks([post for post in holding if isinstance(post, Post)], person)
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


def _desks(posts: Sequence[Post], person: Person) -> list[ColumnElement[bool]]:
    """Work at these desks that nobody else has taken; those of one's own as one condition."""
    whole = [one for one in posts if one.procedures is None and one.absent_id is None]
    own = and_(
        tuple_(Task.unit_code, Task.position_code).in_(
            [(one.unit_code, one.position_code) for one in whole]
        ),
        or_(Task.officer_id.is_(None), Task.officer_id == person.officer_id),
    )
    return [*([own] if whole else []), *(_at(one, person) for one in posts if one not in whole)]


def _at(post: Post, person: Person) -> ColumnElement[bool]:
    """Work at the substitute's desk that nobody else has taken."""
    return and_(
        Task.unit_code == post.unit_code,
        Task.position_code == post.position_code,
        or_(
            Task.officer_id.is_(None),
            Task.officer_id.in_([one for one in (person.officer_id, post.absent_id) if one]),
        ),
        covered(post.procedures),
    )
