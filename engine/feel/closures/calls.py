"""Functions: written in FEEL, and called."""

from collections.abc import Mapping

from engine.feel.closures.operators import Compile
from engine.feel.scope import Closure, Scope
from engine.feel.syntax import Call, FunctionOf, Name
from engine.feel.typeref import coerce
from engine.feel.values import Builtin, Function, Value


class _Absent:
    """Stands for a parameter that a named call leaves out."""


_ABSENT = _Absent()
CALL = 6
"""Units of fuel for entering and leaving a function."""


def function_of(node: FunctionOf, compile_: Compile) -> Closure:
    parameters, types = tuple(node.parameters), tuple(node.types)
    body, price = compile_.body(node.body)
    price += CALL + 2 * len(parameters)

    def build(scope: Scope) -> Value:
        def call(caller: Scope, arguments: list[Value]) -> Value:
            run = caller.run
            run.spend(price)
            if len(arguments) != len(parameters):
                return None
            names = {}
            for name, wanted, value in zip(parameters, types, arguments, strict=True):
                fits = True
                if wanted is not None:
                    value, fits = coerce(value, wanted, run)  # noqa: PLW2901 - the argument as its type
                if not fits:
                    run.note(f"tham số “{name}” sai kiểu")
                    return None
                names[name] = value
            run.enter()
            try:
                return body(Scope(names, scope, run))
            finally:
                run.leave()

        return Function(parameters, call, types)

    return build


def call_of(node: Call, compile_: Compile, builtins: Mapping[str, Builtin]) -> Closure:
    """A call. A built-in function is called straight unless something in scope has its name."""
    arguments = [compile_(argument) for argument in node.arguments]
    target, names = compile_(node.target), node.names
    shown = node.target.name if isinstance(node.target, Name) else "?"

    def general(scope: Scope) -> Value:
        function = target(scope)
        if not isinstance(function, Function):
            scope.run.note(f"“{shown}” không phải là hàm")
            return None
        values = [argument(scope) for argument in arguments]
        if names is None:
            return function.call(scope, values)
        ordered = in_order(function, dict(zip(names, values, strict=True)), len(values))
        if ordered is None:
            scope.run.note(f"hàm {shown}: tên tham số không đúng")
            return None
        return function.call(scope, ordered)

    builtin = builtins.get(shown)
    if builtin is None or names is not None:
        return general
    body = builtin.call

    def direct(scope: Scope) -> Value:
        level: Scope | None = scope
        while level is not None:
            if shown in level.names:
                return general(scope)
            level = level.parent
        return body(scope, [argument(scope) for argument in arguments])

    return direct


def in_order(function: Function, named: dict[str, Value], count: int) -> list[Value] | None:
    """Named arguments in the order of the parameters; None when no signature fits the names."""
    if len(named) != count:
        return None
    if isinstance(function, Builtin):
        return _builtin_order(function, named)
    if set(named) != set(function.parameters):
        return None
    return [named[parameter] for parameter in function.parameters]


def _builtin_order(function: Builtin, named: dict[str, Value]) -> list[Value] | None:
    if isinstance(named.get("key"), list):  # a way through nested contexts is named "keys"
        return None
    for signature in function.signatures:
        if not named.keys() <= set(signature):
            continue
        used = list(signature)
        while used and used[-1] not in named:
            used.pop()
        values = [named.get(parameter, _ABSENT) for parameter in used]
        if function.gaps:
            return [None if value is _ABSENT else value for value in values]
        if not any(value is _ABSENT for value in values):
            return values
    return None
