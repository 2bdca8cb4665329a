"""Types of what operators and built-in functions give, as far as they can be known beforehand."""

from collections.abc import Callable, Mapping
from typing import Final

from engine.feel.typeref import ALIASES, ANY, FeelType, list_of
from engine.feel.values import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS,
    LIST,
    MONTHS,
    NULL,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    Value,
    kind,
)

Results = Callable[[list[FeelType]], FeelType]

_DURATIONS: Final = frozenset({DAYS, MONTHS})
_NUMBERS: Final = list_of(FeelType(NUMBER))
_OF_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    NUMBER: (
        "number", "string length", "count", "product", "mean", "median", "stddev", "decimal",
        "floor", "ceiling", "round up", "round down", "round half up", "round half down", "modulo",
        "sqrt", "log", "exp", "day of year", "week of year",
    ),
    STRING: (
        "string", "substring", "upper case", "lower case", "trim", "substring before",
        "substring after", "replace", "string join", "day of week", "month of year",
    ),
    BOOLEAN: (
        "not", "contains", "starts with", "ends with", "matches", "is blank", "list contains",
        "all", "and", "any", "or", "odd", "even", "is", "is defined", "is empty", "before", "after",
        "meets", "met by", "overlaps", "overlaps before", "overlaps after", "finishes",
        "finished by", "includes", "during", "starts", "started by", "coincides",
    ),
    DATE: ("date", "today", "last day of month"),
    TIME: ("time",),
    DATE_TIME: ("date and time", "now"),
    MONTHS: ("years and months duration",),
    RANGE: ("range",),
}  # fmt: skip


def _same(arguments: list[FeelType]) -> FeelType:
    return arguments[0] if arguments else ANY


def _as_list(arguments: list[FeelType]) -> FeelType:
    if not arguments or arguments[0] == ANY:
        return FeelType(LIST)
    return arguments[0] if arguments[0].name == LIST else list_of(arguments[0])


def _element(arguments: list[FeelType]) -> FeelType:
    if len(arguments) == 1 and arguments[0].name == LIST:
        return arguments[0].item or ANY
    return _same(arguments)


def _either(arguments: list[FeelType]) -> FeelType:
    return join(arguments)


_SPECIAL: Final[Mapping[str, Results]] = {
    **dict.fromkeys(("min", "max", "sum"), _element),
    **dict.fromkeys(("abs",), _same),
    **dict.fromkeys(
        ("sublist", "reverse", "remove", "distinct values", "duplicate values", "sort"), _as_list
    ),
    **dict.fromkeys(
        ("append", "concatenate", "union", "insert before", "list replace", "flatten"),
        lambda _: FeelType(LIST),
    ),
    **dict.fromkeys(("index of", "mode"), lambda _: _NUMBERS),
    "split": lambda _: list_of(FeelType(STRING)),
    "partition": lambda arguments: list_of(_as_list(arguments)),
    "get entries": lambda _: list_of(FeelType("context")),
    **dict.fromkeys(("context", "context put", "context merge"), lambda _: FeelType("context")),
    "get or else": _either,
}
RESULT_KINDS: Final = {name: FeelType(k) for k, names in _OF_KIND.items() for name in names}


def function_result(name: str, arguments: list[FeelType]) -> FeelType:
    """The type a built-in function gives; Any when that depends on the data."""
    special = _SPECIAL.get(name)
    return special(arguments) if special else RESULT_KINDS.get(name, ANY)


def known(type_: FeelType) -> str | None:
    """The kind of a type; None when it may be anything."""
    name = ALIASES.get(type_.name, type_.name)
    return None if name in {"Any", NULL} else name


def join(types: list[FeelType]) -> FeelType:
    """The type of a value that may be any of these."""
    sure = [type_ for type_ in types if type_.name != NULL]
    if not sure or any(known(type_) != known(sure[0]) for type_ in sure):
        return ANY
    if all(type_ == sure[0] for type_ in sure):
        return sure[0]
    return FeelType(sure[0].name)


def arithmetic_result(operator: str, left: str, right: str) -> FeelType:
    """The type of an arithmetic operation that the standard knows."""
    if operator == "-" and left == right and left in {TIME, DATE, DATE_TIME}:
        return FeelType(DAYS)
    if operator == "-" and {left, right} == {DATE, DATE_TIME}:
        return FeelType(DAYS)
    if operator == "/" and left == right:
        return FeelType(NUMBER)
    if left in _DURATIONS and operator == "+" and right not in _DURATIONS:
        return FeelType(right)
    if left == NUMBER and right in _DURATIONS:
        return FeelType(right)
    return FeelType(left)


def literal_type(value: Value) -> FeelType:
    """The type of a constant."""
    return FeelType(kind(value))


PART_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("year", "month", "day", "weekday", "hour", "minute", "second", "days", "hours", "minutes",
         "seconds", "years", "months"),
        NUMBER,
    ),
    "time offset": DAYS,
    "timezone": STRING,
    "start included": BOOLEAN,
    "end included": BOOLEAN,
}  # fmt: skip
"""Types of the parts of dates, times, durations and ranges; others (start, end) depend."""
