"""Words that several read models share."""

from datetime import datetime

from engine.accounts import Person
from engine.catalogue.manifest import TimeLimit
from engine.deadlines import urgency_of
from engine.queries.views.parts import Due
from engine.worktime import ZONE, Calendar, Span
from engine.worktime.wording import instant_text, span_text


def due_of(calendar: Calendar, due_at: datetime | None, now: datetime) -> Due:
    """A due time that is still running, seen from now."""
    urgency, words = urgency_of(calendar, due_at, now)
    return Due(due_at, urgency, words)


def limit_words(span: Span, *, same_day: bool = False) -> str:
    """A limit: "12 ngày làm việc = 96 giờ làm việc", "trong ngày"."""
    return "trong ngày" if same_day else span_text(span)


def package_limit_words(limit: TimeLimit) -> str:
    """A package's limit with its cut-off hour: "trong ngày; nhận sau 15:00 thì …"."""
    words = limit_words(Span(limit.amount, limit.unit), same_day=limit.same_day)
    if limit.cut_off is None:
        return words
    late = f"nhận sau {limit.cut_off:%H:%M}"
    end = "thì ngày làm việc tiếp theo" if limit.same_day else "tính từ ngày làm việc tiếp theo"
    return f"{words}; {late} {end}"


def ended_due(due_at: datetime | None, ended_at: datetime) -> Due:
    """A due time of something that ended: kept or missed, no longer urgent."""
    if due_at is None:
        return Due(None, "none", "không tính thời gian")
    if ended_at <= due_at:
        return Due(due_at, "ok", "xong đúng hạn")
    return Due(due_at, "late", "xong quá hạn")


def local(at: datetime) -> datetime:
    """The instant on the clock of Việt Nam."""
    return at.astimezone(ZONE)


def at_words(at: datetime) -> str:
    """An instant in words."""
    return instant_text(at)


def called(person: Person) -> str:
    """The person with their honorific: "chị Nguyễn Thị Hoài"."""
    return f"{person.honorific} {person.name}" if person.honorific else person.name


def short_name(full_name: str) -> str:
    """A name that does not tell who it is to one who does not know: "L** V** Thành"."""
    *others, last = full_name.split() or [""]
    return " ".join([*(f"{part[0]}**" for part in others), last])
