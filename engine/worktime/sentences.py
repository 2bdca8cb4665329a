"""An explanation in Vietnamese sentences, as the case page shows under "Vì sao trả kết quả…"."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from engine.worktime.days import Day, DayKind
from engine.worktime.explanation import WORKING_UNITS, DayCount, Explanation, StartReason
from engine.worktime.spans import Unit
from engine.worktime.wording import (
    dates_text,
    day_text,
    due_text,
    instant_text,
    listed,
    named_days_text,
    shifts_text,
    span_text,
    weekday_text,
)

OFF_KINDS = {
    DayKind.HOLIDAY: "ngày nghỉ lễ",
    DayKind.OBSERVED: "ngày nghỉ bù",
    DayKind.SWAPPED_OFF: "ngày nghỉ hoán đổi",
    DayKind.CLOSURE: "ngày đơn vị nghỉ:",
}
HOLIDAY_KINDS = frozenset({DayKind.HOLIDAY, DayKind.OBSERVED, DayKind.SWAPPED_OFF})
OWN_HOURS = frozenset({DayKind.HALF_DAY, DayKind.SPECIAL, DayKind.CLOSURE, *HOLIDAY_KINDS})


def sentences(
    explanation: Explanation,
    *,
    event: str = "Bắt đầu tính",
    start_basis: str = "",
    span_basis: str = "",
) -> tuple[str, ...]:
    """The whole explanation, one sentence or two an entry, in the order of the counting.

    ``event`` names the cause ("Tiếp nhận đủ"); the bases are legal texts to show in brackets.
    """
    return tuple(
        filter(
            None,
            (
                start_sentence(explanation, event=event, basis=start_basis),
                span_sentence(explanation, basis=span_basis),
                *_counting_sentences(explanation),
                moved_sentence(explanation),
                uncertain_sentence(explanation.uncertain),
                f"Hạn là {due_text(explanation.due)}.",
            ),
        )
    )


def start_sentence(explanation: Explanation, *, event: str, basis: str = "") -> str:
    """From when the clock runs, and why not from the moment of the cause."""
    begins = instant_text(explanation.begins)
    whys = [_start_reason(reason, explanation) for reason in explanation.start_reasons]
    if explanation.span.unit is Unit.CALENDAR_DAYS:
        runs = f"ngày đầu tiên được tính là {day_text(explanation.begins.date())}"
    elif not whys:
        runs = "đồng hồ chạy từ lúc này"
    else:
        runs = f"đồng hồ chạy từ {begins}"
    why = "".join(f", {text}" for text in whys)
    return f"{event} lúc {instant_text(explanation.caused)}{why}; {runs}{_bracket(basis)}."


def span_sentence(explanation: Explanation, *, basis: str = "") -> str:
    """How long the limit is, in hours and days."""
    text = span_text(explanation.span, explanation.calendar.day_hours)
    return f"Thời hạn {text}{_bracket(basis)}."


def skipped_sentence(counts: Sequence[DayCount]) -> str:
    """Which days weren't counted and why, and that no holiday was among them when so."""
    off = [count.day for count in counts if not count.day.worked]
    parts = [_rest_sentence([day for day in off if day.kind not in OFF_KINDS])]
    for kind, words in OFF_KINDS.items():
        days = [day for day in off if day.kind is kind]
        if days:
            parts.append(f"Không tính {words} {named_days_text(days)}.")
    if not any(day.kind in HOLIDAY_KINDS for day in off):
        parts.append("Không có ngày lễ trong khoảng này.")
    return " ".join(filter(None, parts))


def hours_sentence(counts: Sequence[DayCount]) -> str:
    """The hours worked on the days counted, by weekday where they differ."""
    worked = [c.day for c in counts if not c.skipped and c.day.kind is DayKind.WORKING]
    texts = []
    for name in dict.fromkeys(day.hours_name for day in worked):
        season = [day for day in worked if day.hours_name == name]
        patterns = dict.fromkeys(day.shifts for day in season)
        weekdays = ([day for day in season if day.shifts == shifts] for shifts in patterns)
        several = len(patterns) > 1
        parts = [_hours_of(days, name_weekdays=several) for days in weekdays]
        texts.append(f"Giờ làm việc{f' {name}' if name else ''}: {'; '.join(parts)}.")
    return " ".join(texts)


def special_days_sentence(counts: Sequence[DayCount]) -> str:
    """Days worked although off, or at hours of their own."""
    parts = []
    made_up = [c.day for c in counts if c.day.kind is DayKind.SWAPPED_ON and c.day.worked]
    if made_up:
        parts.append(f"Có tính ngày làm bù {named_days_text(made_up)}.")
    own = [c.day for c in counts if c.day.kind in OWN_HOURS and c.day.worked]
    return " ".join([*parts, *map(_own_hours_sentence, own)])


def moved_sentence(explanation: Explanation) -> str:
    """That a calendar deadline moved off a day off; empty when it didn't."""
    if explanation.moved_from is None:
        return ""
    return (
        f"Ngày cuối cùng là {day_text(explanation.moved_from)}, không phải ngày làm việc, nên hạn "
        "chuyển sang ngày làm việc tiếp theo (Bộ luật Dân sự 2015, Điều 148 khoản 5)."
    )


def uncertain_sentence(days: Iterable[Day]) -> str:
    """That the due date rests on days which no announcement confirms yet; empty without them."""
    groups = groupby(days, key=lambda day: (day.name, day.basis))
    parts = [
        f"{name or 'Ngày'} ({dates_text([day.date for day in group])}) chưa chắc chắn: {basis}."
        for (name, basis), group in groups
    ]
    return " ".join([*parts, "Hạn có thể thay đổi."]) if parts else ""


def _counting_sentences(explanation: Explanation) -> tuple[str, ...]:
    counts = explanation.days
    if explanation.span.unit in WORKING_UNITS:
        return hours_sentence(counts), skipped_sentence(counts), special_days_sentence(counts)
    if explanation.span.unit is Unit.CALENDAR_DAYS:
        return ("Tính theo ngày liên tục, kể cả thứ Bảy, Chủ nhật và ngày lễ.",)
    return ("Tính theo giờ liên tục, kể cả ngoài giờ làm việc và ngày nghỉ.",)


def _start_reason(reason: StartReason, explanation: Explanation) -> str:
    if reason is StartReason.AFTER_CUT_OFF and explanation.cut_off:
        return f"sau {explanation.cut_off:%H:%M} nên coi như vào đầu giờ ngày làm việc tiếp theo"
    if reason is StartReason.NEXT_WORKING_DAY:
        return "tính từ ngày làm việc tiếp theo"
    if reason is StartReason.FIRST_DAY:
        return "không tính ngày đầu tiên (Bộ luật Dân sự 2015, Điều 147 khoản 2)"
    return "ngoài giờ làm việc"


def _rest_sentence(days: Sequence[Day]) -> str:
    if not days:
        return ""
    names = {day.date.weekday(): weekday_text(day.date) for day in days}
    weekdays = ", ".join(names[number] for number in sorted(names))
    return f"Không tính {weekdays} {dates_text([day.date for day in days])}."


def _hours_of(days: Sequence[Day], *, name_weekdays: bool) -> str:
    text = shifts_text(days[0].shifts)
    if not name_weekdays:
        return text
    names = {day.date.weekday(): weekday_text(day.date) for day in days}
    return f"{listed([names[number] for number in sorted(names)])} {text}"


def _own_hours_sentence(day: Day) -> str:
    hours, name = shifts_text(day.shifts), _bracket(day.name)
    return f"{_capital(day_text(day.date))} làm việc {hours}{name}."


def _bracket(text: str) -> str:
    return f" ({text})" if text else ""


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
