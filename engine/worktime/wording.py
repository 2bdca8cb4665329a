"""Vietnamese wording of instants, dates, lengths and limits, on the clock of Việt Nam."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Final

from engine.worktime.days import Day
from engine.worktime.hours import DayHours
from engine.worktime.instants import (
    DAY,
    HOUR,
    MINUTE,
    ONE_DAY,
    SECOND,
    as_microseconds,
    localised,
    since_midnight,
)
from engine.worktime.spans import Span, Unit

WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
UNIT_NAMES: Final = {
    Unit.WORKING_HOURS: "giờ làm việc",
    Unit.WORKING_DAYS: "ngày làm việc",
    Unit.CALENDAR_DAYS: "ngày",
    Unit.CLOCK_HOURS: "giờ",
}
END_OF_DAY: Final = DAY - SECOND


def weekday_text(day: date) -> str:
    """The weekday as it stands inside a sentence: "thứ Hai", "Chủ nhật"."""
    return WEEKDAYS[day.weekday()]


def day_text(day: date) -> str:
    """A day with its weekday: "thứ Hai 22/12/2025"."""
    return f"{weekday_text(day)} {day:%d/%m/%Y}"


def instant_text(instant: datetime) -> str:
    """A moment: "09:15 thứ Hai 22/12/2025". Raises ValueError for a naive one."""
    local = localised(instant)
    return f"{local:%H:%M} {day_text(local.date())}"


def spoken_instant_text(instant: datetime) -> str:
    """A moment as letters to citizens write it: "09 giờ 15, thứ Hai 22/12/2025"."""
    local = localised(instant)
    return f"{local:%H} giờ {local:%M}, {day_text(local.date())}"


def due_text(due: datetime) -> str:
    """A due date: as a moment, or "hết ngày thứ Hai 22/12/2025" for a limit that ends at 24:00."""
    local = localised(due)
    if since_midnight(local) == END_OF_DAY:
        return f"hết ngày {day_text(local.date())}"
    return instant_text(local)


def amount_text(amount: Decimal) -> str:
    """A number of hours or days: "96", "1.200", "3,5"."""
    plain = f"{amount.normalize():,f}"
    return plain.translate(str.maketrans(",.", ".,"))


def length_text(length: timedelta) -> str:
    """A length of time in hours and minutes, seconds dropped: "7 giờ 30 phút", "0 phút"."""
    microseconds = as_microseconds(abs(length))
    hours, minutes = microseconds // HOUR, microseconds % HOUR // MINUTE
    parts = [f"{hours} giờ"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes} phút")
    return " ".join(parts)


def span_text(span: Span, day_hours: Decimal = Decimal(8)) -> str:
    """A limit, working units in both hours and days: "96 giờ làm việc = 12 ngày làm việc".

    ``day_hours`` is how many hours a working day stands for.
    """
    if span.unit is Unit.NOT_COUNTED:
        return "không tính thời gian"
    text = f"{amount_text(span.amount)} {UNIT_NAMES[span.unit]}"
    if span.unit is Unit.WORKING_HOURS and span.amount >= day_hours:
        days = span.amount / day_hours
        if days * day_hours == span.amount and _is_short(days):
            text += f" = {amount_text(days)} {UNIT_NAMES[Unit.WORKING_DAYS]}"
    elif span.unit is Unit.WORKING_DAYS:
        text += f" = {amount_text(span.amount * day_hours)} {UNIT_NAMES[Unit.WORKING_HOURS]}"
    return text


def shifts_text(shifts: DayHours) -> str:
    """The hours of a day: "07:30–11:30, 13:30–17:30"."""
    return ", ".join(f"{_clock(s.start)}–{_clock(s.end)}" for s in shifts)


def dates_text(dates: Sequence[date]) -> str:
    """Sorted dates with runs drawn together: "06–07, 13–14 và 20–21/12".

    A month stands once, after its last dates; the year only when the dates are of several years.
    """
    pattern = "%d/%m/%Y" if len({day.year for day in dates}) > 1 else "%d/%m"
    runs = _runs(dates)
    texts = []
    for n, (first, last) in enumerate(runs):
        follows = runs[n + 1][0] if n + 1 < len(runs) else None
        shared = follows is not None and _month(follows) == _month(last) == _month(first)
        end = last.strftime("%d" if shared else pattern)
        start = first.strftime("%d" if _month(first) == _month(last) else pattern)
        texts.append(end if first == last else f"{start}–{end}")
    return listed(texts)


def listed(texts: Sequence[str]) -> str:
    """Things one after another: "a, b và c"."""
    return " và ".join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def first_of(names: Sequence[str], most: int = 3) -> str:
    """The first few names, and how many there are beside: "a, b, c và 127 nơi khác"."""
    more = len(names) - most
    return f"{', '.join(names[:most])} và {more} nơi khác" if more > 0 else listed(names)


def named_days_text(days: Sequence[Day]) -> str:
    """Sorted days by their names: "Tết Dương lịch (01/01) và Quốc khánh (01–02/09)"."""
    groups = groupby(days, key=lambda day: day.name)
    return listed([_named(name, [day.date for day in group]) for name, group in groups])


def _named(name: str, dates: Sequence[date]) -> str:
    return f"{name} ({dates_text(dates)})" if name else dates_text(dates)


def _runs(dates: Sequence[date]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in dates:
        if runs and day - runs[-1][1] == ONE_DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _is_short(number: Decimal) -> bool:
    """At most two decimals: other equivalents ("1,0625 ngày") help nobody."""
    return number == round(number, 2)
