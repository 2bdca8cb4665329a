"""How long something may take: an exact amount of one unit."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from engine.worktime.errors import SpanInvalid
from engine.worktime.instants import HOUR, SECOND

LONGEST_HOURS = Decimal(1_000_000)


class Unit(StrEnum):
    """What a time limit is counted in."""

    WORKING_HOURS = "working_hours"
    """Giờ làm việc: the hours that the unit is open."""
    WORKING_DAYS = "working_days"
    """Ngày làm việc: in internal procedures 8 working hours each (see ``Calendar.day_hours``)."""
    CALENDAR_DAYS = "calendar_days"
    """Ngày: every day counts; a limit that ends on a day off moves to the next working day."""
    CLOCK_HOURS = "clock_hours"
    """Giờ: hours of the clock, day and night."""
    NOT_COUNTED = "not_counted"
    """Không tính thời gian."""


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of one unit. Raises SpanInvalid when it can't be counted exactly.

    Amounts are never negative; hours and working days must come to whole seconds, calendar days
    must be whole days.
    """

    amount: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", Decimal(self.amount))
        object.__setattr__(self, "unit", Unit(self.unit))
        if not self.amount.is_finite() or not 0 <= self.amount <= LONGEST_HOURS:
            raise SpanInvalid(amount=self.amount, reason="cần một số từ 0 đến 1.000.000")
        if self.unit is Unit.CALENDAR_DAYS and self.amount != self.amount.to_integral_value():
            raise SpanInvalid(amount=self.amount, reason="số ngày theo lịch phải là số nguyên")

    @property
    def counted(self) -> bool:
        """False for "không tính thời gian": such a span has no due date."""
        return self.unit is not Unit.NOT_COUNTED


def hours_to_microseconds(hours: Decimal) -> int:
    """Hours as microseconds. Raises SpanInvalid unless they come to whole seconds."""
    microseconds = hours * HOUR
    whole = int(microseconds)
    if whole != microseconds or whole % SECOND:
        raise SpanInvalid(amount=hours, reason="số giờ phải quy được ra số giây nguyên")
    return whole
