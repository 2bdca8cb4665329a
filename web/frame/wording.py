"""How dates, lengths, money and sizes are written for people, as Jinja filters.

Citizens read "09 giờ 15, thứ Hai 22/12/2025"; officers read "09:15 22/12", with the year when it
is not this year's; printed forms read "09 giờ 15 phút, ngày 22 tháng 12 năm 2025". Always Việt Nam
time.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.cases.act.moved import Moved
from engine.catalogue.rules.kinds.times import span_words
from engine.life import state
from engine.typed.numbers import number_written, size_written

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
LEVELS = {"commune": "Cấp xã", "department": "Sở, ban, ngành", "province": "UBND tỉnh"}
CHANNELS = {"online": "nộp trực tuyến", "counter": "nộp trực tiếp", "postal": "gửi bưu chính"}
HOURS_PER_DAY = 8  # internal procedures count a working day as eight hours


def here(at: datetime) -> datetime:
    """The same instant on a Việt Nam clock."""
    return at.astimezone(VIETNAM)


def day(on: date) -> str:
    """22/12/2025."""
    return f"{on:%d/%m/%Y}"


def weekday(on: date | datetime) -> str:
    """thứ Hai; of an instant, the day in Việt Nam."""
    return WEEKDAYS[(here(on) if isinstance(on, datetime) else on).weekday()]


def citizen_time(at: datetime) -> str:
    """09 giờ 15, thứ Hai 22/12/2025."""
    local = here(at)
    return f"{local:%H} giờ {local:%M}, {weekday(local)} {day(local)}"


def officer_time(at: datetime, now: datetime) -> str:
    """09:15 22/12, with the year when it is not the year of ``now``."""
    local = here(at)
    year = "" if local.year == here(now).year else f"/{local.year}"
    return f"{local:%H:%M %d/%m}{year}"


def officer_day(at: datetime) -> str:
    """09:15 thứ Hai 22/12/2025."""
    local = here(at)
    return f"{local:%H:%M} {weekday(local)} {day(local)}"


def event_time(at: datetime, now: datetime) -> str:
    """10:39 hôm nay; 09:15 thứ Sáu 05/12; the year is added when it is not this year's."""
    local, today = here(at), here(now)
    if local.date() == today.date():
        return f"{local:%H:%M} hôm nay"
    year = "" if local.year == today.year else f"/{local.year}"
    return f"{local:%H:%M} {weekday(local)} {local:%d/%m}{year}"


def clock(at: datetime) -> str:
    """15:15."""
    return f"{here(at):%H:%M}"


def printed_time(at: datetime) -> str:
    """09 giờ 15 phút, ngày 22 tháng 12 năm 2025."""
    local = here(at)
    return f"{local:%H} giờ {local:%M} phút, ngày {local:%d} tháng {local:%m} năm {local.year}"


def money(value: Decimal | int) -> str:
    """75.000 đồng."""
    return f"{number_written(value)} đồng"


def working_hours(value: Decimal | None) -> str:
    """20 giờ làm việc; a step without counted hours says so."""
    if value is None:
        return "không tính thời gian"
    return f"{number_written(value)} giờ làm việc"


def working_days(hours: Decimal) -> str:
    """12 ngày làm việc, of hours that make whole days; otherwise the hours."""
    if hours % HOURS_PER_DAY:
        return working_hours(hours)
    return f"{number_written(hours / HOURS_PER_DAY)} ngày làm việc"


def capital(text: str) -> str:
    """The first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def moved_words(moved: Moved, now: datetime) -> str:
    """What a finished step did: what was decided, who has the case now and until when."""
    done = f"Đã xong: {moved.step_name}."
    if moved.decision:
        done = f"{done} Bạn đã chọn “{moved.decision}”."
    if not moved.next:
        over = state(moved.status).ended
        after = "đã kết thúc" if over else "chưa có việc mới cho ai"
        return f"{done} Hồ sơ {moved.case_ref} {after}."
    to = "; ".join(
        f"{one.officer_name or one.position_title}, {one.unit_name}"
        + (f", trước {event_time(one.due_at, now)}" if one.due_at else "")
        for one in moved.next
    )
    return f"{done} Người nhận tiếp: {to}."


FILTERS: Mapping[str, Callable[..., str]] = {
    "day": day,
    "weekday": weekday,
    "clock": clock,
    "citizen_time": citizen_time,
    "officer_time": officer_time,
    "officer_day": officer_day,
    "event_time": event_time,
    "printed_time": printed_time,
    "number": number_written,
    "money": money,
    "working_hours": working_hours,
    "working_days": working_days,
    "file_size": size_written,
    "span": span_words,
    "capital": capital,
}
