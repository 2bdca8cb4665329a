"""Who does a step, and in how many hours: for one step, or for all that lack it."""

from collections.abc import Mapping
from decimal import Decimal

from engine.designing.fixing.asked import (
    ALL,
    Answers,
    Choice,
    Files,
    Ground,
    Offer,
    Question,
    chosen,
    refuse,
)
from engine.typed.numbers import number_typed, plain
from engine.typed.text import Unreadable
from engine.workflow.reading.extensions import MOST_HOURS
from engine.workflow.reading.faults import Fault
from engine.workflow.reading.xml_text import XmlText
from engine.worktime.wording import amount_text

_BULK = "pham-vi"


def _scope(ground: Ground, codes: frozenset[str], fault: Fault) -> tuple[Question, ...]:
    """Whether the value is for this step or for all that lack one; asked where there are others."""
    count = len(ground.lacking(codes, fault.file))
    if count < 2:  # noqa: PLR2004 - this one and another
        return ()
    both = (Choice("mot", "chỉ bước này"), Choice(ALL, f"cả {count} bước đang thiếu"))
    return (Question(_BULK, "Đặt cho", "choice", choices=both, value="mot"),)


def _elements(
    ground: Ground, codes: frozenset[str], file: str, element: str, answers: Answers
) -> list[str]:
    return ground.lacking(codes, file) if answers.get(_BULK) == ALL else [element]


class Desk:
    """The desk that does a step: a unit role, maybe a division in it, and a position."""

    codes = frozenset(
        {
            "step.assignment_missing",
            "step.role_unknown",
            "step.position_unknown",
            "step.division_unknown",
        }
    )
    words = "Đặt ai làm bước"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """Unit role, division, position, from the organisation."""
        if fault.element_id is None:
            return None
        whole = Choice("", "cả đơn vị, không riêng phòng nào")
        questions = (
            Question("don-vi", "Đơn vị trong hồ sơ", "choice", choices=_choices(ground.roles)),
            Question(
                "phong",
                "Phòng, bộ phận trong đơn vị ấy",
                "choice",
                choices=(whole, *_choices(ground.divisions)),
                required=False,
            ),
            Question("vi-tri", "Vị trí", "choice", choices=_choices(ground.positions)),
            *_scope(ground, self.codes, fault),
        )
        return Offer("desk", fault.file, fault.element_id, "Ai làm bước này", questions)

    def fixed(self, ground: Ground, file: str, element: str, answers: Answers) -> Files:
        """Sets ``tthc:assignment``."""
        told = {
            "unit": chosen(answers, "don-vi", "đơn vị", list(ground.roles)),
            "position": chosen(answers, "vi-tri", "vị trí", list(ground.positions)),
        }
        if answers.get("phong"):
            told["division"] = chosen(answers, "phong", "phòng", list(ground.divisions))
        text = XmlText(ground.files[file])
        for one in _elements(ground, self.codes, file, element, answers):
            text.extend(text.drawn(one), "assignment", told)
        return {file: text.written()}


class Hours:
    """The share of the limit that a step has."""

    codes = frozenset(
        {
            "step.hours_missing",
            "step.hours_not_a_number",
            "step.hours_negative",
            "step.hours_too_many",
        }
    )
    words = "Đặt số giờ của bước"

    def offer(self, ground: Ground, fault: Fault) -> Offer | None:
        """Hours, or that it is not counted."""
        if fault.element_id is None:
            return None
        questions = (
            Question(
                "gio", "Số giờ làm việc", hint="8 giờ là một ngày; ví dụ 4 hoặc 0,5", required=False
            ),
            Question("khong-tinh", "Không tính thời gian bước này", "check", required=False),
            *_scope(ground, self.codes, fault),
        )
        return Offer("hours", fault.file, fault.element_id, "Bước này trong bao lâu", questions)

    def fixed(self, ground: Ground, file: str, element: str, answers: Answers) -> Files:
        """Sets ``tthc:duration``."""
        uncounted = bool(answers.get("khong-tinh"))
        told = {"counted": "false"} if uncounted else {"hours": str(plain(_hours(answers)))}
        text = XmlText(ground.files[file])
        for one in _elements(ground, self.codes, file, element, answers):
            text.extend(text.drawn(one), "duration", told)
        return {file: text.written()}


def _hours(answers: Answers) -> Decimal:
    try:
        hours = number_typed(answers.get("gio", ""))
    except Unreadable:
        refuse("gio", "Hãy ghi số giờ, ví dụ 4 hoặc 0,5, hoặc đánh dấu không tính thời gian.")
    if hours < 0:
        refuse("gio", "Số giờ từ 0 trở lên.")
    if hours > MOST_HOURS:
        refuse("gio", f"Số giờ quá lớn: một bước nhiều nhất {amount_text(MOST_HOURS)} giờ.")
    return hours


def _choices(names: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, name) for code, name in names.items())
