"""Refusals of working-time arithmetic.

Invalid
├── CalendarInvalid   the data that describe a calendar can't be read
├── SpanInvalid       the amount can't be counted in its unit
├── NotCounted        a span that isn't counted has no due date
├── OutsideYears      before or after the years that calendars cover
└── NeverOpens        the calendar has too little working time left to count the span
"""

from engine.errors import Invalid


class CalendarInvalid(Invalid):
    """The data that describe a calendar can't be read; ``details["faults"]`` has every reason."""

    code = "calendar_invalid"
    message = "Lịch làm việc không hợp lệ: {summary}"

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(summary="; ".join(faults), faults=faults)


class SpanInvalid(Invalid):
    """The amount can't be counted in its unit."""

    code = "span_invalid"
    message = "Thời hạn {amount} không hợp lệ: {reason}."


class NotCounted(Invalid):
    """A due date was asked for a step whose time isn't counted: there is none."""

    code = "span_not_counted"
    message = "Bước không tính thời gian thì không có hạn."


class OutsideYears(Invalid):
    """An instant lies outside the years that calendars cover."""

    code = "outside_calendar_years"
    message = (
        "Lịch làm việc chỉ tính được từ năm {first} đến hết năm {last}, không tính được {year}."
    )


class NeverOpens(Invalid):
    """Counting ran out of the calendar's years before the span was used up."""

    code = "calendar_never_opens"
    message = "Lịch “{calendar}” không còn đủ giờ làm việc để tính thời hạn này."
