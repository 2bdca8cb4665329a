"""Work that nobody can do is given to another desk of the same agency.

A step that signs takes the decision: it goes only to who leads, and a second person confirms it.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.cases.act.assigning import people_there
from engine.cases.act.case_act import CaseAct
from engine.cases.giving_desks import desk_words, give_to_desk
from engine.cases.mending import open_to_mend
from engine.errors import DeskSignsNot, DeskUnknown, NotStuck, TaskNotFound
from engine.facts.events_of_incidents import DeskProposed
from engine.routing.as_it_stands import day_of
from engine.routing.desks import Desk, may_take
from engine.routing.signature import leading_positions
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
) -> bool:
    """Let a step that nobody is there to do lie at another staffed desk of its agency.

    Of a unit that has ended: at any below the one above it. Whether it waits for a second person:
    a step that signs does (``confirm_repair``).

    ``desk``: unit and position, with a slash between. Its due time stays. Raises CaseNotFound,
    OwnDossier, ProvinceAdminOnly, RepairWaits, TaskNotFound, NotStuck, DeskUnknown, DeskSignsNot,
    ReasonMissing, BasisMissing, TextUnreadable.
    """
    act = open_to_mend(session, admin=admin, ref=ref, now=now)
    task, words, basis = _task(act, task_id), reason_given(reason), basis_given(paper, "paper")
    unit, _, position = desk.partition("/")
    to = Desk(unit, position)
    check_given(act, task, to)
    signs = task.element_id in act.definition.signing
    if signs:
        act.record(
            DeskProposed(
                task=task.id,
                element=task.element_id,
                name=task.name,
                unit=to.unit_code,
                position=to.position_code,
                before=desk_words(act, Desk(task.unit_code, task.position_code)),
                after=desk_words(act, to),
                reason=words,
                paper=basis,
            )
        )
    else:
        give_to_desk(act, task, to, reason=words, paper=basis)
    act.save()
    return signs


def put_desk(act: CaseAct, told: DeskProposed) -> None:
    """What was proposed of a step that signs, if it still stands. Raises as ``give_desk`` does."""
    task, to = _task(act, told.task), Desk(told.unit, told.position)
    check_given(act, task, to)
    give_to_desk(act, task, to, reason=told.reason, paper=told.paper)


def _task(act: CaseAct, task_id: str) -> Task:
    task = act.session.scalar(
        select(Task).where(
            Task.province_code == act.key[0],
            Task.case_id == act.key[1],
            Task.id == task_id,
            Task.state == "open",
        )
    )
    if task is None:
        raise TaskNotFound
    return task


def check_given(act: CaseAct, task: Task, to: Desk) -> None:
    """Nobody can do it where it lies, and somebody can and may at the other desk."""
    before = Desk(task.unit_code, task.position_code)
    here = {one.officer_id for one in people_there(act, before)}
    is_there = act.setting.units[before.unit_code].valid(day_of(act.now))
    held = task.officer_id in here or (task.officer_id is None and here)
    if held and is_there:
        raise NotStuck
    setting, unit = act.setting, to.unit_code
    same = unit in setting.units and may_take(setting, before.unit_code, unit, day_of(act.now))
    if not same or not people_there(act, to):
        raise DeskUnknown
    signs = task.element_id in act.definition.signing
    if signs and to.position_code not in leading_positions(act.session, act.key[0]):
        raise DeskSignsNot(step=task.name)
