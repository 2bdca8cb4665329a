"""Answers in words, in Vietnamese form: the one way back from what is kept to what is read."""

from collections.abc import Mapping
from decimal import Decimal

from engine.catalogue.forms.constructs import construct_of
from engine.catalogue.forms.questions import Component, label_of, questions, unit_of
from engine.typed.dates import day_written, moment_written
from engine.typed.numbers import number_written


def shown(question: Component, value: object) -> str:
    """An answer in words: the option's label, yes or no, 05/09/1950, 4.100.000 đồng."""
    if question["type"] == "dynamiclist":
        return _rows(question, value)
    if isinstance(value, list):
        return ", ".join(shown(question, inner) for inner in value)
    found = construct_of(question)
    if found and found.control in ("choice", "select", "checks"):
        return _label(question, value)
    text = written(question, value)
    unit = unit_of(question) if found and found.type == "number" else None
    return f"{text} {unit}" if unit else text


def written(question: Component, value: object) -> str:
    """An answer as a person would type it into the form: read again it is the same."""
    found = construct_of(question)
    kind = found.type if found else ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if kind == "number" and isinstance(value, int | float | Decimal):
        return number_written(value)
    if kind == "datetime/date" and isinstance(value, str):
        return day_written(value)
    if kind == "datetime/datetime" and isinstance(value, str) and "T" in value:
        return moment_written(value)
    return str(value)


def _label(question: Component, value: object) -> str:
    for option in question.get("values") or ():
        same = isinstance(option, Mapping) and option.get("value") == value
        if same and type(option["value"]) is type(value):
            return str(option.get("label") or value)
    return written(question, value)


def _rows(question: Component, value: object) -> str:
    rows = value if isinstance(value, list) else []
    return "\n".join(
        f"{number}. " + "; ".join(_told(question, row)) for number, row in enumerate(rows, start=1)
    )


def _told(question: Component, row: Mapping[str, object]) -> list[str]:
    return [
        f"{label_of(one)}: {shown(one, row[one['key']])}"
        for one in questions(question)
        if row.get(one["key"]) not in (None, "")
    ]
