"""Lists, intervals, filters, ``for``, ``some`` and ``every``. Every turn of a loop costs fuel."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from engine.feel.closures.operators import Compile
from engine.feel.comparison import at_most
from engine.feel.errors import TooLarge
from engine.feel.limits import Run
from engine.feel.scope import Closure, Scope
from engine.feel.syntax import (
    Filter,
    For,
    Interval,
    ListOf,
    Literal,
    Negation,
    Node,
    Quantified,
    Span,
)
from engine.feel.values import DATE, DECIMAL128, NUMBER, Range, Value, is_number, kind, normalise

_DAY: Final = dt.timedelta(days=1)
_ONE: Final = Decimal(1)
TURN: Final = 3
"""Units of fuel for one turn of a loop, besides what its body costs."""
_LONG: Final = 30
"""Digits of a number beyond which making a whole number of it takes long."""


def list_of(node: ListOf, compile_: Compile) -> Closure:
    items = [compile_(item) for item in node.items]
    return lambda scope: [item(scope) for item in items]


def interval(node: Interval, compile_: Compile) -> Closure:
    low, high = compile_(node.low), compile_(node.high)
    low_included, high_included = node.low_included, node.high_included

    def build(scope: Scope) -> Value:
        start, stop = low(scope), high(scope)
        if start is None and stop is None:
            return None
        if start is not None and stop is not None and at_most(start, stop, scope.run) is not True:
            return None
        return Range(
            start,
            stop,
            low_included=low_included and start is not None,
            high_included=high_included and stop is not None,
        )

    return build


def steps(low: Value, high: Value, run: Run) -> Sequence[Value] | None:
    """Whole numbers or dates from one to the other, downwards too; None for anything else."""
    if is_number(low) and is_number(high):
        if low != low.to_integral_value() or high != high.to_integral_value():
            return None
        if max(low.adjusted(), high.adjusted()) > _LONG:
            raise TooLarge(size=run.limits.size)
        start, stop = int(low), int(high)
        run.spend_on(abs(stop - start))
        run.spend(1 + abs(stop - start))
        numbers = range(start, stop + 1) if start <= stop else range(start, stop - 1, -1)
        return [Decimal(n) for n in numbers]
    if kind(low) == DATE and kind(high) == DATE:
        count = (high - low).days
        run.spend_on(abs(count))
        run.spend(2 * abs(count))
        step = _DAY if count >= 0 else -_DAY
        return [low + step * turn for turn in range(abs(count) + 1)]
    return None


def elements(value: Value, run: Run) -> Sequence[Value] | None:
    """What a loop over the value goes through; a single value is a list of one. None can't be."""
    if isinstance(value, list):
        return value
    if value is None:
        return None
    return range_elements(value, run) if type(value) is Range else [value]


def range_elements(bounds: Range, run: Run) -> Sequence[Value] | None:
    """The whole numbers or dates in a closed range."""
    low, high = bounds.low, bounds.high
    if kind(low) == NUMBER == kind(high):
        low = low if bounds.low_included else DECIMAL128.add(low, _ONE)
        high = high if bounds.high_included else DECIMAL128.subtract(high, _ONE)
    elif kind(low) == DATE == kind(high):
        try:
            low = low if bounds.low_included else low + _DAY
            high = high if bounds.high_included else high - _DAY
        except OverflowError:
            return None
    else:
        return None
    return steps(low, high, run) if low <= high else []


def span(node: Span, compile_: Compile) -> Closure:
    low, high = compile_(node.low), compile_(node.high)

    def walk(scope: Scope) -> Value:
        return steps(low(scope), high(scope), scope.run)

    return walk


def filtered(node: Filter, compile_: Compile) -> Closure:
    target = compile_(node.target)
    place = _constant_place(node.predicate)
    if place is not None:
        return _indexed(target, place)
    predicate, price = compile_.body(node.predicate)
    price += TURN

    def select(scope: Scope) -> Value:
        items = elements(target(scope), scope.run)
        if items is None:
            return []
        run = scope.run
        result = []
        for item in items:
            value = normalise(item, run)
            run.spend(price + len(value) // 4 if type(value) is dict else price)
            answer = predicate(scope.inner(_filter_names(value)))
            if answer is True:
                result.append(value)
            elif is_number(answer):
                return at_place(items, predicate(scope), scope.run)
            elif answer is not False and answer is not None:
                return None
        if not items and is_number(predicate(scope)):
            return None
        return result

    return select


def _filter_names(item: Value) -> dict[str, Value]:
    """What a filter's predicate sees: the entries of the item and the item itself."""
    if not isinstance(item, dict):
        return {"item": item}
    return item if "item" in item else {**item, "item": item}


def _constant_place(predicate: Node) -> Decimal | None:
    if isinstance(predicate, Literal) and is_number(predicate.value):
        return predicate.value  # type: ignore[no-any-return]
    if isinstance(predicate, Negation):
        place = _constant_place(predicate.operand)
        return None if place is None else -place
    return None


def _indexed(target: Closure, place: Decimal) -> Closure:
    def pick(scope: Scope) -> Value:
        value = target(scope)
        if value is None:
            return None
        items = value if isinstance(value, list) else [value]
        return at_place(items, place, scope.run)

    return pick


def at_place(items: Sequence[Value], place: Value, run: Run) -> Value:
    """The element at a position from 1, or from the end when negative; None when there is none."""
    if not is_number(place) or place != place.to_integral_value():
        return None
    if not 1 <= abs(place) <= len(items):
        run.note("vị trí nằm ngoài danh sách")
        return None
    index = int(place)
    return normalise(items[index - 1 if index > 0 else index], run)


Domains = list[tuple[str, Closure, int]]
"""Iterators of a loop: name, what it goes through, and what working that out costs."""
Visit = Callable[[Scope], bool]
"""Called for every combination of a loop; answers whether to stop."""


def for_of(node: For, compile_: Compile) -> Closure:
    domains = [(name, *compile_.body(domain)) for name, domain in node.iterators]
    body, price = compile_.body(node.body)
    price += TURN
    if len(domains) == 1:
        return _single_for(*domains[0], body, price)

    def collect(scope: Scope) -> Value:
        result: list[Value] = []

        def visit(inside: Scope) -> bool:
            result.append(body(inside))
            return False

        visited = _product(scope.inner({"partial": result}), domains, 0, visit, price)
        return None if visited is None else result

    return collect


def _single_for(
    name: str, domain: Closure, domain_price: int, body: Closure, price: int
) -> Closure:
    def collect(scope: Scope) -> Value:
        run = scope.run
        run.spend(domain_price)
        items = elements(domain(scope), run)
        if items is None:
            return None
        result: list[Value] = []
        for item in items:
            run.spend(price)
            value = normalise(item, run)
            result.append(body(Scope({name: value, "partial": result}, scope, run)))
        return result

    return collect


def _product(scope: Scope, domains: Domains, at: int, visit: Visit, price: int) -> bool | None:
    """Visit every combination, the last iterator fastest; every turn pays for itself and for what
    is inside. None: a domain can't be gone through; True: a visitor said stop."""
    name, domain, domain_price = domains[at]
    last = at + 1 == len(domains)
    scope.run.spend(domain_price)
    items = elements(domain(scope), scope.run)
    if items is None:
        return None
    for item in items:
        scope.run.spend(price if last else TURN)
        inside = scope.inner({name: normalise(item, scope.run)})
        stopped = visit(inside) if last else _product(inside, domains, at + 1, visit, price)
        if stopped is not False:
            return stopped
    return False


def quantified(node: Quantified, compile_: Compile) -> Closure:
    domains = [(name, *compile_.body(domain)) for name, domain in node.iterators]
    (body, price), decisive = compile_.body(node.body), node.quantifier == "some"
    price += TURN

    def decide(scope: Scope) -> Value:
        result: bool | None = not decisive

        def visit(inside: Scope) -> bool:
            nonlocal result
            answer = body(inside)
            if answer is decisive:
                result = decisive
                return True
            if answer is not True and answer is not False:
                result = None
            return False

        return None if _product(scope, domains, 0, visit, price) is None else result

    return decide
