"""Names, paths, contexts."""

from collections.abc import Mapping
from decimal import Decimal

from engine.feel.closures.operators import Compile
from engine.feel.members import member
from engine.feel.scope import Closure, Scope
from engine.feel.syntax import ContextOf, Name, Path
from engine.feel.values import MAX_ADJUSTED as MOST
from engine.feel.values import MIN_ADJUSTED as LEAST
from engine.feel.values import READY, Builtin, Value, normalise


def name(node: Name, builtins: Mapping[str, Builtin]) -> Closure:
    """The innermost thing of that name; a built-in function if nothing else is called so."""
    wanted = node.name
    builtin = builtins.get(wanted)

    def look_up(scope: Scope) -> Value:
        level: Scope | None = scope
        while level is not None:
            names = level.names
            if wanted in names:
                value = names[wanted]
                if type(value) in READY:
                    return value
                # As is_sound says it, without a call: nothing is done more often.
                if (
                    type(value) is Decimal
                    and LEAST <= value.adjusted() <= MOST
                    and value.is_finite()
                ):
                    return value
                return normalise(value, scope.run)
            level = level.parent
        if builtin is None:
            scope.run.note(f"không có tên “{wanted}” trong dữ liệu")
        return builtin

    return look_up


def path(node: Path, compile_: Compile) -> Closure:
    target, wanted = compile_(node.target), node.name

    def follow(scope: Scope) -> Value:
        value = target(scope)
        if type(value) is dict and wanted in value:
            entry = value[wanted]
            if type(entry) in READY:
                return entry
            if type(entry) is Decimal and LEAST <= entry.adjusted() <= MOST and entry.is_finite():
                return entry
            return normalise(entry, scope.run)
        return member(value, wanted, scope.run)

    return follow


def context(node: ContextOf, compile_: Compile) -> Closure:
    entries = [(key, compile_(value)) for key, value in node.entries]
    if len({key for key, _ in entries}) != len(entries):
        return lambda _: None  # a key twice makes no context (DMN 1.5, 10.3.2.6)

    def build(scope: Scope) -> Value:
        result: dict[str, Value] = {}
        inside = scope.inner(result)
        scope.run.spend(len(entries))
        for key, value in entries:
            result[key] = value(inside)
        return result

    return build
