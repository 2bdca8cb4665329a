"""Functions of numbers (DMN 1.5, 10.3.4.5)."""

import datetime as dt
from decimal import Context, Decimal
from typing import Final

from engine.feel.functions.signature import Unfit, builtin, number, table, whole
from engine.feel.values import DECIMAL128, Builtin, Value, YearsMonths

_WIDE: Final = Context(prec=12_400)
"""Wide enough for every decimal128 written out: 6,144 digits before and 6,176 after the point."""
_MIN_SCALE: Final = -6111
_MAX_SCALE: Final = 6176


def rounded(value: Value, scale: Value, mode: str) -> Decimal:
    """A number rounded to ``scale`` digits behind the point; raises Unfit."""
    digits = whole(scale)
    amount = number(value)
    if not _MIN_SCALE <= digits <= _MAX_SCALE:
        raise Unfit
    if amount.is_zero():
        return Decimal(0)
    result = amount.quantize(Decimal(1).scaleb(-digits), rounding=mode, context=_WIDE)
    return DECIMAL128.create_decimal(result)


def _rounding(name: str, mode: str, signature: str) -> Builtin:
    def body(value: Value, scale: Value = Decimal(0)) -> Decimal:
        return rounded(value, scale, mode)

    return builtin(name, body, signature, price=10)


def _absolute(value: Value) -> Value:
    if type(value) is dt.timedelta:
        return abs(value)
    if type(value) is YearsMonths:
        return YearsMonths(abs(value.months))
    return abs(number(value))


def _modulo(dividend: Value, divisor: Value) -> Decimal:
    left, right = number(dividend), number(divisor)
    quotient = DECIMAL128.divide(left, right).to_integral_value("ROUND_FLOOR")
    return DECIMAL128.subtract(left, DECIMAL128.multiply(right, quotient))


def _logarithm(value: Value) -> Decimal:
    if number(value) <= 0:
        raise Unfit
    return DECIMAL128.ln(number(value))


def _remainder_of_two(value: Value) -> Decimal:
    return abs(_WIDE.remainder(number(value), Decimal(2)))


FUNCTIONS: Final = table(
    [
        _rounding("decimal", "ROUND_HALF_EVEN", "n, scale"),
        _rounding("floor", "ROUND_FLOOR", "n, scale?"),
        _rounding("ceiling", "ROUND_CEILING", "n, scale?"),
        _rounding("round up", "ROUND_UP", "n, scale"),
        _rounding("round down", "ROUND_DOWN", "n, scale"),
        _rounding("round half up", "ROUND_HALF_UP", "n, scale"),
        _rounding("round half down", "ROUND_HALF_DOWN", "n, scale"),
        builtin("abs", _absolute, "n"),
        builtin("modulo", _modulo, "dividend, divisor", price=10),
        builtin("sqrt", lambda n: DECIMAL128.sqrt(number(n)), "number", price=20),
        builtin("log", _logarithm, "number", price=300),
        builtin("exp", lambda n: DECIMAL128.exp(number(n)), "number", price=200),
        builtin("odd", lambda n: _remainder_of_two(n) == 1, "number", price=30),
        builtin("even", lambda n: _remainder_of_two(n) == 0, "number", price=30),
    ]
)
