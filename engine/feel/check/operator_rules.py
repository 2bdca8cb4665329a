"""Types of constants, names and operators, and what is wrong with them."""

from decimal import Decimal
from typing import Final

from engine.feel.arithmetic import result_kind
from engine.feel.check.arguments import is_zero
from engine.feel.check.checker import Checker
from engine.feel.check.findings import type_words
from engine.feel.check.names import Names
from engine.feel.check.results import arithmetic_result, join, known, literal_type
from engine.feel.compiler import BUILTINS
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Comparison,
    External,
    HalfRange,
    If,
    In,
    InstanceOf,
    Interval,
    Literal,
    Logic,
    Name,
    Negation,
)
from engine.feel.typeref import ANY, FeelType
from engine.feel.values import BOOLEAN, DAYS, FUNCTION, MONTHS, NULL, NUMBER, RANGE

_BOOLEAN: Final = FeelType(BOOLEAN)
_THOUSANDTHS: Final = -3


def literal(check: Checker, node: Literal, _names: Names) -> FeelType:
    value = node.value
    if isinstance(value, Decimal) and _looks_like_thousands(value):
        whole = f"{value:f}"
        message = (
            f"{whole} là {value.normalize():f}, không phải {whole.replace('.', '')}: trong FEEL dấu"
            " chấm ngăn phần thập phân. Nếu là phần nghìn, hãy bỏ dấu chấm."
        )
        check.findings.add("feel.thousands", message, node.at, "warning")
    return literal_type(value)


def _looks_like_thousands(value: Decimal) -> bool:
    """2.000 and 12.500, as people write thousands; not 0.125 nor 1.125."""
    sign, digits, exponent = value.as_tuple()
    return exponent == _THOUSANDTHS and value >= 1 and digits[-1] == 0 and not sign


def name(check: Checker, node: Name, names: Names) -> FeelType:
    found = names.find(node.name)
    if found is not None:
        return found
    if node.name in BUILTINS:
        return FeelType(FUNCTION)
    if not names.may_hold_anything():
        hint = check.hint(node.name, names.all())
        message = f"Không có tên “{node.name}” trong dữ liệu của quy trình.{hint}"
        check.findings.add("feel.unknown_name", message, node.at)
    return ANY


def negation(check: Checker, node: Negation, names: Names) -> FeelType:
    type_ = check.type_of(node.operand, names)
    if known(type_) not in {None, NUMBER, DAYS, MONTHS}:
        check.clash(node, f"Không thể đổi dấu {type_words(type_)}.")
    return type_


def arithmetic(check: Checker, node: Arithmetic, names: Names) -> FeelType:
    left, right = check.type_of(node.left, names), check.type_of(node.right, names)
    one, other = known(left), known(right)
    if NULL in {left.name, right.name}:
        check.clash(node, "Tính với null: kết quả luôn là null.")
    elif node.operator == "/" and is_zero(node.right):
        check.clash(node, "Không thể chia cho 0.")
    if one is None or other is None:
        return ANY
    if not result_kind(node.operator, one, other):
        check.clash(node, f"Không thể tính {type_words(left)} {node.operator} {type_words(right)}.")
        return ANY
    return arithmetic_result(node.operator, one, other)


def comparison(check: Checker, node: Comparison, names: Names) -> FeelType:
    left, right = check.type_of(node.left, names), check.type_of(node.right, names)
    check.comparable(node, left, right, node.operator)
    check.require_value(node.right, left)
    check.require_value(node.left, right)
    return _BOOLEAN


def logic(check: Checker, node: Logic, names: Names) -> FeelType:
    word = "và (and)" if node.operator == "and" else "hoặc (or)"
    for operand in node.operands:
        check.require_boolean(operand, names, f"Mỗi vế của phép {word}")
    return _BOOLEAN


def condition(check: Checker, node: If, names: Names) -> FeelType:
    check.require_boolean(node.condition, names, "Sau “if”")
    return join([check.type_of(node.then, names), check.type_of(node.otherwise, names)])


def between(check: Checker, node: Between, names: Names) -> FeelType:
    value = check.type_of(node.value, names)
    for end in (node.low, node.high):
        check.comparable(node, value, check.type_of(end, names), "<=")
    return _BOOLEAN


def membership(check: Checker, node: In, names: Names) -> FeelType:
    value = check.type_of(node.value, names)
    inside = names.inner({"?": value})
    for test in node.tests:
        check.test(test, value, inside)
    return _BOOLEAN


def half_range(check: Checker, node: HalfRange, names: Names) -> FeelType:
    return FeelType(RANGE, item=check.type_of(node.end, names))


def interval(check: Checker, node: Interval, names: Names) -> FeelType:
    low, high = check.type_of(node.low, names), check.type_of(node.high, names)
    check.comparable(node, low, high, "<=")
    return FeelType(RANGE, item=join([low, high]))


def instance_of(check: Checker, node: InstanceOf, names: Names) -> FeelType:
    check.type_of(node.value, names)
    return _BOOLEAN


def external(_check: Checker, _node: External, _names: Names) -> FeelType:
    return FeelType(FUNCTION)
