"""How urgent a due time is, and the words for it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from engine.worktime import ZONE, Calendar, Span, Unit, between, due

Urgency = Literal["late", "today", "soon", "ok", "none"]

WORKING_DAY = timedelta(hours=8)
"""One working day of an internal procedure."""

SOON = Span(Decimal(16), Unit.WORKING_HOURS)
"""Work that is due within the next two working days is due soon."""


def soon_until(calendar: Calendar, now: datetime) -> datetime:
    """The last moment that counts as due soon."""
    return due(calendar, now, SOON)


def urgency_of(calendar: Calendar, due_at: datetime | None, now: datetime) -> tuple[Urgency, str]:
    """How urgent, and in words: "hạn hôm nay", "còn 9 ngày làm việc"; if late, how long."""
    if due_at is None:
        return "none", "không tính thời gian"
    if due_at < now:
        return "late", _length(between(calendar, due_at, now))
    if due_at.astimezone(ZONE).date() == now.astimezone(ZONE).date():
        return "today", "hạn hôm nay"
    urgency: Urgency = "soon" if due_at <= soon_until(calendar, now) else "ok"
    return urgency, f"còn {_length(between(calendar, now, due_at))}"


def _length(working: timedelta) -> str:
    """Working time in whole days from one day up, else in hours, else in minutes."""
    days = working // WORKING_DAY
    if days:
        return f"{days} ngày làm việc"
    hours = working // timedelta(hours=1)
    if hours:
        return f"{hours} giờ làm việc"
    return f"{max(1, working // timedelta(minutes=1))} phút"
