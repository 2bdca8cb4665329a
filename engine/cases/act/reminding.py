"""A case's officers are reminded of its due time: when next, whenever that time changes."""

from datetime import datetime
from typing import TYPE_CHECKING

from engine.deadlines.reminders import next_reminder
from engine.life import state

if TYPE_CHECKING:
    from engine.cases.act.case_act import CaseAct

KIND = "reminder_steps"


def set_reminders(act: "CaseAct") -> None:
    """Set the next reminder after an act that begins the solving time or changes the due time.

    A reminder of a due time that no longer stands is one no more. A province without a rule of the
    kind has none.
    """
    if "status" not in act.changes and "due_at" not in act.changes:
        return
    counts = act.stands.state.counts
    same = act.as_changed["due_at"] == act.case["due_at"]
    if counts and same and state(act.case["status"]).counts:
        return
    if act.as_changed["reminded_at"] is not None:
        act.change(reminded_at=None)
    wakes_at = reminder_after(act, act.now) if counts else None
    if counts and wakes_at != act.as_changed["wakes_at"]:
        act.change(wakes_at=wakes_at)


def reminder_after(act: "CaseAct", moment: datetime) -> datetime | None:
    """When the case's officers are reminded next after the moment; ``None``: no more."""
    steps, due_at = act.taken.value(KIND), act.as_changed["due_at"]
    if steps is None or due_at is None:
        return None
    return next_reminder(act.stands.calendar, due_at, steps, moment)
