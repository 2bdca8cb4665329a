"""The tasks of a list whose due time the row shows as so urgent: one answer for filter and row."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, false, literal, or_, true

from engine.deadlines import soon_until
from engine.organisation.tree import Setting
from engine.queries.views.parts import Urgency
from engine.queries.wording import local
from engine.store.base import UtcDateTime
from engine.store.cases import Task
from engine.worktime import Calendar


def due_as(urgency: Urgency | None, setting: Setting, now: datetime) -> ColumnElement[bool]:
    """The tasks whose due time the row shows as this urgent: finished ones were kept or missed."""
    if urgency is None:
        return true()
    midnight = local(now).replace(hour=23, minute=59, second=59, microsecond=999999)
    soon, open_ = _soon(setting, now, midnight), Task.completed_at.is_(None)
    running: dict[Urgency, ColumnElement[bool]] = {
        "late": Task.due_at < now,
        "today": Task.due_at.between(now, midnight),
        "soon": and_(Task.due_at > midnight, Task.due_at <= soon),
        "ok": Task.due_at > soon,
        "none": Task.due_at.is_(None),
    }
    ended: dict[Urgency, ColumnElement[bool]] = {
        "late": Task.completed_at > Task.due_at,
        "ok": Task.completed_at <= Task.due_at,
        "none": Task.due_at.is_(None),
    }
    return or_(and_(open_, running[urgency]), and_(~open_, ended.get(urgency, false())))


def _soon(setting: Setting, now: datetime, midnight: datetime) -> ColumnElement[datetime]:
    """The last moment that counts as due soon, by the calendar of the task's unit."""
    usual = literal(max(midnight, soon_until(setting.calendar, now)), UtcDateTime)
    own: dict[int, tuple[Calendar, list[str]]] = {}
    for code in setting.units if setting.calendars else ():
        calendar = setting.calendar_of(code)
        if calendar is not setting.calendar:
            own.setdefault(id(calendar), (calendar, []))[1].append(code)
    if not own:
        return usual
    return case(
        *(
            (
                Task.unit_code.in_(codes),
                literal(max(midnight, soon_until(calendar, now)), UtcDateTime),
            )
            for calendar, codes in own.values()
        ),
        else_=usual,
    )
