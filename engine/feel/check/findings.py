"""What a static check finds, and the Vietnamese words it says it in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from engine.feel.check.nearest import nearest
from engine.feel.lexer import line_and_column
from engine.feel.typeref import ALIASES, FeelType

Severity = Literal["error", "warning"]

CODES: Final = {
    "feel.syntax": "the text is not FEEL",
    "feel.unknown_name": "a name that is not declared",
    "feel.unknown_field": "a field that the context, or a part that the kind, does not have",
    "feel.unknown_value": "a value outside the declared enumeration",
    "feel.unknown_function": "something is called that is no function",
    "feel.arguments": "a built-in function called with arguments that it does not take",
    "feel.unreadable": "a constant text that is no date, time, duration or pattern",
    "feel.free_text": "any text is read as a date, time or duration: null when it is none",
    "feel.not_list": "a function of lists is given a single value",
    "feel.type_clash": "an operator or test between kinds that never go together: always null",
    "feel.not_boolean": "a condition that can't be true or false",
    "feel.thousands": "a number written with a point where people part thousands: 2.000 is 2",
    "feel.result_type": "an expression whose value is not of the declared type",
    "dmn.gap": "a decision table that has no rule for some inputs",
    "dmn.policy": "a hit policy without what it needs: values in order, numbers to add up",
    "dmn.overlap": "two rules of a decision table that hit together",
    "dmn.cell_count": "a rule with more or fewer cells than the table has columns",
    "dmn.not_analysed": "a decision table too large or too free to be searched for gaps",
}
"""Every code a check may report."""
DEPENDS_ON_DATA: Final = frozenset({"feel.free_text", "feel.not_list"})
"""Those that go wrong with some data only: a warning, never a reason to refuse."""

_WORDS: Final = {
    "number": "số",
    "string": "chuỗi",
    "boolean": "đúng/sai",
    "date": "ngày",
    "time": "giờ",
    "date and time": "ngày giờ",
    "days and time duration": "khoảng thời gian (ngày, giờ)",
    "years and months duration": "khoảng thời gian (năm, tháng)",
    "list": "danh sách",
    "context": "nhóm dữ liệu",
    "range": "khoảng giá trị",
    "function": "hàm",
    "Null": "null",
}
_CLOSE: Final = 0.6
MAX_FINDINGS: Final = 100
"""Findings of one text; more help nobody, and looking for near names takes time."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a text: ``line`` and ``column`` count from 1, in the text or, for a DMN
    file, in the file; ``element_id`` is the DMN element."""

    code: str
    message: str
    line: int
    column: int
    severity: Severity = "error"
    element_id: str | None = None


class Findings:
    """Collects the findings of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Finding] = []

    @property
    def full(self) -> bool:
        """Whether no more findings are taken."""
        return len(self.found) >= MAX_FINDINGS

    def add(self, code: str, message: str, at: int, severity: Severity = "error") -> None:
        """Note a finding at an offset of the text; the same one is noted once."""
        if self.full:
            return
        line, column = line_and_column(self.text, at)
        finding = Finding(code, message, line, column, severity)
        if finding not in self.found:
            self.found.append(finding)


def type_words(type_: FeelType) -> str:
    """A type in Vietnamese."""
    name = ALIASES.get(type_.name, type_.name)
    return _WORDS.get(name, name)


def did_you_mean(wanted: str, known: Iterable[str]) -> str:
    """`` Có phải ý bạn là “…”?`` with the nearest known name, or nothing."""
    near = nearest(wanted, known, cutoff=_CLOSE)
    return f" Có phải ý bạn là “{near}”?" if near else ""
