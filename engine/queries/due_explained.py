"""Why a case is due when it is, sentence by sentence; how much of its time is used."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from engine.catalogue.rules.limits import LimitInForce
from engine.deadlines.late_marks import let_lie_in
from engine.files.kept import Kept
from engine.life import PAUSES, RESTARTS, SOLVING
from engine.organisation.tree import Setting
from engine.queries.case_rows import CaseRows
from engine.queries.kept_rows import ClockRow
from engine.queries.wording import limit_words, local
from engine.store.rows import TaskRow
from engine.worktime import Span, Unit, between, explain, same_working_minute, sentences
from engine.worktime.arithmetic import Counting, counting_from
from engine.worktime.wording import UNIT_NAMES, due_text, instant_text, length_text

RECEPTION_BASIS = "NĐ 118/2025/NĐ-CP, Điều 17"
EXTENSION_BASIS = "NĐ 118/2025/NĐ-CP, Điều 19.6"
COUNTED_BASIS = "QĐ 766/QĐ-TTg"
SUPPLEMENT_BASIS = "NĐ 118/2025/NĐ-CP, Điều 19.5"
MOST_TOLD = 2_000
"""Countings that are kept as they were told: a case is looked at again and again."""
_told: Kept[tuple[Any, ...], tuple[tuple[str, ...], datetime]] = Kept(MOST_TOLD)


def limit_text(rows: CaseRows) -> str:
    """The limit that the case is counted by: "9 ngày làm việc = 72 giờ làm việc", "trong ngày"."""
    limit = rows.ahead.limit
    return limit_words(limit.span, same_day=limit.same_day)


def used_text(rows: CaseRows, now: datetime) -> str:
    """How long the case's own clock ran, measured, in the unit of its limit; never a sum of norms.

    Working time for limits in working time; for others the time by the clock or the calendar. What
    lies before the limit is counted (after the cut-off hour of the day) isn't used either.
    """
    since = rows.stands.limit.since
    ran = (
        (_counted_since(rows, row), min(row.stopped_at or now, now))
        for row in rows.clocks
        if row.clock == SOLVING
    )
    begun = ((max(start, since) if since else start, end) for start, end in ran)
    stretches = [(start, end) for start, end in begun if start < end]
    unit = rows.stands.limit.span.unit
    if unit is Unit.CALENDAR_DAYS:
        days = sum((local(end).date() - local(start).date()).days for start, end in stretches)
        return f"{days} {UNIT_NAMES[unit]}"
    if unit is Unit.CLOCK_HOURS:
        return length_text(sum((end - start for start, end in stretches), timedelta(0)))
    calendar = rows.stands.calendar
    worked = (between(calendar, start, end) for start, end in stretches)
    return f"{length_text(sum(worked, timedelta(0)))} làm việc"


def _counted_since(rows: CaseRows, row: ClockRow) -> datetime:
    """From when a stretch of the solving time counts: after its cut-off hour, the next day."""
    if row.started_at != rows.case["received_at"]:
        return row.started_at
    cut_off = rows.stands.taken.cut_off(rows.package.manifest.time_limit.cut_off)
    return counting_from(rows.stands.calendar, row.started_at, Counting(cut_off=cut_off))


def case_due_why(rows: CaseRows) -> tuple[str, ...]:
    """The counting from reception, what stood still, the day; empty before reception."""
    received_at, due_at = rows.case["received_at"], rows.case["due_at"]
    if received_at is None or due_at is None or rows.stands.state.without_result:
        return ()
    anew = _anew(rows, rows.stands.counted_from or received_at)
    stands = rows.stands
    counted, first_due = _counted(rows, received_at, anew)
    begun = anew or rows.stands.counted_from or received_at
    # What stood still before a phase began, or before the time began anew, is no part of it.
    pauses = tuple(
        _pause(row) for row in rows.pauses if row.stopped_at is None or row.stopped_at > begun
    )
    if (first := rows.case["first_due_at"]) is not None:
        told = (*_first(rows, first, anew), *_marks(rows, due_at))
        return (*counted, *pauses, *told, f"Hạn nay là {due_text(due_at)}.")
    counted += _extended(rows, anew)
    if pauses or stands.same_due(first_due, due_at):
        return (*counted, *pauses, *_marks(rows, due_at), f"Hạn là {due_text(due_at)}.")
    # A rule that reached the running case moved it; the file's history tells which.
    start = f"Tiếp nhận đủ lúc {instant_text(received_at)} ({RECEPTION_BASIS})."
    by_rule = f"Hạn là {due_text(due_at)}, theo quy định riêng ghi trong diễn biến hồ sơ."
    return (start, *_marks(rows, due_at), by_rule)


def _first(rows: CaseRows, first: datetime, anew: datetime | None) -> tuple[str, ...]:
    """What was promised first, and what became of it: extended, or begun anew."""
    waited = ", kể cả thời gian đã dừng" if rows.pauses or anew else ""
    return (f"Hạn đầu là {due_text(first)}{waited}.", *_extended(rows, anew))


def _marks(rows: CaseRows, due_at: datetime) -> tuple[str, ...]:
    """A sentence of each mark that says more than the due time in force: which was missed before,
    why it counts as late, who got it late.
    """
    row, told = rows.case, []

    def unit(code: str | None) -> str:
        return rows.setting.unit_name(code or row["competent_unit"])

    first, late = row["late_first_since"], row["late_since"]
    if first is not None and first not in (late, due_at):
        told.append(f"Đã qua hẹn lần đầu {due_text(first)}, với {unit(row['late_first_unit'])}.")
    elsewhere = row["late_unit"] != row["competent_unit"]
    if late is not None and (late != due_at or elsewhere):
        where = unit(row["late_unit"])
        told.append(f"Hồ sơ đã quá hạn {due_text(late)}, với {where}: vẫn là quá hạn ở đó.")
    counted = row["counted_late_since"]
    if counted is not None:
        at, where = instant_text(counted), unit(row["counted_late_unit"])
        told.append(
            f"Yêu cầu bổ sung quá một lần lúc {at}: tính là quá hạn, với {where} ({COUNTED_BASIS})."
        )
    lie = row["own_late"]
    told += [
        f"{unit(one)} nhận khi đã quá hạn, lại để quá hạn riêng {due_text(since)}."
        for one, since in let_lie_in(lie)
    ]
    if row["own_due_at"] is not None and row["competent_unit"] not in lie:
        own_due = due_text(row["own_due_at"])
        told.append(f"{unit(None)} nhận khi đã quá hạn; hạn riêng ở đó là {own_due}.")
    return tuple(told)


def _extended(rows: CaseRows, anew: datetime | None) -> tuple[str, ...]:
    """That it was extended once; before its time began anew too."""
    extended_at = rows.case["extended_at"]
    if extended_at is None:
        return ()
    then = f" lúc {instant_text(extended_at)}, trước khi tính lại"
    at = then if _before(extended_at, anew) else ""
    return (f"Đã xin lỗi và gia hạn một lần{at} ({EXTENSION_BASIS}).",)


def _before(at: datetime, anew: datetime | None) -> bool:
    return anew is not None and at < anew


def _anew(rows: CaseRows, received_at: datetime) -> datetime | None:
    """When the solving time began again from its beginning, if it did."""
    ends = (row.stopped_at for row in rows.clocks if row.clock in RESTARTS)
    return max((end for end in ends if end is not None and end > received_at), default=None)


def _counted(
    rows: CaseRows, received_at: datetime, anew: datetime | None
) -> tuple[tuple[str, ...], datetime | None]:
    """How the limit of the case is counted, without its last sentence, and when it ends."""
    begun = anew or received_at
    event = "Bổ sung đủ, tính lại từ đầu" if anew else "Tiếp nhận đủ"
    basis = SUPPLEMENT_BASIS if anew else RECEPTION_BASIS
    stands, limit = rows.stands, rows.stands.limit
    why = (limit_why(limit),) if limit.row else ()
    if limit.same_day:
        start = f"{event} lúc {instant_text(begun)} ({basis})."
        return (start, *why, f"{limit.basis}."), stands.due_from(begun)
    if not limit.span.counted:
        return (), None
    phase = limit.since if anew is None else None
    cut_off = None if phase else limit.cut_off
    if phase and limit.phase:
        event, basis = f"Bắt đầu {limit.phase}", ""
    unit, bases = stands.row["competent_unit"], (basis, limit.basis)
    (*counted, _), due = _counting(
        stands.setting, unit, phase or begun, limit.span, cut_off=cut_off, event=event, bases=bases
    )
    return (*counted[:1], *why, *counted[1:]), due


def _counting(
    setting: Setting,
    unit: str,
    start: datetime,
    span: Span,
    *,
    event: str,
    bases: tuple[str, str],
    cut_off: time | None = None,
) -> tuple[tuple[str, ...], datetime]:
    """How a span is counted by the calendar of the unit, sentence by sentence, and when it ends.

    ``bases``: of the start and of the span. The setting and what is given tell all of it.
    """
    key = (setting, unit, start, span, cut_off, event, bases)
    known = _told.get(key)
    if known is not None:
        return known
    told = explain(setting.calendar_of(unit), start, span, cut_off=cut_off)
    words = sentences(told, event=event, start_basis=bases[0], span_basis=bases[1])
    return _told.keep(key, (words, told.due))


def limit_why(limit: LimitInForce) -> str:
    """Why the case has the limit that only some cases have; empty for all others."""
    if limit.row is None:
        return ""
    promised = " (cam kết)" if limit.row.clock == "committed" else ""
    return f"Thời hạn{promised} áp dụng cho trường hợp: {limit.row.variant}."


def step_due_why(rows: CaseRows, task: TaskRow) -> tuple[str, ...]:
    """How the time of an open step is counted: the hours that it got when it began, and whose."""
    if not task["hours"] or task["due_at"] is None:
        return ("Bước này không tính thời gian.",)
    span = Span(task["hours"], Unit.WORKING_HOURS)
    unit, bases = task["unit_code"], ("", _hours_basis(rows, task))
    for since, event in _beginnings(rows, task):
        words, due = _counting(rows.setting, unit, since, span, event=event, bases=bases)
        if same_working_minute(rows.setting.calendar_of(unit), due, task["due_at"]):
            return words
    # The step went to a desk with another calendar meanwhile; its due time stayed.
    return (f"Hạn là {due_text(task['due_at'])}.",)


def _beginnings(rows: CaseRows, task: TaskRow) -> Iterator[tuple[datetime, str]]:
    """From when the step may be counted: when it came, else when the case went on after it stood
    still: steps begin anew then.
    """
    yield task["created_at"], "Bước bắt đầu"
    went_on = (one.started_at for one in rows.clocks if one.clock not in PAUSES)
    if (last := max(went_on, default=task["created_at"])) > task["created_at"]:
        yield last, "Bước tính lại từ đầu"


def _hours_basis(rows: CaseRows, task: TaskRow) -> str:
    taken, element = rows.stands.taken, task["element_id"]
    if taken.value("step_hours", element) is not None:
        return taken.basis("step_hours", element)
    return f"QĐ {rows.package.manifest.decision.number}"


def _pause(row: ClockRow) -> str:
    why = f" ({row.reason})"
    if row.stopped_at is None:
        after = (
            "bổ sung đủ thì tính lại từ đầu"
            if row.clock in RESTARTS
            else "phần còn lại sẽ tính tiếp"
        )
        return f"Dừng tính từ {instant_text(row.started_at)}{why}; {after}."
    still = f"từ {instant_text(row.started_at)} đến {instant_text(row.stopped_at)}"
    return f"Dừng tính {still}{why}; phần còn lại tính tiếp từ đó."
