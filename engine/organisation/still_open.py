"""Nobody and nothing ends with open work: units with cases, desks and officers with tasks.

Asked after the change was written and before it is kept, so that every door (an act, a list of
officers, an import of the whole configuration, a province's folder) has the same answer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from engine.errors import WorkStillOpen
from engine.life import LIFE
from engine.organisation.holders import called, officers_at, posts_at, staff_on, stood_in_at
from engine.organisation.judged import hold_alone
from engine.store.base import Base
from engine.store.cases import Case, Task
from engine.store.consultations import Consultation
from engine.store.organisation import Appointment, Officer, Substitution, Unit, UnitSuccession

ENDS = (Unit, Appointment, Substitution)
"""What may end while there is work in it."""
SHOWN = 5
WHERE = "ở trang Việc của tôi, mục “Đơn vị tôi phụ trách”"
"""Where heads give work to others, one piece or many."""
_OVER = [int(state.status) for state in LIFE.values() if state.ended]


@dataclass(frozen=True, slots=True)
class Ended:
    """A unit, or an officer's place at a desk of it, that is no more from ``day`` on."""

    unit_code: str
    day: date
    position_code: str | None = None
    officer_id: str | None = None


def ended_by(
    entity: type[Base],
    before: Mapping[str, Any],
    after: Mapping[str, Any] | None,
    today: date,
) -> Ended | None:
    """What ends earlier by a change of a row (``after``: ``None`` when it is taken away)."""
    if entity not in ENDS:
        return None
    old, new = before["valid_to"], after["valid_to"] if after else today
    if new is None or (old is not None and old <= max(new, today)):
        return None
    unit = before["code"] if entity is Unit else before["unit_code"]
    return Ended(unit, new, before.get("position_code"), before.get("officer_id"))


def refuse_open_work(
    session: Session,
    province_code: str,
    ended: Iterable[Ended],
    leaving: Collection[str] = (),
    *,
    early: bool = False,
) -> None:
    """Raise WorkStillOpen with the codes of the cases, if any of these has open work.

    It says who could be given the work, and by whom. Where the unit ends and others take over
    that day, its work follows by itself (``engine.jobs.following``). ``leaving``: ids of cases that
    go elsewhere by themselves. ``early``: it is asked again before the act is kept.
    """
    every = list(dict.fromkeys(ended))
    if every and not early:
        hold_alone(session, province_code)
    for one in every:
        if _followed(session, province_code, one):
            continue
        found = _cases(session, province_code, one)
        refs = (
            list(session.scalars(found.where(Case.id.not_in(leaving)))) if found is not None else []
        )
        if refs:
            to = _others(session, province_code, one)
            raise WorkStillOpen(
                what=_named(session, province_code, one),
                count=len(refs),
                shown=", ".join(refs[:SHOWN]) + (" …" if len(refs) > SHOWN else ""),
                cases=refs,
                to=to,
                instead=_instead(one, to),
            )


def _followed(session: Session, province_code: str, one: Ended) -> bool:
    """Whether its work follows by itself: one took over, or several of which one takes the rest."""
    took = session.scalars(
        select(UnitSuccession.share)
        .join(
            Unit,
            and_(
                UnitSuccession.province_code == Unit.province_code,
                UnitSuccession.old_code == Unit.code,
                UnitSuccession.day == Unit.valid_to,
            ),
        )
        .where(
            Unit.province_code == province_code,
            Unit.code == one.unit_code,
            Unit.valid_to <= one.day,
        )
    ).all()
    return len(took) == 1 or any(share and share["rest"] for share in took)


def _cases(session: Session, province_code: str, one: Ended) -> Select[str] | None:
    if one.position_code is None or one.officer_id is None:
        roles = (Case.receiving_unit, Case.competent_unit, Case.returning_unit)
        takes_part = or_(*(role == one.unit_code for role in roles))
        going = and_(or_(takes_part, _asked(one.unit_code)), Case.status.not_in(_OVER))
        return _refs(province_code, or_(going, _open(Task.unit_code == one.unit_code)))
    desk = and_(Task.unit_code == one.unit_code, Task.position_code == one.position_code)
    if (one.unit_code, one.position_code) not in staff_on(session, province_code, one.day).desks:
        return _refs(province_code, _open(desk))
    if _still_there(session, province_code, one):
        return None
    return _refs(province_code, _open(and_(desk, Task.officer_id == one.officer_id)))


def _open(where: ColumnElement[bool]) -> ColumnElement[bool]:
    tasks = select(Task.id).where(
        Task.province_code == Case.province_code,
        Task.case_id == Case.id,
        Task.state == "open",
        where,
    )
    return tasks.correlate(Case).exists()


def _asked(unit_code: str) -> ColumnElement[bool]:
    """Whether the unit still owes an opinion in the case."""
    owed = select(Consultation.id).where(
        Consultation.province_code == Case.province_code,
        Consultation.case_id == Case.id,
        Consultation.unit_code == unit_code,
        Consultation.answered_at.is_(None),
    )
    return owed.correlate(Case).exists()


def _refs(province_code: str, where: ColumnElement[bool]) -> Select[str]:
    return (
        select(func.coalesce(Case.code, Case.submission_number))
        .where(Case.province_code == province_code, where)
        .order_by(Case.submitted_at, Case.id)
    )


def _still_there(session: Session, province_code: str, one: Ended) -> bool:
    """Whether the officer is at the desk on that day by another appointment or substitution."""
    there = (province_code, one.unit_code, one.position_code or "", one.day)
    held = select(Appointment.officer_id).where(
        posts_at(*there), Appointment.officer_id == one.officer_id
    )
    stood_in_for = select(Substitution.officer_id).where(
        stood_in_at(*there), Substitution.officer_id == one.officer_id
    )
    return session.execute(held.union(stood_in_for).limit(1)).first() is not None


def _others(session: Session, province_code: str, one: Ended) -> list[str]:
    """Who else is at the desk on that day, and could be given the work."""
    if one.position_code is None:
        return []
    desk = officers_at(province_code, one.unit_code, one.position_code, one.day)
    return called([row for row in session.execute(desk) if row.id != one.officer_id])


def _instead(one: Ended, to: Sequence[str]) -> str:
    """What to do with the work before the end."""
    if one.position_code is None:
        return (
            f"Việc đang ở đơn vị: lãnh đạo cấp trên giao lại hoặc nhận về làm, {WHERE}. Hồ sơ do"
            " đơn vị tiếp nhận, giải quyết, trả kết quả hoặc còn nợ ý kiến: làm xong trước khi kết"
            " thúc."
        )
    if to:
        names = ", ".join(to[:SHOWN]) + (" …" if len(to) > SHOWN else "")
        return f"Trước khi kết thúc, lãnh đạo đơn vị giao lại, {WHERE}, cho: {names}."
    return (
        "Không còn ai khác ở vị trí này: hãy bổ nhiệm người khác trước khi kết thúc, hoặc lãnh đạo"
        f" đơn vị ủy quyền hay nhận về làm, {WHERE}."
    )


def _named(session: Session, province_code: str, one: Ended) -> str:
    unit = session.get(Unit, (province_code, one.unit_code))
    name = unit.name if unit else one.unit_code
    officer = session.get(Officer, (province_code, one.officer_id)) if one.officer_id else None
    return f"{officer.full_name}, {name}" if officer else name
