"""Words that several read models share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

from engine.accounts import Person
from engine.catalogue.manifest import TimeLimit
from engine.deadlines import SeenFrom
from engine.queries.views.parts import Due
from engine.worktime import ZONE, Calendar, Span
from engine.worktime.wording import instant_text, span_text

Counted = Literal["case", "step", "filing", "phase"]
"""What a due time is of: the whole case, the step at hand, the answer to a filing, a phase."""
REFUSED = "Hồ sơ bị từ chối giải quyết"
"""What a case is called whose result is a refusal."""
STAYED, COUNTED = "đã quá hạn trước khi tính lại thời hạn", "bổ sung quá một lần, tính là quá hạn"
"""Why a case is late although its due time in force was kept, or is to come."""
_LATE: Mapping[Counted, str] = {
    "case": "hồ sơ trả chậm",
    "step": "bước này quá hạn",
    "filing": "chậm trả lời",
    "phase": "giai đoạn quá hạn",
}
_KEPT: Mapping[Counted, str] = {
    "case": "hồ sơ xong đúng hạn",
    "step": "bước này xong đúng hạn",
    "filing": "trả lời đúng hạn",
    "phase": "xong đúng hạn",
}
_MISSED: Mapping[Counted, str] = {
    "case": "hồ sơ xong quá hạn",
    "step": "bước này xong quá hạn",
    "filing": "trả lời muộn",
    "phase": "xong quá hạn",
}


def due_of(calendar: Calendar, due_at: datetime | None, now: datetime, of: Counted) -> Due:
    """A due time that is still running, seen from now; when it is over, the words say of what."""
    return due_from(SeenFrom(calendar, now), due_at, of)


def due_from(seen: SeenFrom, due_at: datetime | None, of: Counted) -> Due:
    """The same of one of many."""
    urgency, words = seen.urgency_of(due_at)
    return Due(due_at, urgency, f"{_LATE[of]} {words}" if urgency == "late" else words)


class DueTimes(NamedTuple):
    """The due time in force of a case, when solving ended, and since when it is late for good."""

    due_at: datetime | None
    finished_at: datetime | None
    late_since: datetime | None
    counted_late_since: datetime | None

    @classmethod
    def of(cls, row: Any) -> "DueTimes":
        """Those of a row that has these columns."""
        return cls(row.due_at, row.finished_at, row.late_since, row.counted_late_since)

    @property
    def stayed(self) -> str | None:
        """Why it is late whatever the due time in force says; ``None``: that decides alone."""
        if self.late_since is not None:
            return STAYED
        return COUNTED if self.counted_late_since is not None else None


def running_due(calendar: Calendar, times: DueTimes, now: datetime) -> Due:
    """The due time of a case whose solving time runs; one that was late stays late."""
    due = due_of(calendar, times.due_at, now, "case")
    if due.urgency == "late" or times.stayed is None:
        return due
    return Due(due.at, "late", f"{_LATE['case']} ({times.stayed}); {due.words}")


def solved_due(times: DueTimes, now: datetime) -> Due:
    """The due time of a case that has its result: missed, too, by one that was late before."""
    due = ended_due(times.due_at, times.finished_at or now, "case")
    if due.urgency != "ok" or times.stayed is None:
        return due
    return Due(due.at, "late", f"{_MISSED['case']} ({times.stayed})")


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


def ended_due(due_at: datetime | None, ended_at: datetime, of: Counted) -> Due:
    """A due time of something that ended: kept or missed, no longer urgent."""
    if due_at is None:
        return Due(None, "none", "không tính thời gian")
    if ended_at <= due_at:
        return Due(due_at, "ok", _KEPT[of])
    return Due(due_at, "late", _MISSED[of])


def local(at: datetime) -> datetime:
    """The instant on the clock of Việt Nam."""
    return at.astimezone(ZONE)


def at_words(at: datetime) -> str:
    """An instant in words."""
    return instant_text(at)


def called(person: Person) -> str:
    """The person with their honorific: "chị Nguyễn Thị Hoài"."""
    return f"{person.honorific} {person.name}" if person.honorific else person.name
