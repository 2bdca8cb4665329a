"""Unary tests and ``in`` (DMN 1.5, 10.3.2.13.2 and table 53)."""

from collections.abc import Callable

from engine.feel.closures.operators import Compile
from engine.feel.comparison import compare, equal, matches_test
from engine.feel.scope import Closure, Scope
from engine.feel.syntax import HalfRange, In, Literal, Name, Node, UnaryTests
from engine.feel.values import Range, Value

Test = Callable[[Scope, Value], bool | None]
TESTED = "?"
"""What the value under test is called."""


def uses_tested_value(node: Node) -> bool:
    """Whether ``?`` occurs: such a test gives its own answer instead of being compared."""
    if isinstance(node, Name):
        return node.name == TESTED
    return any(uses_tested_value(child) for child in node.children())


def test_of(node: Node, compile_: Compile) -> Test:
    """A test as a function of the scope and the value under test."""
    if isinstance(node, HalfRange):
        sign, end = node.operator, compile_(node.end)
        return lambda scope, value: compare(sign, value, end(scope), scope.run)
    if isinstance(node, Literal):
        constant = node.value
        return lambda scope, value: equal(value, constant, scope.run)
    expression = compile_(node)
    if uses_tested_value(node):
        return lambda scope, _: expression(scope)
    return lambda scope, value: matches_test(value, expression(scope), scope.run)


def in_of(node: In, compile_: Compile) -> Closure:
    value = compile_(node.value)
    tests = [test_of(test, compile_) for test in node.tests]
    bound = any(uses_tested_value(test) for test in node.tests)

    def decide(scope: Scope) -> Value:
        tested = value(scope)
        inside = scope.inner({TESTED: tested}) if bound else scope
        result: bool | None = False
        for test in tests:
            answer = test(inside, tested)
            if answer is True:
                return True
            if answer is None:
                result = None
        return result

    return decide


def unary_tests(node: UnaryTests, compile_: Compile) -> Test:
    """A decision-table cell as a function of the scope and the input's value."""
    tests = [test_of(test, compile_) for test in node.tests]
    negated = node.negated
    if not tests:
        return lambda *_: True
    if len(tests) == 1 and not negated:
        return _single(tests[0])

    def decide(scope: Scope, value: Value) -> bool | None:
        result: bool | None = False
        for test in tests:
            answer = test(scope, value)
            if answer is True:
                result = True
                break
            if answer is not False:
                result = None
        if negated:
            return None if result is None else not result
        return result

    return decide


def _single(test: Test) -> Test:
    def decide(scope: Scope, value: Value) -> bool | None:
        answer = test(scope, value)
        return answer if answer is True or answer is False else None

    return decide


def half_range(node: HalfRange, compile_: Compile) -> Closure:
    sign, end = node.operator, compile_(node.end)

    def build(scope: Scope) -> Value:
        value = end(scope)
        if sign in {"<", "<="}:
            return Range(None, value, low_included=False, high_included=sign == "<=", operator=sign)
        if sign in {">", ">="}:
            return Range(value, None, low_included=sign == ">=", high_included=False, operator=sign)
        return Range(value, value, low_included=True, high_included=True, operator=sign)

    return build
