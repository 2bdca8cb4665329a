"""A working day or a holiday that is proposed: the calendar, and every case that is due by it."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.administration.working_days.carry_out import RIGHT, change_day
from engine.administration.working_days.changing import KINDS, DayChange, setting_with
from engine.administration.working_days.due_anew import DueAnew, due_anew
from engine.errors import DayBegun, EntryInvalid, NothingToPublish
from engine.organisation.tree import Setting, setting_of
from engine.proposing.review import Content, Review, in_one_form, plan_in, told_in_one_file
from engine.proposing.rights import Publisher
from engine.publishing.differing import Difference
from engine.routing.as_it_stands import day_of
from engine.worktime import Calendar
from engine.worktime.wording import day_text, shifts_text

FILE = "calendar-day.json"
_LABELS = {"": "Ngày trong lịch", "calendar": "Lịch làm việc", "name": "Tên ngày"}
DUE = "hẹn trả"


def content_of(change: DayChange) -> Content:
    """What a change proposes, as one file. Raises TextUnreadable."""
    change = in_one_form(change, _LABELS)
    return told_in_one_file("calendar", change.calendar, FILE, change)


def change_of(content: Content) -> DayChange:
    """The change that a proposal holds."""
    return plan_in(content, FILE, DayChange)


def require_right(session: Session, who: Publisher) -> None:
    """Raise ProvinceAdminOnly for who may not set calendars."""
    who.admin.require(RIGHT, setting_of(session, who.province_code))


def rehearsed(session: Session, *, who: Publisher, change: DayChange, now: datetime) -> Review:
    """The dry run: what a proposal of the change would show.

    Raises ProvinceAdminOnly, DayBegun, EntryNotFound, EntryInvalid, NothingToPublish,
    TextUnreadable.
    """
    require_right(session, who)
    content = content_of(change)
    return review_calendar(session, who.province_code, content, basis="(văn bản)", now=now)


def name_of(session: Session, province_code: str, change: DayChange) -> str:
    """What the proposal is called."""
    calendar = setting_of(session, province_code).calendars[change.calendar]
    return f"{calendar.name}: {change.words}"


def review_calendar(
    session: Session, province_code: str, content: Content, *, basis: str, now: datetime
) -> Review:
    """The days as they are and would be, and what is due at another time.

    Raises DayBegun for a day that has begun, EntryNotFound, EntryInvalid, NothingToPublish.
    """
    change, setting = change_of(content), setting_of(session, province_code)
    if change.days[0] <= day_of(now):
        raise DayBegun(day=day_text(change.days[0]))
    then = setting_with(session, setting, change, basis=basis)
    days = tuple(_days(setting, then, change))
    if not days:
        raise NothingToPublish(why="ngày ấy đã đúng như vậy trong lịch")
    _refuse_idle(session, setting, then, change)
    found = due_anew(session, setting, then, first=change.days[0], now=now)
    return Review(content, change.day, setting.epoch, None, (*days, *map(_difference, found)))


def _refuse_idle(session: Session, setting: Setting, then: Setting, change: DayChange) -> None:
    """Raise for a day whose hours stay as they are: free on a Sunday, made up on a worked day."""
    if change.becomes == "usual":
        return
    if change.paired is None:
        before, after = (one.calendars[change.calendar] for one in (setting, then))
        if before.day(change.day).shifts == after.day(change.day).shifts:
            told = f"{day_text(change.day)} đang là ngày {_told(before, change.day)}"
            raise NothingToPublish(why=f"{told}, giờ làm việc không đổi")
        return
    for field, day in (("day", change.day), ("paired", change.paired)):
        usual = DayChange(change.calendar, day, "usual")
        plain = setting_with(session, setting, usual, basis="").calendars[change.calendar]
        if bool(plain.day(day).shifts) is (field == "day"):
            wanted = "một ngày vốn nghỉ" if field == "day" else "một ngày vốn làm việc"
            message = f"{day_text(day)} là ngày {_told(plain, day)}. Hãy chọn {wanted}."
            raise EntryInvalid(
                count=1, first=message, faults=[{"field": field, "message": message}]
            )


def _days(setting: Setting, then: Setting, change: DayChange) -> Iterator[Difference]:
    before, after = (one.calendars[change.calendar] for one in (setting, then))
    for day in change.days:
        was, is_now = _told(before, day), _told(after, day)
        if was != is_now:
            yield Difference("calendar", "changed", f"{day}", day_text(day), "là", was, is_now)


def _told(calendar: Calendar, day: date) -> str:
    found = calendar.day(day)
    shifts = shifts_text(found.shifts) if found.shifts else ""
    named = f" ({found.name})" if found.name else ""
    return f"{KINDS[found.kind]}{named}{f', {shifts}' if shifts else ''}"


def _difference(one: DueAnew) -> Difference:
    before, after = one.words
    where = f"{one.ref}, {one.unit_name}"
    field = f"hạn bước “{one.step}”" if one.step else DUE
    return Difference("case", "changed", one.task_id or one.case_id, where, field, before, after)


def put_calendar_in_force(
    session: Session, who: Publisher, content: Content, *, basis: str, now: datetime
) -> None:
    """Change the day, and what is due by it. Raises what ``change_day`` does."""
    change_day(session, admin=who.admin, change=change_of(content), basis=basis, now=now)
