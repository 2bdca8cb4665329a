"""Answers of a form-js form: what is asked, what is missing or wrong, and the clean values.

The schema is the form format of the product (form-js 1.23 writes it). Conditions are FEEL and are
evaluated here, on the server; an answer to a hidden question is dropped.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import re2

from engine.errors import FormInvalid
from engine.feel import FeelError, compile_expression

PRESENTATION = frozenset({"text", "html", "image", "separator", "spacer", "button"})
"""Component types that ask nothing."""

COMMUNES = "communes"
"""``valuesKey`` of a select whose options are the communes and wards of the day."""

GROUPS = frozenset({"group", "dynamiclist"})


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that can't be accepted: the field's key and a sentence that says how to mend it."""

    field: str
    message: str


def questions(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The components of a form that ask something, in order."""
    for component in schema.get("components", []):
        if component.get("type") in GROUPS:
            yield from questions(component)
        elif component.get("type") not in PRESENTATION and component.get("key"):
            yield component


def keys_of_communes(schema: Mapping[str, Any]) -> list[str]:
    """The questions that the product fills with the communes and wards of the province."""
    return [str(one["key"]) for one in questions(schema) if one.get("valuesKey") == COMMUNES]


def asked(schema: Mapping[str, Any], values: Mapping[str, object]) -> list[Mapping[str, Any]]:
    """The questions that these answers leave visible."""
    return [question for question in questions(schema) if not _hidden(question, values)]


def label_of(question: Mapping[str, Any]) -> str:
    """What the person reads beside the question."""
    return str(question.get("label") or question.get("dateLabel") or question["key"])


def shown(question: Mapping[str, Any], value: object) -> str:
    """An answer in words: the option's label, yes or no, a date as dd/mm/yyyy."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, list):
        return ", ".join(shown(question, inner) for inner in value)
    if question["type"] in {"select", "radio"} or question["type"] == "checklist":
        labels = {option["value"]: option["label"] for option in question.get("values", [])}
        return str(labels.get(value, value))
    if question["type"] == "datetime" and isinstance(value, str):
        return date.fromisoformat(value).strftime("%d/%m/%Y")
    return str(value)


def checked(
    schema: Mapping[str, Any],
    values: Mapping[str, object],
    choices: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, object]:
    """The clean answers: dates as ISO text, numbers as numbers, hidden and unknown ones dropped.

    ``choices`` gives the allowed values of selects that the product fills (such as communes).
    Raises FormInvalid with every fault.
    """
    clean: dict[str, object] = {}
    faults: list[Fault] = []
    for question in asked(schema, values):
        answer = _Answer(question, values.get(question["key"]), choices or {})
        value, problem = answer.read()
        if problem:
            faults.append(Fault(question["key"], problem))
        elif value is not None:
            clean[question["key"]] = value
    if faults:
        raise FormInvalid(
            count=len(faults),
            first=faults[0].message,
            faults=[{"field": fault.field, "message": fault.message} for fault in faults],
        )
    return clean


def _hidden(question: Mapping[str, Any], values: Mapping[str, object]) -> bool:
    condition = (question.get("conditional") or {}).get("hide")
    if not isinstance(condition, str) or not condition.strip():
        return False
    try:
        return compile_expression(condition.removeprefix("=")).evaluate(dict(values)) is True
    except FeelError:
        # Packages are checked at upload; a condition that still fails must not hide a question.
        return False


class _Answer:
    """Reads one answer by the kind of its question."""

    def __init__(
        self, question: Mapping[str, Any], raw: object, choices: Mapping[str, frozenset[str]]
    ) -> None:
        self.question = question
        self.rules: Mapping[str, Any] = question.get("validate") or {}
        self.raw = raw.strip() if isinstance(raw, str) else raw
        self.choices = choices.get(question["key"])

    def read(self) -> tuple[object, str | None]:
        """The value and no fault, or nothing and what is wrong."""
        kind = self.question["type"]
        if self.raw in (None, "", []) or (kind == "checkbox" and self.raw is False):
            return (False if kind == "checkbox" else None), self._missing()
        return _READERS.get(kind, _Answer._text)(self)

    def _missing(self) -> str | None:
        if not self.rules.get("required"):
            return None
        kind, label = self.question["type"], label_of(self.question)
        if kind == "checkbox":
            return f"Hãy đánh dấu “{label}” để tiếp tục."
        verb = "Hãy chọn" if kind in {"select", "radio", "checklist", "taglist"} else "Hãy điền"
        return f"{verb}: {label}."

    def _text(self) -> tuple[object, str | None]:
        label, text = label_of(self.question), str(self.raw)
        shortest, longest = self.rules.get("minLength"), self.rules.get("maxLength")
        if shortest and len(text) < shortest:
            return None, f"{label}: cần ít nhất {shortest} ký tự, bạn mới nhập {len(text)}."
        if longest and len(text) > longest:
            return None, f"{label}: dài {len(text)} ký tự, tối đa {longest}."
        pattern = self.rules.get("pattern")
        if pattern and not re2.search(pattern, text):
            hint = self.question.get("description") or "chưa đúng dạng"
            return None, f"{label}: {hint}."
        return text, None

    def _number(self) -> tuple[object, str | None]:
        label = label_of(self.question)
        try:
            number = Decimal(str(self.raw))
        except InvalidOperation:
            return None, f"{label}: chỉ nhập số, ví dụ 1500000."
        if not number.is_finite():
            return None, f"{label}: chỉ nhập số, ví dụ 1500000."
        least, most = self.rules.get("min"), self.rules.get("max")
        if least is not None and number < Decimal(str(least)):
            return None, f"{label}: không nhỏ hơn {least}."
        if most is not None and number > Decimal(str(most)):
            return None, f"{label}: không lớn hơn {most}."
        return (int(number) if number == number.to_integral_value() else float(number)), None

    def _date(self) -> tuple[object, str | None]:
        try:
            return date.fromisoformat(str(self.raw)[:10]).isoformat(), None
        except ValueError:
            label = label_of(self.question)
            return None, f"{label}: hãy ghi ngày/tháng/năm, ví dụ 09/12/2025."

    def _yes(self) -> tuple[object, str | None]:
        return True, None

    def _allowed(self) -> frozenset[str]:
        own = frozenset(str(option["value"]) for option in self.question.get("values", []))
        return self.choices if self.choices is not None else own

    def _one(self) -> tuple[object, str | None]:
        if str(self.raw) not in self._allowed():
            return None, f"{label_of(self.question)}: hãy chọn một mục trong danh sách."
        return self.raw, None

    def _many(self) -> tuple[object, str | None]:
        picked = [str(value) for value in self.raw] if isinstance(self.raw, list) else []
        if not picked or not set(picked) <= self._allowed():
            return None, f"{label_of(self.question)}: hãy chọn trong danh sách."
        return picked, None


_READERS: Mapping[str, Callable[[_Answer], tuple[object, str | None]]] = {
    "number": _Answer._number,
    "datetime": _Answer._date,
    "checkbox": _Answer._yes,
    "checklist": _Answer._many,
    "taglist": _Answer._many,
    "select": _Answer._one,
    "radio": _Answer._one,
}
"""How the answer of each kind of question is read; other kinds are text."""
