"""Officers for acts beside the way: the head over a step, somebody of a unit that was asked."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS
from engine.accounts import Person, Post
from engine.accounts.posts import holdings_of
from engine.acts.act import Act
from engine.acts.inputs import SEEN
from engine.organisation.holders import held_on, officers_at
from engine.organisation.tree import Setting
from engine.routing.consulted import ANSWER, mark_of_question
from engine.routing.desks import Desk
from engine.routing.people_at import others_in_unit, people_at
from engine.routing.read_before import shown_now
from engine.store.cases import Case, Task
from engine.store.consultations import Consultation
from engine.store.organisation import Appointment, Officer, Position
from engine.store.payments import Payment

_held = and_(
    Appointment.province_code == Officer.province_code, Appointment.officer_id == Officer.id
)
_named = and_(
    Position.province_code == Appointment.province_code, Position.code == Appointment.position_code
)


def head_over(
    session: Session, setting: Setting, unit: str, day: date, *, but: str | None = None
) -> Person | None:
    """Somebody who leads the unit on the day, in it or above it in its agency; not ``but``."""
    leads = [Position.leads.is_(True), *([Officer.id != but] if but else [])]
    return _first(session, setting, setting.led_from(unit), day, *leads)


def asked_officer(session: Session, setting: Setting, case: Case, day: date) -> Person | None:
    """Somebody of the unit that was asked for its opinion in the case and has not answered."""
    waiting = _waiting(session, case)
    if waiting is None:
        return None
    below = list(setting.led_by(waiting.unit_code))
    return _first(session, setting, below, day)


def waiting_question(session: Session, case: Case) -> str:
    """A question that nobody has answered; "": there is none."""
    waiting = _waiting(session, case)
    return waiting.id if waiting else ""


def _waiting(session: Session, case: Case) -> Consultation | None:
    query = select(Consultation).where(
        Consultation.province_code == case.province_code,
        Consultation.case_id == case.id,
        Consultation.answered_at.is_(None),
    )
    return session.scalars(query.order_by(Consultation.asked_at, Consultation.id)).first()


def at_counter(
    session: Session, setting: Setting, case: Case, day: date, *, other: bool = False
) -> Person | None:
    """Somebody of the unit that received the case; ``other`` than who recorded money last."""
    last = session.scalar(
        select(Payment.recorded_by)
        .where(Payment.province_code == case.province_code, Payment.case_id == case.id)
        .order_by(Payment.recorded_at.desc(), Payment.id.desc())
        .limit(1)
    )
    which: list[ColumnElement[bool]] = [Position.code.not_in(ADMIN_POSITIONS)]
    which += [Officer.id != last] if other and last else []
    clerks = _first(session, setting, [case.receiving_unit], day, Position.leads.is_(False), *which)
    return clerks or _first(session, setting, [case.receiving_unit], day, *which)


def colleague(session: Session, task: Task, case: Case, day: date) -> str | None:
    """The id of somebody at the task's desk who doesn't have it."""
    desk = Desk(task.unit_code, task.position_code)
    people = people_at(session, case.province_code, desk, case.procedure_code, day)
    return next((one.officer_id for one in people if one.officer_id != task.officer_id), None)


def delegate(session: Session, task: Task, case: Case, day: date) -> str | None:
    """The id of somebody at another desk of the task's unit."""
    desk = Desk(task.unit_code, task.position_code)
    found = others_in_unit(session, case.province_code, desk, case.procedure_code, day)
    return found[0].person.officer_id if found else None


def at_desk(session: Session, setting: Setting, task: Task, day: date) -> tuple[Person, ...]:
    """Who holds the step's desk on the day, in name order."""
    province, unit, position = setting.province_code, task.unit_code, task.position_code
    query = officers_at(province, unit, position, day)
    title = setting.positions.get(position, position)
    post = Post(unit, setting.unit_name(unit), position, title)
    return tuple(
        Person(
            account_id=row.id,
            kind="officer",
            name=row.full_name,
            username=row.username,
            province_code=province,
            officer_id=row.id,
            posts=(post,),
        )
        for row in session.execute(query)
    )


def _first(
    session: Session,
    setting: Setting,
    units: Collection[str],
    day: date,
    *which: ColumnElement[bool],
) -> Person | None:
    row = session.scalars(
        select(Officer)
        .join(Appointment, _held)
        .join(Position, _named)
        .where(
            Appointment.province_code == setting.province_code,
            Appointment.unit_code.in_(units),
            held_on(day),
            *which,
        )
        .order_by(Position.leads.desc(), Appointment.unit_code.desc(), Officer.full_name)
        .limit(1)
    ).first()
    if row is None:
        return None
    return Person(
        account_id=row.id,
        kind="officer",
        name=row.full_name,
        username=row.username,
        honorific=row.honorific,
        province_code=setting.province_code,
        officer_id=row.id,
        posts=holdings_of(session, setting.province_code, row.id, day)[0],
    )


def read_by_now(session: Session, act: str, case: Case) -> str:
    """The mark of what somebody reads of the case before this act."""
    return shown_now(session, act, (case.province_code, case.id))


def what_was_read(session: Session, act: Act, case: Case) -> dict[str, object]:
    """The same as the act takes it, if it goes by what was read."""
    if act.kind == ANSWER:
        waiting = _waiting(session, case)
        return {SEEN.name: mark_of_question(waiting) if waiting else ""}
    asked = any(one.name == SEEN.name for one in act.inputs)
    return {SEEN.name: read_by_now(session, act.kind, case)} if asked else {}
