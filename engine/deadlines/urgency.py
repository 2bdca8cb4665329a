"""How urgent a due time is, and the words for it."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal

from engine.worktime import ZONE, Calendar, Span, Unit, WorkedSince, due, to_the_minute

Urgency = Literal["late", "today", "soon", "ok", "none"]

WORKING_DAY = timedelta(hours=8)
"""One working day of an internal procedure."""

SOON = Span(Decimal(16), Unit.WORKING_HOURS)
"""Work that is due within the next two working days is due soon."""


def soon_until(calendar: Calendar, now: datetime) -> datetime:
    """The last moment that counts as due soon."""
    return due(calendar, now, SOON)


class SeenFrom:
    """Due times on one calendar, seen from one moment: a list asks for many."""

    def __init__(self, calendar: Calendar, now: datetime) -> None:
        self._calendar, self._now = calendar, now
        midnight = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        self._tomorrow = midnight + timedelta(days=1)

    @cached_property
    def _worked(self) -> WorkedSince:
        return WorkedSince(self._calendar, to_the_minute(self._now))

    @cached_property
    def _soon_until(self) -> datetime:
        return soon_until(self._calendar, self._now)

    def urgency_of(self, due_at: datetime | None) -> tuple[Urgency, str]:
        """How urgent, and in words: "hạn hôm nay", "còn 9 ngày làm việc"; if late, how long."""
        if due_at is None:
            return "none", "không tính thời gian"
        if due_at < self._now:
            return "late", _length(-self._worked.until(due_at))
        if due_at < self._tomorrow:
            return "today", "hạn hôm nay"
        urgency: Urgency = "soon" if due_at <= self._soon_until else "ok"
        return urgency, f"còn {_length(self._worked.until(due_at))}"


def urgency_of(calendar: Calendar, due_at: datetime | None, now: datetime) -> tuple[Urgency, str]:
    """How urgent one due time is, seen from now, and in words."""
    return SeenFrom(calendar, now).urgency_of(due_at)


def _length(working: timedelta) -> str:
    """Working time in whole days from one day up, else in hours, else in minutes."""
    days = working // WORKING_DAY
    if days:
        return f"{days} ngày làm việc"
    hours = working // timedelta(hours=1)
    if hours:
        return f"{hours} giờ làm việc"
    return f"{max(1, working // timedelta(minutes=1))} phút"
