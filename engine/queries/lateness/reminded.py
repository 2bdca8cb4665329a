"""Cases of whose due time an officer was reminded: of their desks, late ones of units they lead."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.accounts import Person, Post
from engine.organisation.tree import Setting, setting_of
from engine.queries.to_give_back import MOST
from engine.queries.views.lateness import RemindedCase
from engine.queries.wording import due_of
from engine.store.cases import Case, Task

_of_case = and_(Task.province_code == Case.province_code, Task.case_id == Case.id)


def reminded(session: Session, *, person: Person, now: datetime) -> tuple[RemindedCase, ...]:
    """The cases, the nearest due time first; what lies with the person before what they lead."""
    if person.province_code is None or not person.posts:
        return ()
    setting = setting_of(session, person.province_code)
    mine = _mine(person)
    led = [_led_by(post, setting) for post in person.posts if post.leads]
    late = and_(Case.reminded_at >= Case.due_at, or_(false(), *led))
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


def _mine(person: Person) -> ColumnElement[bool]:
    """Work at the person's desks that nobody else has taken."""
    whole = [one for one in person.posts if one.procedures is None and one.absent_id is None]
    desks = [(one.unit_code, one.position_code) for one in whole]
    own = and_(
        tuple_(Task.unit_code, Task.position_code).in_(desks),
        or_(Task.officer_id.is_(None), Task.officer_id == person.officer_id),
    )
    return or_(own, *(_at(post, person) for post in person.posts if post not in whole))


def _at(post: Post, person: Person) -> ColumnElement[bool]:
    """Work at the substitute's desk that nobody else has taken."""
    desk = and_(
        Task.unit_code == post.unit_code,
        Task.position_code == post.position_code,
        or_(
            Task.officer_id.is_(None),
            Task.officer_id.in_([one for one in (person.officer_id, post.absent_id) if one]),
        ),
    )
    return _covered(desk, post)


def _led_by(post: Post, setting: Setting) -> ColumnElement[bool]:
    """Work of the units that the post leads: its own and those below in the agency."""
    return _covered(Task.unit_code.in_(setting.led_by(post.unit_code)), post)


def _covered(here: ColumnElement[bool], post: Post) -> ColumnElement[bool]:
    """The same, as far as a substitute's post goes."""
    if post.procedures is None:
        return here
    return and_(here, Case.procedure_code.in_(post.procedures))
