"""A reorganisation was undone: a case that had followed it is where it was before."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_by_itself
from engine.cases.act.earlier import last_said
from engine.cases.following_units import follow
from engine.facts.events_of_successions import RoleFollowed, UnitSucceeded, WorkFollowed
from engine.store.cases import Task

Followed = TypeVar("Followed", RoleFollowed, WorkFollowed)


def return_to_units(
    session: Session,
    *,
    province_code: str,
    case_id: str,
    units: Collection[str],
    now: datetime,
) -> bool:
    """Let the case go back to the units that it had before; whether there was anything to do.

    ``units``: those that had ended. What has gone on elsewhere meanwhile stays there.
    """
    act = open_by_itself(session, province_code, case_id, now)
    told = last_said(act, UnitSucceeded) if act is not None else None
    if act is None or told is None or told.back:
        return False
    if not told.ended & set(units):
        return False
    row: Mapping[str, Any] = act.case  # older events name marks that have another column now
    roles = [_turned(one) for one in told.roles if row.get(one.role) == one.after]
    open_tasks = _open_tasks(act)
    work = [
        _turned(one)
        for one in told.work
        if one.what != "task" or open_tasks.get(one.id) == one.after
    ]
    follow(act, day=told.day, basis=told.basis, roles=roles, work=work, back=True)
    return True


def _open_tasks(act: CaseAct) -> dict[str, str]:
    """Open steps and the units that they lie with."""
    query = select(Task.id, Task.unit_code).where(
        Task.province_code == act.key[0], Task.case_id == act.key[1], Task.state == "open"
    )
    return {row.id: row.unit_code for row in act.session.execute(query)}


def _turned(one: Followed) -> Followed:
    return replace(
        one,
        before=one.after,
        before_name=one.after_name,
        after=one.before,
        after_name=one.before_name,
    )
