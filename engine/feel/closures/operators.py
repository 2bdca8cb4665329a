"""Literals, arithmetic, comparison, logic, conditions."""

import operator
from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Final, Protocol

from engine.feel.arithmetic import NUMERIC, arithmetic, negate
from engine.feel.comparison import at_most, both, compare
from engine.feel.limits import ITEMS_PER_UNIT
from engine.feel.scope import Closure, Scope
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Comparison,
    External,
    If,
    InstanceOf,
    Literal,
    Logic,
    Negation,
    Node,
)
from engine.feel.typeref import is_instance
from engine.feel.values import Value, kind


class Compile(Protocol):
    """Compiles the parts of a node. What a part costs is added to what the whole costs."""

    def __call__(self, node: Node) -> Closure: ...

    def body(self, node: Node) -> tuple[Closure, int]:
        """A part that is run any number of times, inside names of its own; and what one turn of it
        costs, which the whole does not pay."""
        ...


_COMPARE: Final[dict[str, Callable[[Value, Value], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def literal(node: Literal, _compile: Compile) -> Closure:
    value = node.value
    return lambda _: value


def negation(node: Negation, compile_: Compile) -> Closure:
    operand = compile_(node.operand)
    return lambda scope: negate(operand(scope))


def arithmetic_of(node: Arithmetic, compile_: Compile) -> Closure:
    sign, left, right = node.operator, compile_(node.left), compile_(node.right)
    numeric = NUMERIC[sign]

    def calculate(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if type(one) is Decimal and type(other) is Decimal:
            try:
                return numeric(one, other)
            except DecimalException:
                scope.run.note(f"phép tính {sign} không có kết quả")
                return None
        return arithmetic(sign, one, other, scope.run)

    return calculate


def comparison(node: Comparison, compile_: Compile) -> Closure:
    sign, left, right = node.operator, compile_(node.left), compile_(node.right)
    direct = _COMPARE[sign]

    def decide(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        one_type = type(one)
        if one_type is type(other) and (one_type is str or one_type is Decimal):
            if one_type is str and len(one) > ITEMS_PER_UNIT:
                scope.run.spend(len(one) // ITEMS_PER_UNIT)
            try:
                return direct(one, other)
            except DecimalException:  # a caller's not-a-number
                return None
        scope.run.spend(2)
        result = compare(sign, one, other, scope.run)
        if result is None:
            scope.run.note(f"không thể so sánh {kind(one)} {sign} {kind(other)}")
        return result

    return decide


def logic(node: Logic, compile_: Compile) -> Closure:
    """Three-valued; stops at the first operand that decides (DMN 1.5, table 50)."""
    operands = [compile_(operand) for operand in node.operands]
    decisive = node.operator == "or"
    neutral = not decisive

    def decide(scope: Scope) -> Value:
        result: bool | None = neutral
        for operand in operands:
            value = operand(scope)
            if value is decisive:
                return decisive
            if value is not neutral:
                result = None
        return result

    return decide


def condition(node: If, compile_: Compile) -> Closure:
    test, then, otherwise = map(compile_, (node.condition, node.then, node.otherwise))
    return lambda scope: then(scope) if test(scope) is True else otherwise(scope)


def between(node: Between, compile_: Compile) -> Closure:
    value, low, high = map(compile_, (node.value, node.low, node.high))

    def decide(scope: Scope) -> Value:
        tested = value(scope)
        run = scope.run
        one = at_most(low(scope), tested, run)
        other = at_most(tested, high(scope), run)
        return None if one is None or other is None else both(one, other)

    return decide


def instance_of(node: InstanceOf, compile_: Compile) -> Closure:
    value, wanted = compile_(node.value), node.type
    return lambda scope: is_instance(value(scope), wanted, scope.run)


def external(_node: External, _compile: Compile) -> Closure:
    return lambda _: None
