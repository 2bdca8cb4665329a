"""The open steps of a case stand still with it, and begin anew when it goes on."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import Row, select

from engine.deadlines import step_due
from engine.store.cases import Task

if TYPE_CHECKING:
    from engine.cases.act.case_act import CaseAct


def stop_steps(act: "CaseAct") -> None:
    """No open step is due while the applicant has the word."""
    for row in _open(act):
        act.change_task(row.id, due_at=None)


def begin_steps_anew(act: "CaseAct") -> None:
    """Every open step has its whole time from now on, by the calendar of its unit."""
    for row in _open(act):
        calendar = act.setting.calendar_of(row.unit_code)
        act.change_task(row.id, due_at=step_due(calendar, act.now, row.hours))


def _open(act: "CaseAct") -> Sequence[Row[str, str, Decimal | None]]:
    return act.session.execute(
        select(Task.id, Task.unit_code, Task.hours).where(
            Task.province_code == act.key[0], Task.case_id == act.key[1], Task.state == "open"
        )
    ).all()
