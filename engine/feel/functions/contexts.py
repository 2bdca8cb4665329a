"""Functions of contexts (DMN 1.5, 10.3.4.8) and of null."""

from typing import Final

from engine.feel.functions.signature import Unfit, as_list, builtin, string, table
from engine.feel.scope import Scope
from engine.feel.values import Value, normalise


def _context(value: Value) -> dict[str, Value]:
    """The argument as a context; raises Unfit."""
    if isinstance(value, dict):
        return value
    raise Unfit


def _get_value(scope: Scope, context: Value, key: Value) -> Value:
    if not isinstance(key, list):
        return normalise(_context(context).get(string(key)), scope.run)
    if not key:
        raise Unfit
    value = context
    scope.run.spend(2 * len(key))
    for part in key:
        found = _context(value)
        if string(part) not in found:
            raise Unfit
        value = normalise(found[string(part)], scope.run)
    return value


def _get_entries(scope: Scope, context: Value) -> list[dict[str, Value]]:
    entries = _context(context)
    scope.run.spend(1 + 4 * len(entries))
    return [{"key": str(k), "value": normalise(v, scope.run)} for k, v in entries.items()]


def _from_entries(scope: Scope, entries: Value) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for raw in as_list(entries):
        scope.run.spend(4)
        entry = _context(raw)
        if "key" not in entry or "value" not in entry:
            raise Unfit
        key = string(normalise(entry["key"], scope.run))
        if key in result:
            raise Unfit
        result[key] = normalise(entry["value"], scope.run)
    return result


def _put(scope: Scope, context: Value, key: Value, value: Value) -> dict[str, Value]:
    """The context with one entry set; a list of keys is the way to a nested entry."""
    target = _context(context)
    scope.run.spend(1 + len(target) // 4)
    if not isinstance(key, list):
        return {**target, string(key): value}
    if not key:
        raise Unfit
    scope.run.spend(2 + len(key) // 4)
    first = string(key[0])
    if len(key) == 1:
        return {**target, first: value}
    return {**target, first: _put(scope, target.get(first), key[1:], value)}


def _merge(scope: Scope, contexts: Value) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for context in as_list(contexts):
        scope.run.spend(1 + len(_context(context)) // 4)
        result.update(_context(context))
    return result


FUNCTIONS: Final = table(
    [
        builtin("get value", _get_value, "m, key", "m, keys", nulls=True, scoped=True),
        builtin("get entries", _get_entries, "m", scoped=True),
        builtin("context", _from_entries, "entries", nulls=True, scoped=True),
        builtin(
            "context put",
            _put,
            "context, key, value",
            "context, keys, value",
            nulls=True,
            scoped=True,
        ),
        builtin("context merge", _merge, "contexts", nulls=True, scoped=True),
        builtin(
            "get or else",
            lambda value, default: default if value is None else value,
            "value, default",
            nulls=True,
        ),
        builtin("is defined", lambda value: value is not None, "value", nulls=True),
    ]
)
