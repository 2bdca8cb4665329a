"""Kinds about time: limits, hours of steps, the cut-off hour, reminders."""

from decimal import Decimal
from typing import Any

from engine.catalogue.rules.kinds.base import Kind, Value, ValueField, ValueReader
from engine.typed import Unreadable
from engine.typed.dates import time_of
from engine.worktime import Span, Unit
from engine.worktime.errors import SpanInvalid
from engine.worktime.wording import UNIT_NAMES, amount_text

WORKING_HOURS_OF = {
    Unit.WORKING_HOURS: Decimal(1),
    Unit.WORKING_DAYS: Decimal(8),
    Unit.CALENDAR_DAYS: Decimal(8) * 5 / 7,
    Unit.CLOCK_HOURS: Decimal(8) * 5 / 7 / 24,
}
"""Working hours in one of each unit: 8 a working day, 5 working days a week. For comparing limits
of different units only; due dates are counted by the calendar."""

UNITS = {unit.value: words for unit, words in UNIT_NAMES.items()}
CLOCKS = {"statutory": "theo luật", "committed": "cam kết"}


class TimeLimit(Kind):
    """How long a case may take. Slot ``statutory`` is the law's limit, ``committed`` the local cut.

    Both are kept side by side (requirement R-24); the committed one is counted when there is one.
    """

    code = "time_limit"
    name = "Thời hạn giải quyết"
    moment = "reception"
    needs_procedure = True
    may_reach_running = True
    fields = (
        ValueField("clock", "Loại thời hạn", "choice", CLOCKS),
        ValueField("amount", "Thời hạn", "number"),
        ValueField("unit", "Đơn vị tính", "choice", UNITS),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        clock = raw.choice("clock", "Loại thời hạn", tuple(CLOCKS))
        unit = Unit(raw.choice("unit", "Đơn vị tính", [unit.value for unit in UNIT_NAMES]))
        amount = raw.number("amount", "Thời hạn", most=20_000)
        if not amount and "value.amount" not in {fault.field for fault in raw.faults}:
            raw.fault("amount", "Thời hạn: phải lớn hơn 0.")
        try:
            Span(amount, unit)
        except SpanInvalid as error:
            raw.fault("amount", str(error))
        return {"clock": clock, "amount": str(amount), "unit": unit.value}

    def slot(self, value: Value) -> str:
        return str(value["clock"])

    def words(self, value: Value) -> str:
        return f"{span_words(span_of(value))} ({CLOCKS[value['clock']]})"

    def measure(self, value: Value) -> Decimal | None:
        return size_of(span_of(value))


class StepHours(Kind):
    """Working hours of one step; ``hours`` is ``None`` for "không tính thời gian"."""

    code = "step_hours"
    name = "Số giờ của bước"
    moment = "reception"
    needs_procedure = True
    needs_element = True
    may_reach_running = True
    fields = (
        ValueField(
            *("hours", "Số giờ của bước", "number"),
            unit="giờ làm việc",
            nothing="không tính thời gian",
        ),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        if "hours" in raw.raw and raw.raw["hours"] is None:
            return {"hours": None}
        return {"hours": str(raw.number("hours", "Số giờ của bước", most=20_000))}

    def words(self, value: Value) -> str:
        hours = hours_of(value)
        return "không tính thời gian" if hours is None else f"{amount_text(hours)} giờ làm việc"

    def measure(self, value: Value) -> Decimal | None:
        return hours_of(value) or Decimal(0)


class StepSkipped(Kind):
    """The step is passed over with its main outcome. Only steps that the package leaves open."""

    code = "step_skipped"
    name = "Bỏ qua bước"
    moment = "reception"
    needs_procedure = True
    needs_element = True
    may_reach_running = True
    fields = (ValueField("skip", "Bỏ qua bước", "flag"),)

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {"skip": raw.flag("skip", "Bỏ qua bước")}

    def words(self, value: Value) -> str:
        return "bỏ qua bước" if value["skip"] else "không bỏ qua bước"


LONGEST_ANSWER = 240
"""Thirty working days: what is more was mistyped."""


class CutOff(Kind):
    """From this hour on, what comes in counts as of the next working day's start.

    Decree 118/2025 art. 18.2 has 15:00 for papers; provinces set their own for same-day results.
    """

    code = "cut_off"
    name = "Giờ chốt nhận trong ngày"
    moment = "reception"
    at_reception_desk = True
    may_reach_running = True
    fields = (ValueField("hour", "Giờ chốt", "text", hint="Giờ và phút, ví dụ 15:00"),)

    def read(self, raw: ValueReader) -> dict[str, Any]:
        hour = raw.text("hour", "Giờ chốt")
        try:
            return {"hour": time_of(hour)}
        except Unreadable:
            if hour:
                raw.fault("hour", "Giờ chốt: hãy ghi giờ và phút, ví dụ 15:00.")
            return {"hour": "00:00"}

    def words(self, value: Value) -> str:
        return f"nhận sau {value['hour']} tính từ ngày làm việc tiếp theo"


class AnswerHours(Kind):
    """Working hours in which an online filing is answered (decree 118/2025 art. 17.2: 8, unless a
    sector law says another term).
    """

    code = "answer_hours"
    name = "Số giờ trả lời hồ sơ trực tuyến"
    moment = "submission"
    at_reception_desk = True
    fields = (ValueField("hours", "Số giờ", "number", unit="giờ làm việc"),)

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {"hours": raw.whole("hours", "Số giờ", least=1, most=LONGEST_ANSWER)}

    def words(self, value: Value) -> str:
        return f"trả lời trong {value['hours']} giờ làm việc"

    def measure(self, value: Value) -> Decimal | None:
        return Decimal(value["hours"])


class Reminders(Kind):
    """How many working hours before and after a case is due its officers are reminded.

    Before (``hours_before``): who does its steps; after (``hours_after``, if any): their head too.
    """

    code = "reminder_steps"
    name = "Các mốc nhắc hạn"
    moment = "reception"
    fields = (
        ValueField(
            *("hours_before", "Nhắc trước hạn", "numbers"),
            unit="giờ làm việc",
            hint="Một hay nhiều mốc, ví dụ 16, 8",
        ),
        ValueField(
            *("hours_after", "Nhắc cả lãnh đạo sau hạn", "numbers"),
            unit="giờ làm việc",
            nothing="không nhắc lãnh đạo",
            hint="Ví dụ 1, 8",
        ),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        before = _whole_hours(raw.raw.get("hours_before"))
        if before is None:
            raw.fault("hours_before", "Nhắc trước hạn: hãy ghi số giờ trước hạn, ví dụ 16 và 8.")
            return {"hours_before": []}
        found = {"hours_before": before[::-1]}
        if raw.raw.get("hours_after") is None:
            return found
        later = _whole_hours(raw.raw["hours_after"])
        if later is None:
            raw.fault(
                "hours_after", "Nhắc cả lãnh đạo sau hạn: hãy ghi số giờ sau hạn, ví dụ 1 và 8."
            )
            return found
        return {**found, "hours_after": later}

    def words(self, value: Value) -> str:
        hours = ", ".join(str(hour) for hour in value["hours_before"])
        later = ", ".join(str(hour) for hour in value.get("hours_after", ()))
        told = f"nhắc trước hạn {hours} giờ làm việc"
        return f"{told}, nhắc cả lãnh đạo sau hạn {later} giờ làm việc" if later else told


def _whole_hours(given: object) -> list[int] | None:
    """Hours of at least one, each once, the smallest first; ``None``: not given so."""
    if not isinstance(given, list) or not given:
        return None
    if not all(type(one) is int and one >= 1 for one in given):
        return None
    return sorted(set(given))


def span_of(value: Value) -> Span:
    """The limit of a ``time_limit`` value."""
    return Span(Decimal(value["amount"]), Unit(value["unit"]))


def hours_of(value: Value) -> Decimal | None:
    """The working hours of a ``step_hours`` value; ``None`` when it is not counted."""
    return None if value["hours"] is None else Decimal(value["hours"])


def size_of(span: Span) -> Decimal:
    """A limit in working hours, for comparison only."""
    return span.amount * WORKING_HOURS_OF[span.unit] if span.counted else Decimal(0)


def span_words(span: Span) -> str:
    """The limit as officials say it: "9 ngày làm việc"."""
    if not span.counted:
        return "không tính thời gian"
    return f"{amount_text(span.amount)} {UNIT_NAMES[span.unit]}"
