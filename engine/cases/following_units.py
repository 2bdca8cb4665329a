"""What of a case lies with a unit that is no more, and how it comes to lie elsewhere."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update

from engine.cases.act.assigning import people_there
from engine.cases.act.case_act import CaseAct
from engine.facts import topics
from engine.facts.events_of_successions import RoleFollowed, UnitSucceeded, WorkFollowed
from engine.routing.desks import Desk
from engine.routing.lying_with import roles_in
from engine.store.cases import Task
from engine.store.consultations import Consultation
from engine.store.meetings import Meeting

Where = Callable[[str], str]
"""Unit → the unit that plays its part now: itself where nothing changes."""
_ASKED: Mapping[str, Any] = {"consultation": Consultation, "meeting": Meeting}


def roles_that_follow(act: CaseAct, where: Where) -> tuple[RoleFollowed, ...]:
    """The roles of the case that another unit plays from now on."""
    name = act.setting.unit_name
    row: Mapping[str, Any] = act.case
    return tuple(
        RoleFollowed(role=role, before=was, before_name=name(was), after=now, after_name=name(now))
        for role in roles_in(row["status"])
        if (was := row[role]) is not None and (now := where(was)) != was
    )


def work_that_follows(act: CaseAct, where: Where) -> tuple[WorkFollowed, ...]:
    """Open steps, opinions that are owed and meetings to come, of units that changed."""
    asked = () if act.stands.state.over else _asked(act, where)
    return (*_steps(act, where), *asked)


def _steps(act: CaseAct, where: Where) -> Iterator[WorkFollowed]:
    query = select(Task).where(
        Task.province_code == act.key[0], Task.case_id == act.key[1], Task.state == "open"
    )
    name = act.setting.unit_name
    for task in act.session.scalars(query.order_by(Task.created_at, Task.id)):
        was, now = task.unit_code, where(task.unit_code)
        if now != was:
            here = people_there(act, Desk(now, task.position_code)) if task.officer_id else ()
            yield WorkFollowed(
                what="task",
                id=task.id,
                before=was,
                before_name=name(was),
                after=now,
                after_name=name(now),
                officer=task.officer_id,
                claimed_at=task.claimed_at,
                kept=task.officer_id in {one.officer_id for one in here},
            )


def _asked(act: CaseAct, where: Where) -> Iterator[WorkFollowed]:
    name = act.setting.unit_name
    owed = (
        ("consultation", Consultation, Consultation.answered_at),
        ("meeting", Meeting, Meeting.recorded_at),
    )
    for what, entity, done_at in owed:
        query = select(entity.id, entity.unit_code).where(
            entity.province_code == act.key[0], entity.case_id == act.key[1], done_at.is_(None)
        )
        for one, was in act.session.execute(query.order_by(entity.id)):
            if (now := where(was)) != was:
                yield WorkFollowed(
                    what=what,  # type: ignore[arg-type]
                    id=one,
                    before=was,
                    before_name=name(was),
                    after=now,
                    after_name=name(now),
                )


def follow(
    act: CaseAct,
    *,
    day: date,
    basis: str,
    roles: Sequence[RoleFollowed],
    work: Sequence[WorkFollowed],
    back: bool = False,
) -> None:
    """Write who plays which part from now on, tell it, and save the act.

    Due times stay: a reorganisation is no ground to move one. A step lies with its officer as long
    as they are at the same desk there, else with the desk.
    """
    changed: dict[str, Any] = {one.role: one.after for one in roles}
    act.change(**changed, **_first_commune(act, roles))
    if back:
        act.goes_back = {one.before: one.after for one in roles}
    there = act.as_changed["papers_to"]
    if there is not None and there == act.as_changed["papers_at"]:
        act.change(papers_to=None, papers_until=None)
    for one in work:
        if one.what == "task":
            act.change_task(one.id, unit_code=one.after, **_held(one, back=back))
        else:
            _move_asked(act, one)
    told = UnitSucceeded(
        day=day,
        basis=basis,
        roles=tuple(roles),
        work=tuple(work),
        back=back,
        late_stays=not back,
    )
    act.record(told)
    if not act.stands.state.ended:
        case = act.as_changed
        unit = case["returning_unit" if act.stands.state.over else "competent_unit"]
        act.announce(topics.UnitSucceeded(unit=unit, back=back))
    act.save()


def _first_commune(act: CaseAct, roles: Sequence[RoleFollowed]) -> dict[str, Any]:
    """The commune that the case was about first, when it is about another code from now on."""
    moved = next((one for one in roles if one.role == "commune"), None)
    if moved is None:
        return {}
    first = act.case["first_commune"] or moved.before
    return {"first_commune": None if moved.after == first else first}


def _held(one: WorkFollowed, *, back: bool) -> dict[str, Any]:
    if one.kept and not back:
        return {}
    if back:
        return {"officer_id": one.officer, "claimed_at": one.claimed_at}
    return {"officer_id": None, "claimed_at": None}


def _move_asked(act: CaseAct, one: WorkFollowed) -> None:
    entity = _ASKED[one.what]
    act.session.execute(
        update(entity)
        .where(entity.province_code == act.key[0], entity.id == one.id)
        .values(unit_code=one.after)
    )
