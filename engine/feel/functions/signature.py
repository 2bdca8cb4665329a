"""How a built-in function is declared, and the guards its arguments pass.

An argument of the wrong kind, or a call with the wrong number of arguments, gives null
(DMN 1.5, 10.3.4). A function says so by raising :class:`Unfit`, which never leaves this package.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal, DecimalException
from typing import Any, Final

from engine.feel.scope import Scope
from engine.feel.values import Builtin, Value, is_number, normalise


class Unfit(Exception):
    """The arguments do not fit the function: its value is null."""


class _Missing:
    """Stands for an argument that was not given (null is one that was)."""


MISSING: Final = _Missing()
_CALL: Final = 2
"""Units of fuel for calling a built-in function."""
_BEYOND: Final = 30
_ENDLESS: Final = Decimal(10) ** _BEYOND
_NULL_RESULTS: Final = (Unfit, DecimalException, OverflowError, ValueError)


def builtin(
    name: str,
    body: Callable[..., Value],
    *signatures: str,
    nulls: bool = False,
    gaps: bool = False,
    scoped: bool = False,
    price: int = 0,
) -> Builtin:
    """Declare a function.

    A signature lists parameters, an optional one marked ``?``: ``"string, start position,
    length?"``.
    Unless ``nulls``, one null argument makes the result null. ``scoped`` functions get the scope
    first. ``gaps`` lets named calls leave out parameters in the middle. ``price``: units of fuel
    for one call, beyond what any call costs and what the body pays itself.
    """
    listed = [[p.strip() for p in text.split(",")] if text else [] for text in signatures]
    counts = {
        count
        for parameters in listed
        for count in range(sum(not p.endswith("?") for p in parameters), len(parameters) + 1)
    }

    paid = _CALL + price

    def call(scope: Scope, arguments: list[Value]) -> Value:
        scope.run.spend(paid)
        if len(arguments) not in counts or (not nulls and None in map(_null_only, arguments)):
            scope.run.note(f"hàm {name}: thiếu hoặc thừa tham số, hoặc có tham số null")
            return None
        try:
            return body(scope, *arguments) if scoped else body(*arguments)
        except _NULL_RESULTS:
            scope.run.note(f"hàm {name}: tham số không hợp")
            return None

    return Builtin(
        name,
        tuple(tuple(p.rstrip("?") for p in parameters) for parameters in listed),
        call,
        gaps=gaps,
        counts=frozenset(counts),
    )


def _null_only(value: Value) -> Value:
    """None for null and something else for all else, without comparing deep values."""
    return None if value is None else True


def aggregate(name: str, body: Callable[[list[Value], Scope], Value], price: int = 3) -> Builtin:
    """Declare a function of one list, which may also be called with its elements: ``max(1, 2,
    3)``. ``price``: units of fuel for an element."""

    def call(scope: Scope, arguments: list[Value]) -> Value:
        scope.run.spend(_CALL)
        if not arguments or (len(arguments) == 1 and arguments[0] is None):
            return None
        items = as_list(arguments[0]) if len(arguments) == 1 else arguments
        scope.run.spend(price * len(items))
        try:
            return body([normalise(item, scope.run) for item in items], scope)
        except _NULL_RESULTS:
            scope.run.note(f"hàm {name}: danh sách không hợp")
            return None

    return Builtin(name, (("list",),), call)


def variadic(name: str, body: Callable[[Scope, list[Value]], Value]) -> Builtin:
    """Declare a function of any number of arguments."""

    def call(scope: Scope, arguments: list[Value]) -> Value:
        scope.run.spend(_CALL + len(arguments))
        try:
            return body(scope, arguments) if arguments else None
        except _NULL_RESULTS:
            scope.run.note(f"hàm {name}: tham số không hợp")
            return None

    return Builtin(name, ((),), call)


def table(functions: Sequence[Builtin]) -> dict[str, Builtin]:
    """Functions by name."""
    return {function.name: function for function in functions}


def number(value: Value) -> Decimal:
    """The argument as a number; raises Unfit."""
    if is_number(value):
        return value  # type: ignore[no-any-return]
    raise Unfit


def whole(value: Value) -> int:
    """The argument as a whole number, its fraction cut off; raises Unfit.

    A number beyond all lengths and places stands for any other.
    """
    found = number(value)
    return int(found) if found.adjusted() < _BEYOND else int(_ENDLESS.copy_sign(found))


def string(value: Value) -> str:
    """The argument as a string; a list of one string is that string; raises Unfit."""
    if type(value) is str:
        return value
    if type(value) is list and len(value) == 1 and type(value[0]) is str:
        return value[0]
    raise Unfit


def as_list(value: Value) -> list[Any]:
    """The argument as a list; anything else is a list of one."""
    return value if isinstance(value, list) else [value]


def place(position: Value, length: int) -> int:
    """A FEEL position (from 1, or from the end when negative) as an index; raises Unfit."""
    index = whole(position)
    if index == 0 or abs(index) > length:
        raise Unfit
    return index - 1 if index > 0 else length + index
