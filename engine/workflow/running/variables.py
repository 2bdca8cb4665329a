"""Process variables: short scalars that route a case, never its documents or forms."""

import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.feel import current_budget
from engine.feel.limits import ITEMS_PER_UNIT
from engine.workflow.running.incidents import NotScalar

Scalar = str | int | float | Decimal | bool | date | datetime | time | timedelta | None
Value = Scalar | list["Value"]
LONGEST_TEXT = 1000
LONGEST_LIST = 1000
_PLAIN = (str, bool, int, Decimal, datetime, date, time, timedelta, type(None))


def checked(variables: Mapping[str, object], *, reserved: frozenset[str]) -> dict[str, Value]:
    """The variables as stored. Floats become decimals, as FEEL computes with those.

    Raises NotScalar for a reserved or empty name, a nested object, an over-long text or list.
    """
    taken: dict[str, Value] = {}
    for name, value in variables.items():
        if not isinstance(name, str) or not name or len(name) > LONGEST_TEXT:
            raise NotScalar(name=name, reason="tên biến không hợp lệ.")
        if name in reserved:
            raise NotScalar(name=name, reason="tên này dành cho dữ liệu hồ sơ.")
        taken[name] = checked_value(name, value)
        current_budget().spend(_room(taken[name]))
    return taken


def _room(value: Value) -> int:
    """Units of fuel for keeping a value: it is written with the case, and read again each time."""
    if isinstance(value, str):
        return 1 + len(value) // ITEMS_PER_UNIT
    if isinstance(value, list):
        return 1 + sum(map(_room, value))
    return 1


def checked_value(name: str, value: object) -> Value:
    """One value as stored. Raises NotScalar for what can't be a routing value."""
    if isinstance(value, (list, tuple)):
        if len(value) > LONGEST_LIST:
            raise NotScalar(name=name, reason=f"danh sách dài quá {LONGEST_LIST} phần tử.")
        return [_scalar(name, item) for item in value]
    return _scalar(name, value)


def _scalar(name: str, value: object) -> Scalar:
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise NotScalar(name=name, reason=f"chuỗi dài quá {LONGEST_TEXT} ký tự.")
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NotScalar(name=name, reason="số không hữu hạn.")
        return Decimal(repr(value))
    if isinstance(value, Decimal) and not value.is_finite():
        raise NotScalar(name=name, reason="số không hữu hạn.")
    if isinstance(value, _PLAIN):
        return value
    raise NotScalar(name=name, reason="chỉ nhận chuỗi, số, đúng/sai, ngày giờ hoặc rỗng.")
