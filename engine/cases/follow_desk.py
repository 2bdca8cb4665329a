"""The work of a desk is done at another: what lies at the first one follows."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_by_itself
from engine.cases.giving_desks import give_to_desk
from engine.organisation.moved_desks import moved_on
from engine.routing.as_it_stands import day_of
from engine.routing.desks import Desk
from engine.store.cases import Task


def follow_desk(session: Session, *, province_code: str, case_id: str, now: datetime) -> bool:
    """Let the open steps of the case go where their desks were moved; whether any did.

    They lie there with the desk: who had one takes it up again, if they are there. Due times stay.
    Repeating is harmless.
    """
    act = open_by_itself(session, province_code, case_id, now)
    if act is None or act.stands.state.ended:
        return False
    query = select(Task).where(
        Task.province_code == province_code, Task.case_id == case_id, Task.state == "open"
    )
    followed = [
        _follow(act, one) for one in session.scalars(query.order_by(Task.created_at, Task.id))
    ]
    if not any(followed):
        return False
    act.save()
    return True


def _follow(act: CaseAct, task: Task) -> bool:
    before, day = Desk(task.unit_code, task.position_code), day_of(act.now)
    move = moved_on(act.setting.moved_desks, (before.unit_code, before.position_code), day)
    after = Desk(*act.setting.desk_on(before.unit_code, before.position_code, day))
    if move is None or after == before:
        return False
    reason = f"Việc của vị trí này chuyển đi từ {move.day:%d/%m/%Y}."
    give_to_desk(act, task, after, reason=reason, paper=move.basis)
    return True
