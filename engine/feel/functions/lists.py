"""Functions of lists (DMN 1.5, 10.3.4.4)."""

from decimal import Decimal
from functools import cmp_to_key
from typing import Final

from engine.feel.comparison import equal, less, number_key
from engine.feel.functions.signature import (
    MISSING,
    Unfit,
    as_list,
    builtin,
    place,
    table,
    variadic,
    whole,
)
from engine.feel.limits import ITEMS_PER_UNIT
from engine.feel.scope import Scope
from engine.feel.values import Function, Value, normalise

_BINARY: Final = 2


def _given(value: Value) -> list[Value]:
    """A list argument that must not be null; raises Unfit."""
    if value is None:
        raise Unfit
    return as_list(value)


def _copy(scope: Scope, value: Value) -> list[Value]:
    items = _given(value)
    scope.run.spend(1 + len(items) // 8)
    return list(items)


def _contains(scope: Scope, items: Value, wanted: Value) -> bool:
    scope.run.spend(2 * len(_given(items)))
    return any(equal(item, wanted, scope.run) is True for item in _given(items))


def _sublist(scope: Scope, items: Value, start: Value, length: Value = MISSING) -> list[Value]:
    elements = as_list(items)
    begin = place(start, len(elements))
    if length is MISSING:
        end = len(elements)
    else:
        end = begin + whole(length)
        if not begin < end <= len(elements):
            raise Unfit
    scope.run.spend(1 + (end - begin) // 8)
    return elements[begin:end]


def _append(scope: Scope, arguments: list[Value]) -> list[Value]:
    result = _copy(scope, arguments[0]) + arguments[1:]
    scope.run.spend_on(len(result))
    return result


def _concatenate(scope: Scope, arguments: list[Value]) -> list[Value]:
    result: list[Value] = []
    for argument in arguments:
        scope.run.spend(1 + len(_given(argument)) // 8)
        scope.run.spend_on(len(result) + len(as_list(argument)))
        result.extend(as_list(argument))
    return result


def _insert_before(scope: Scope, items: Value, position: Value, item: Value) -> list[Value]:
    result = _copy(scope, items)
    result.insert(place(position, len(result)), item)
    return result


def _remove(scope: Scope, items: Value, position: Value) -> list[Value]:
    result = _copy(scope, items)
    del result[place(position, len(result))]
    return result


def _list_replace(scope: Scope, items: Value, position: Value, item: Value) -> list[Value]:
    result = _copy(scope, items)
    if not isinstance(position, Function):
        result[place(position, len(result))] = item
        return result
    if len(position.parameters) != _BINARY:
        raise Unfit
    for index, old in enumerate(result):
        scope.run.spend(4)
        chosen = position.call(scope, [old, item])
        if type(chosen) is not bool:
            raise Unfit
        if chosen:
            result[index] = item
    return result


def _reverse(scope: Scope, items: Value) -> list[Value]:
    result = _copy(scope, items)
    result.reverse()
    return result


def _index_of(scope: Scope, items: Value, wanted: Value) -> list[Decimal]:
    scope.run.spend(2 * len(_given(items)))
    return [
        Decimal(index)
        for index, item in enumerate(_given(items), 1)
        if equal(item, wanted, scope.run) is True
    ]


def distinct(scope: Scope, items: list[Value]) -> list[Value]:
    """The elements without repetitions, in the order of their first occurrence."""
    result: list[Value] = []
    seen: set[tuple[bool, str]] = set()
    others: list[Value] = []
    scope.run.spend(2 * len(items))
    for raw in items:
        item = normalise(raw, scope.run)
        if type(item) is str:
            scope.run.spend(len(item) // ITEMS_PER_UNIT)
        if type(item) in {str, Decimal}:
            key = (True, item) if type(item) is str else (False, number_key(item))
            if key not in seen:
                seen.add(key)
                result.append(item)
            continue
        scope.run.spend(2 + 2 * len(others))
        if not any(equal(item, other, scope.run) is True for other in others):
            others.append(item)
            result.append(item)
    return result


def _duplicates(scope: Scope, items: Value) -> list[Value]:
    elements = as_list(items)
    scope.run.spend(4 + 2 * len(elements) * len(elements))
    return distinct(
        scope,
        [x for x in elements if sum(equal(x, y, scope.run) is True for y in elements) > 1],
    )


def _flatten(scope: Scope, items: Value) -> list[Value]:
    result: list[Value] = []
    waiting = [iter(as_list(items))]
    while waiting:
        for item in waiting[-1]:
            scope.run.spend(2)
            if isinstance(item, (list, tuple)):
                waiting.append(iter(item))
                break
            result.append(item)
        else:
            waiting.pop()
    return result


def _sort(scope: Scope, items: Value, precedes: Value = None) -> list[Value]:
    elements = _copy(scope, items)
    if precedes is None:

        def before(left: Value, right: Value) -> bool | None:
            return less(left, right, scope.run)

        elements = [normalise(item, scope.run) for item in elements]
    elif isinstance(precedes, Function) and len(precedes.parameters) == _BINARY:

        def before(left: Value, right: Value) -> bool | None:
            return precedes.call(scope, [left, right]) is True

    else:
        raise Unfit

    def order(left: Value, right: Value) -> int:
        scope.run.spend(5)
        if before(left, right):
            return -1
        return 1 if before(right, left) else 0

    return sorted(elements, key=cmp_to_key(order))


def _partition(scope: Scope, items: Value, size: Value) -> list[list[Value]]:
    elements = _copy(scope, items)
    length = whole(size)
    if length <= 0:
        raise Unfit
    scope.run.spend(len(elements))
    return [elements[start : start + length] for start in range(0, len(elements), length)]


FUNCTIONS: Final = table(
    [
        builtin("list contains", _contains, "list, element", nulls=True, scoped=True),
        builtin("count", lambda items: Decimal(len(as_list(items))), "list"),
        builtin("sublist", _sublist, "list, start position, length?", scoped=True),
        variadic("append", _append),
        variadic("concatenate", _concatenate),
        builtin(
            "insert before", _insert_before, "list, position, newItem", nulls=True, scoped=True
        ),
        builtin("remove", _remove, "list, position", scoped=True),
        builtin(
            "list replace",
            _list_replace,
            "list, position, newItem",
            "list, match, newItem",
            nulls=True,
            scoped=True,
        ),
        builtin("reverse", _reverse, "list", scoped=True),
        builtin("index of", _index_of, "list, match", nulls=True, scoped=True),
        variadic("union", lambda scope, lists: distinct(scope, _concatenate(scope, lists))),
        builtin("distinct values", lambda s, v: distinct(s, _copy(s, v)), "list", scoped=True),
        builtin("duplicate values", _duplicates, "list", scoped=True),
        builtin("flatten", _flatten, "list", scoped=True),
        builtin("sort", _sort, "list, precedes?", scoped=True),
        builtin("partition", _partition, "list, size", scoped=True),
        builtin("is empty", lambda items: not as_list(items), "list"),
    ]
)
