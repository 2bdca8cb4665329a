"""``number``, ``string`` and ``not`` (DMN 1.5, 10.3.4.1 and 10.3.4.2)."""

import re
from decimal import Decimal
from typing import Final

from engine.feel.functions.signature import MISSING, Unfit, builtin, string, table
from engine.feel.rendering import to_text
from engine.feel.scope import Scope
from engine.feel.values import DECIMAL128, Value, is_number

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_GROUPING: Final = frozenset({" ", ",", "."})
_POINTS: Final = frozenset({".", ","})
_MAX_DIGITS: Final = 10_000


def _number(
    scope: Scope, value: Value, grouping: Value = MISSING, point: Value = MISSING
) -> Decimal:
    if grouping is MISSING:
        if is_number(value):
            return value  # type: ignore[no-any-return]
        grouping = point = None
    if not {type(grouping), type(point)} <= {str, type(None)}:
        raise Unfit
    if grouping is not None and (grouping not in _GROUPING or grouping == point):
        raise Unfit
    if point is not None and point not in _POINTS:
        raise Unfit
    text = string(value)
    scope.run.spend_on(len(text))
    if grouping:
        text = text.replace(grouping, "")
    if point == ",":
        text = text.replace(",", ".")
    if len(text) > _MAX_DIGITS or not _NUMBER.fullmatch(text):
        raise Unfit
    return DECIMAL128.create_decimal(text)


def _string(scope: Scope, value: Value) -> str | None:
    return to_text(value, scope.run)


FUNCTIONS: Final = table(
    [
        builtin(
            "number",
            _number,
            "from",
            "from, grouping separator, decimal separator",
            nulls=True,
            scoped=True,
        ),
        builtin("string", _string, "from", scoped=True),
        builtin(
            "not", lambda value: (not value) if type(value) is bool else None, "negand", nulls=True
        ),
    ]
)
