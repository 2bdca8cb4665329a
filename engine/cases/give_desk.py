"""Work that nobody can do is given to another desk of the same agency."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.cases.act.assigning import people_there
from engine.cases.act.case_act import CaseAct
from engine.cases.giving_desks import give_to_desk
from engine.cases.mending import open_to_mend
from engine.errors import DeskUnknown, NotStuck, TaskNotFound
from engine.routing.as_it_stands import day_of
from engine.routing.desks import Desk, may_take
from engine.store.cases import Task
from engine.typed.given import basis_given, reason_given


def give_desk(
    session: Session,
    *,
    admin: Administrator,
    ref: str,
    task_id: str,
    desk: str,
    reason: str | None,
    paper: str | None,
    now: datetime,
) -> None:
    """Let a step that nobody is there to do lie at another staffed desk of its agency.

    Of a unit that has ended: at any below the one above it.

    ``desk``: unit and position, with a slash between. Its due time stays. Raises CaseNotFound,
    ProvinceAdminOnly, TaskNotFound, NotStuck, DeskUnknown, ReasonMissing, BasisMissing,
    TextUnreadable.
    """
    act = open_to_mend(session, admin=admin, ref=ref, now=now)
    task = session.scalar(
        select(Task).where(
            Task.province_code == act.key[0],
            Task.case_id == act.key[1],
            Task.id == task_id,
            Task.state == "open",
        )
    )
    if task is None:
        raise TaskNotFound
    words, basis = reason_given(reason), basis_given(paper, "paper")
    before = Desk(task.unit_code, task.position_code)
    here = {one.officer_id for one in people_there(act, before)}
    is_there = act.setting.units[before.unit_code].valid(day_of(now))
    held = task.officer_id in here or (task.officer_id is None and here)
    if held and is_there:
        raise NotStuck
    give_to_desk(act, task, _desk(act, before, desk), reason=words, paper=basis)
    act.save()


def _desk(act: CaseAct, before: Desk, typed: str) -> Desk:
    unit, _, position = typed.partition("/")
    found = Desk(unit, position)
    setting, day = act.setting, day_of(act.now)
    same = unit in setting.units and may_take(setting, before.unit_code, unit, day)
    if not same or not people_there(act, found):
        raise DeskUnknown
    return found
