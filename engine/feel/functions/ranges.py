"""How points and intervals lie to one another (DMN 1.5, 10.3.4.9, table 78)."""

from typing import Final

from engine.feel.comparison import both, either, equal, in_range, less
from engine.feel.functions.signature import Unfit, builtin, table
from engine.feel.scope import Scope
from engine.feel.values import Builtin, Range, Value

_RELATION: Final = 12
"""Units of fuel for comparing all ends of two intervals."""
_POINT_RANGE: Final = "point, range"
_RANGES: Final = "range1, range2"


def _is_range(value: Value) -> bool:
    return type(value) is Range


def _range(value: Value) -> Range:
    """The argument as a range; raises Unfit."""
    if type(value) is Range:
        return value
    raise Unfit


def _before(scope: Scope, one: Value, other: Value) -> bool | None:
    end, end_included = (one.high, one.high_included) if _is_range(one) else (one, True)
    start, start_included = (other.low, other.low_included) if _is_range(other) else (other, True)
    if not _is_range(one) and not _is_range(other):
        return less(one, other, scope.run)
    touching = both(not end_included or not start_included, equal(end, start, scope.run))
    return either(less(end, start, scope.run), touching)


def _after(scope: Scope, one: Value, other: Value) -> bool | None:
    return _before(scope, other, one)


def _meets(scope: Scope, one: Value, other: Value) -> bool | None:
    first, second = _range(one), _range(other)
    same = equal(first.high, second.low, scope.run)
    return both(first.high_included and second.low_included, same)


def _met_by(scope: Scope, one: Value, other: Value) -> bool | None:
    return _meets(scope, other, one)


def _reaches(scope: Scope, one: Range, other: Range) -> bool | None:
    """Whether ``other`` begins before ``one`` has ended."""
    same = equal(one.high, other.low, scope.run)
    return either(
        less(other.low, one.high, scope.run), both(same, one.high_included and other.low_included)
    )


def _starts_before(scope: Scope, one: Range, other: Range) -> bool | None:
    same = equal(one.low, other.low, scope.run)
    return either(
        less(one.low, other.low, scope.run), both(same, one.low_included and not other.low_included)
    )


def _ends_after(scope: Scope, one: Range, other: Range) -> bool | None:
    same = equal(one.high, other.high, scope.run)
    return either(
        less(other.high, one.high, scope.run),
        both(same, one.high_included or not other.high_included),
    )


def _overlaps(scope: Scope, one: Value, other: Value) -> bool | None:
    first, second = _range(one), _range(other)
    return both(_reaches(scope, first, second), _reaches(scope, second, first))


def _overlaps_before(scope: Scope, one: Value, other: Value) -> bool | None:
    first, second = _range(one), _range(other)
    begins = both(_starts_before(scope, first, second), _reaches(scope, first, second))
    return both(begins, _ends_after(scope, second, first))


def _overlaps_after(scope: Scope, one: Value, other: Value) -> bool | None:
    first, second = _range(one), _range(other)
    ends = both(_starts_before(scope, second, first), _reaches(scope, second, first))
    return both(ends, _ends_after(scope, first, second))


def _finishes(scope: Scope, one: Value, other: Value) -> bool | None:
    second = _range(other)
    if not _is_range(one):
        return both(second.high_included, equal(one, second.high, scope.run))
    same_end = both(
        one.high_included == second.high_included, equal(one.high, second.high, scope.run)
    )
    same_start = both(
        equal(one.low, second.low, scope.run), second.low_included or not one.low_included
    )
    return both(same_end, either(less(second.low, one.low, scope.run), same_start))


def _finished_by(scope: Scope, one: Value, other: Value) -> bool | None:
    return _finishes(scope, other, one)


def _starts(scope: Scope, one: Value, other: Value) -> bool | None:
    second = _range(other)
    if not _is_range(one):
        return both(second.low_included, equal(one, second.low, scope.run))
    same_start = both(
        one.low_included == second.low_included, equal(one.low, second.low, scope.run)
    )
    same_end = both(
        equal(one.high, second.high, scope.run), second.high_included or not one.high_included
    )
    return both(same_start, either(less(one.high, second.high, scope.run), same_end))


def _started_by(scope: Scope, one: Value, other: Value) -> bool | None:
    return _starts(scope, other, one)


def _includes(scope: Scope, one: Value, other: Value) -> bool | None:
    first = _range(one)
    if not _is_range(other):
        return in_range(other, first, scope.run)
    same_start = equal(first.low, other.low, scope.run)
    starts = either(
        less(first.low, other.low, scope.run),
        both(same_start, first.low_included or not other.low_included),
    )
    return both(starts, _ends_after(scope, first, other))


def _during(scope: Scope, one: Value, other: Value) -> bool | None:
    return _includes(scope, other, one)


def _coincides(scope: Scope, one: Value, other: Value) -> bool | None:
    if not _is_range(one) and not _is_range(other):
        return equal(one, other, scope.run)
    first, second = _range(one), _range(other)
    same_brackets = (first.low_included, first.high_included) == (
        second.low_included,
        second.high_included,
    )
    same_start = equal(first.low, second.low, scope.run)
    return both(same_brackets, both(same_start, equal(first.high, second.high, scope.run)))


def _relation(name: str, body: object, *signatures: str) -> Builtin:
    return builtin(name, body, *signatures, scoped=True, price=_RELATION)  # type: ignore[arg-type]


_ANY_TWO: Final = ("point1, point2", _POINT_RANGE, "range, point", _RANGES)

FUNCTIONS: Final = table(
    [
        _relation("before", _before, *_ANY_TWO),
        _relation("after", _after, *_ANY_TWO),
        _relation("meets", _meets, _RANGES),
        _relation("met by", _met_by, _RANGES),
        _relation("overlaps", _overlaps, _RANGES),
        _relation("overlaps before", _overlaps_before, _RANGES),
        _relation("overlaps after", _overlaps_after, _RANGES),
        _relation("finishes", _finishes, _POINT_RANGE, _RANGES),
        _relation("finished by", _finished_by, "range, point", _RANGES),
        _relation("includes", _includes, "range, point", _RANGES),
        _relation("during", _during, _POINT_RANGE, _RANGES),
        _relation("starts", _starts, _POINT_RANGE, _RANGES),
        _relation("started by", _started_by, "range, point", _RANGES),
        _relation("coincides", _coincides, "point1, point2", _RANGES),
    ]
)
