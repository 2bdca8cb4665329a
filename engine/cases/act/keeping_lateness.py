"""What an act leaves of a case's being late is kept at its end: no verb has to remember it."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.deadlines.late_marks import late_marks, marks_back, own_due
from engine.routing.as_it_stands import day_of
from engine.store.cases import Task

if TYPE_CHECKING:
    from datetime import datetime

    from engine.cases.act.case_act import CaseAct
    from engine.store.rows import TaskRow


def keep_lateness(act: "CaseAct", coming: Collection["TaskRow"], gone: Collection[str]) -> None:
    """Set the marks of a case that was late, and the own time of a unit that got it late.

    ``coming``: the steps that become open with this act; ``gone``: those that it takes away.
    """
    _mark(act)
    row = act.as_changed
    if row["late_since"] is None and row["counted_late_since"] is None:
        return
    due_at, day = _step_due(act, coming, gone), day_of(act.now)

    def same(unit: str, later: str) -> bool:
        return act.setting.goes_on_as(unit, later, day)

    own = own_due(act.case, row, due_at, act.now, same=same)
    if own != row["own_due_at"]:
        act.change(own_due_at=own)
        _mark(act)


def _mark(act: "CaseAct") -> None:
    act.change(**late_marks(act.case, act.as_changed, act.now))
    if act.goes_back:
        act.change(**marks_back(act.as_changed, act.goes_back))


def _step_due(
    act: "CaseAct", coming: Collection["TaskRow"], gone: Collection[str]
) -> "datetime | None":
    """When the first open step is due that lies with the agency of the unit that decides."""
    over = {*gone, *(task["id"] for task in act.ended)}
    query = select(Task.id, Task.unit_code, Task.due_at).where(
        Task.province_code == act.key[0], Task.case_id == act.key[1], Task.state == "open"
    )
    lying = [
        *((unit, due) for one, unit, due in act.session.execute(query) if one not in over),
        *((task["unit_code"], task["due_at"]) for task in coming),
    ]
    agency_of = act.setting.agency_unit
    agency = agency_of(act.as_changed["competent_unit"])
    return min((due for unit, due in lying if due and agency_of(unit) == agency), default=None)
