"""FEEL values as plain Python values, and three kinds that Python lacks.

number            decimal.Decimal of 34 digits, half-even (IEEE 754 decimal128; DMN 1.5, 10.3.2.3.1)
string, boolean   str, bool
date, time,       datetime.date, datetime.time, datetime.datetime (years 1 to 9999, microseconds)
date and time
durations         datetime.timedelta (days and time), YearsMonths (years and months)
list, context     list, dict with string keys
range, function   Range, Function
null              None
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import TYPE_CHECKING, Any, Final

from engine.feel.errors import ValueNotSupported
from engine.feel.limits import Run
from engine.feel.trace import WatchedContext

if TYPE_CHECKING:
    from engine.feel.scope import Scope
    from engine.feel.typeref import FeelType

Value = Any
"""A FEEL value: FEEL is dynamically typed, so its values are Any to Python."""

DECIMAL128: Final = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)

MAX_ADJUSTED: Final = 6144
MIN_ADJUSTED: Final = -6176
"""Exponents of the first digit of the largest and smallest decimal128."""

_MAX_BITS: Final = 20_500
"""Bits of the largest whole number that decimal128 can hold, and a little more."""

NUMBER: Final = "number"
STRING: Final = "string"
BOOLEAN: Final = "boolean"
DATE: Final = "date"
TIME: Final = "time"
DATE_TIME: Final = "date and time"
DAYS: Final = "days and time duration"
MONTHS: Final = "years and months duration"
LIST: Final = "list"
CONTEXT: Final = "context"
RANGE: Final = "range"
FUNCTION: Final = "function"
NULL: Final = "Null"


@dataclass(frozen=True, slots=True)
class YearsMonths:
    """A duration of whole months; may be negative."""

    months: int


class Range:
    """An interval; an end that is None is open to infinity.

    ``operator`` is set when it was written as a comparison (``< 5``), which prints so.
    """

    __slots__ = ("high", "high_included", "low", "low_included", "operator")

    def __init__(
        self,
        low: Value,
        high: Value,
        *,
        low_included: bool,
        high_included: bool,
        operator: str | None = None,
    ) -> None:
        self.low = low
        self.high = high
        self.low_included = low_included
        self.high_included = high_included
        self.operator = operator


class Function:
    """Something that can be called: ``call(scope, arguments)``, arguments in order."""

    __slots__ = ("call", "parameters", "types")

    def __init__(
        self,
        parameters: tuple[str, ...],
        call: "Callable[[Scope, list[Value]], Value]",
        types: "tuple[FeelType | None, ...] | None" = None,
    ) -> None:
        self.parameters = parameters
        self.call = call
        self.types = types


class Builtin(Function):
    """A function of FEEL itself. ``signatures`` are its parameter lists, ``gaps`` says whether a
    named call may leave out parameters in the middle, ``counts`` how many arguments it takes (None:
    any number)."""

    __slots__ = ("counts", "gaps", "name", "signatures")

    def __init__(
        self,
        name: str,
        signatures: tuple[tuple[str, ...], ...],
        call: "Callable[[Scope, list[Value]], Value]",
        *,
        gaps: bool = False,
        counts: frozenset[int] | None = None,
    ) -> None:
        super().__init__(signatures[0] if signatures else (), call)
        self.name = name
        self.signatures = signatures
        self.gaps = gaps
        self.counts = counts


KINDS: Final[Mapping[type, str]] = {
    Decimal: NUMBER,
    str: STRING,
    bool: BOOLEAN,
    type(None): NULL,
    dt.date: DATE,
    dt.time: TIME,
    dt.datetime: DATE_TIME,
    dt.timedelta: DAYS,
    YearsMonths: MONTHS,
    list: LIST,
    dict: CONTEXT,
    WatchedContext: CONTEXT,
    Range: RANGE,
    Function: FUNCTION,
    Builtin: FUNCTION,
}
READY: Final = frozenset(KINDS) - {list, Decimal}
"""Types that need no normalising; finite decimals need none either. Entries of a context are
normalised when they are read."""


def kind(value: Value) -> str:
    """The FEEL kind of a normalised value."""
    return KINDS[type(value)]


def is_number(value: Value) -> bool:
    """Whether a normalised value is a number."""
    return type(value) is Decimal


def normalise(value: Value, run: Run) -> Value:
    """A caller's value as FEEL knows it: whole numbers and floats become decimals, tuples lists.

    Lists are gone through, contexts are left as they are until an entry is read. Not-a-number and
    infinity are null. Raises :class:`ValueNotSupported` for anything FEEL has no kind for.
    """
    if type(value) in READY:
        return value
    if type(value) is Decimal:
        return value if is_sound(value) else _decimal128(value)
    if isinstance(value, list):
        return _normalise_list(value, run)
    if isinstance(value, int):
        run.spend(3 + value.bit_length() // 64)  # a long whole number takes long to convert
        return _decimal128(value) if value.bit_length() <= _MAX_BITS else None
    if isinstance(value, float):
        run.spend(4)
        return _decimal128(Decimal(repr(value)))
    return _normalise_rare(value, run)


def is_sound(number: Decimal) -> bool:
    """Whether a number is finite and no larger or smaller than decimal128 can hold: writing out
    1e999999999 would take a gigabyte."""
    return MIN_ADJUSTED <= number.adjusted() <= MAX_ADJUSTED and number.is_finite()


def _decimal128(number: Decimal | int) -> Decimal | None:
    """A number rounded to 34 digits; None when it is none or too large."""
    try:
        rounded = DECIMAL128.create_decimal(number)
    except DecimalException:
        return None
    return rounded if rounded.is_finite() else None


def _normalise_list(value: list[Value], run: Run) -> list[Value]:
    run.spend(1 + 3 * len(value) // 4)
    for item in value:
        if type(item) not in READY and not (type(item) is Decimal and is_sound(item)):
            run.spend(len(value))
            return [normalise(x, run) for x in value]
    return value


def _normalise_rare(value: Value, run: Run) -> Value:
    if isinstance(value, tuple):
        return _normalise_list(list(value), run)
    if isinstance(value, Mapping):
        run.spend(2 + len(value))
        return dict(value)
    for base in (str, dt.datetime, dt.date, dt.time, dt.timedelta, Decimal):
        if isinstance(value, base):
            return _plain(value, base)
    raise ValueNotSupported(type_name=type(value).__name__)


def _plain(value: Value, base: type) -> Value:
    """A subclass instance (an enum of strings, a timestamp class) as the plain class."""
    if base is str:
        return str.__str__(value)
    if base is Decimal:
        return _decimal128(value)
    if base is dt.timedelta:
        return dt.timedelta(value.days, value.seconds, value.microseconds)
    if base is dt.date:
        return dt.date(value.year, value.month, value.day)
    if base is dt.time:
        return dt.time(
            value.hour, value.minute, value.second, value.microsecond, value.tzinfo, fold=value.fold
        )
    return dt.datetime.combine(
        dt.date(value.year, value.month, value.day), value.timetz(), tzinfo=value.tzinfo
    )


def export(value: Value, run: Run) -> Value:
    """A result for the caller: lists and contexts copied and normalised through and through.

    The copy shares nothing with the caller's data. Values in which one list occurs many times are
    paid for as often as they occur; raises :class:`FuelExhausted`.
    """
    value = normalise(value, run)
    if isinstance(value, list):
        run.spend(2 + 2 * len(value))
        return [export(item, run) for item in value]
    if isinstance(value, dict):
        run.spend(2 + 3 * len(value))
        return {str(key): export(item, run) for key, item in dict.items(value)}
    return value
