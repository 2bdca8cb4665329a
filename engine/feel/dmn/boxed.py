"""Boxed expressions → closures (DMN 1.5, 10.2)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from engine.feel.closures.calls import CALL
from engine.feel.closures.loops import TURN, elements
from engine.feel.dmn.boxes import (
    Box,
    ConditionalBox,
    ContextBox,
    FilterBox,
    FunctionBox,
    InvocationBox,
    ListBox,
    LiteralBox,
    LoopBox,
    RelationBox,
    TableBox,
)
from engine.feel.dmn.compiling import TextCompiler, nothing
from engine.feel.dmn.table import DecisionTable
from engine.feel.scope import Closure, Scope
from engine.feel.values import Function, Range, Value, normalise

_BOX: Final = 3
"""Units of fuel for one boxed expression, besides what its texts cost."""


class BoxCompiler(TextCompiler):
    """Compiles the boxed expressions of one model."""

    def compile(self, box: Box | None, names: tuple[str, ...], label: str) -> Closure:
        """The closure of a box. ``names`` are those of several parts in scope; ``label`` names the
        decision in messages."""
        if box is None:
            return nothing
        self.price += _BOX
        closure = _COMPILERS[type(box)](self, box, names, label)
        if box.type_ref and not isinstance(box, FunctionBox):
            return self.typed(closure, box.type_ref, label)
        return closure


def _literal(compiler: BoxCompiler, box: LiteralBox, names: tuple[str, ...], _: str) -> Closure:
    return compiler.text(box.text, names, box.element_id)


def _context(compiler: BoxCompiler, box: ContextBox, names: tuple[str, ...], label: str) -> Closure:
    entries = [
        (name, compiler.typed(compiler.compile(inner, names, label), reference, name or label))
        for name, reference, inner in box.entries
    ]

    def build(scope: Scope) -> Value:
        result: dict[str, Value] = {}
        inside = scope.inner(result)
        for name, closure in entries:
            value = closure(inside)
            if name is None:
                return value
            result[name] = value
        return result

    return build


def _list(compiler: BoxCompiler, box: ListBox, names: tuple[str, ...], label: str) -> Closure:
    items = [compiler.compile(item, names, label) for item in box.items]
    return lambda scope: [item(scope) for item in items]


def _relation(
    compiler: BoxCompiler, box: RelationBox, names: tuple[str, ...], label: str
) -> Closure:
    rows = [[compiler.compile(cell, names, label) for cell in row] for row in box.rows]
    columns = box.columns

    def build(scope: Scope) -> Value:
        return [dict(zip(columns, [cell(scope) for cell in row], strict=False)) for row in rows]

    return build


def _invocation(
    compiler: BoxCompiler, box: InvocationBox, names: tuple[str, ...], label: str
) -> Closure:
    target = compiler.compile(box.function, names, label)
    bindings = [(name, compiler.compile(inner, names, label)) for name, inner in box.bindings]

    def call(scope: Scope) -> Value:
        function = target(scope)
        if not isinstance(function, Function):
            scope.run.note(f"“{label}” gọi một thứ không phải là hàm")
            return None
        given = {name: closure(scope) for name, closure in bindings}
        if not given.keys() <= set(function.parameters):
            scope.run.note(f"“{label}” gọi hàm với tên tham số không đúng")
            return None
        return function.call(scope, [given.get(name) for name in function.parameters])

    return call


def _parameter(name: str) -> Closure:
    return lambda scope: scope.names[name]


def _function(
    compiler: BoxCompiler, box: FunctionBox, names: tuple[str, ...], label: str
) -> Closure:
    if box.foreign:
        return lambda _: Function((), lambda *_: None)
    parameters = tuple(name for name, _ in box.parameters)
    inner_names = (*names, *(name for name in parameters if not name.isidentifier()))
    body, price = compiler.apart(lambda: compiler.compile(box.body, inner_names, label))
    price += CALL + 4 * len(parameters)
    arguments = [
        (name, compiler.typed(_parameter(name), reference, name))
        for name, reference in box.parameters
    ]

    def build(scope: Scope) -> Value:
        def call(caller: Scope, values: list[Value]) -> Value:
            caller.run.spend(CALL)
            if len(values) != len(parameters):
                return None
            return _called(Scope(dict(zip(parameters, values, strict=True)), scope, caller.run))

        return Function(parameters, call)

    def _called(inside: Scope) -> Value:
        for name, convert in arguments:
            given = inside.names[name]
            inside.names[name] = convert(inside)
            if given is not None and inside.names[name] is None:
                return None
        inside.run.spend(price)
        inside.run.enter()
        try:
            return body(inside)
        finally:
            inside.run.leave()

    return build


def _conditional(
    compiler: BoxCompiler, box: ConditionalBox, names: tuple[str, ...], label: str
) -> Closure:
    condition = compiler.compile(box.condition, names, label)
    then = compiler.compile(box.then, names, label)
    otherwise = compiler.compile(box.otherwise, names, label)

    def choose(scope: Scope) -> Value:
        decided = condition(scope)
        if decided is True:
            return then(scope)
        # a condition that is null counts as false; anything else but a boolean makes null
        return otherwise(scope) if decided is False or decided is None else None

    return choose


def _filter(compiler: BoxCompiler, box: FilterBox, names: tuple[str, ...], label: str) -> Closure:
    source = compiler.compile(box.source, names, label)
    match, price = compiler.apart(lambda: compiler.compile(box.match, names, label))
    price += TURN

    def select(scope: Scope) -> Value:
        items = elements(source(scope), scope.run)
        if items is None:
            return []
        result = []
        for raw in items:
            item = normalise(raw, scope.run)
            entries = item if isinstance(item, dict) else {}
            scope.run.spend(price + len(entries) // 4)
            answer = match(scope.inner({**entries, "item": item}))
            if answer is True:
                result.append(item)
            elif answer is not False and answer is not None:
                return None
        return result

    return select


def _loop_items(source: Closure, scope: Scope) -> Sequence[Value] | None:
    """What a boxed loop goes through: lists and ranges only."""
    value = source(scope)
    if not isinstance(value, (list, Range)):
        return None
    return elements(value, scope.run)


def _loop(compiler: BoxCompiler, box: LoopBox, names: tuple[str, ...], label: str) -> Closure:
    source = compiler.compile(box.source, names, label)
    body, price = compiler.apart(lambda: compiler.compile(box.body, names, label))
    price += TURN
    if box.form == "for":
        return _for(box.iterator, source, body, price)
    return _quantified(box.iterator, source, body, price, decisive=box.form == "some")


def _for(iterator: str, source: Closure, body: Closure, price: int) -> Closure:
    def collect(scope: Scope) -> Value:
        items = _loop_items(source, scope)
        if items is None:
            return None
        result: list[Value] = []
        for item in items:
            scope.run.spend(price)
            names = {iterator: normalise(item, scope.run), "partial": result}
            result.append(body(scope.inner(names)))
        return result

    return collect


def _quantified(
    iterator: str, source: Closure, body: Closure, price: int, *, decisive: bool
) -> Closure:
    def decide(scope: Scope) -> Value:
        items = _loop_items(source, scope)
        if items is None:
            return None
        for item in items:
            scope.run.spend(price)
            answer = body(scope.inner({iterator: normalise(item, scope.run)}))
            if answer is decisive:
                return decisive
            if type(answer) is not bool:
                return None
        return not decisive

    return decide


def _table(compiler: BoxCompiler, box: TableBox, names: tuple[str, ...], label: str) -> Closure:
    return DecisionTable(box, compiler, names, label).decide


_BoxCompile = Callable[[BoxCompiler, Any, tuple[str, ...], str], Closure]
_COMPILERS: Final[Mapping[type[Box], _BoxCompile]] = {
    LiteralBox: _literal,
    ContextBox: _context,
    ListBox: _list,
    RelationBox: _relation,
    InvocationBox: _invocation,
    FunctionBox: _function,
    ConditionalBox: _conditional,
    FilterBox: _filter,
    LoopBox: _loop,
    TableBox: _table,
}
