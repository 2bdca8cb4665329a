"""Goes through a syntax tree, infers the type of every node and notes what can't work."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from engine.feel.arithmetic import result_kind
from engine.feel.check.findings import Findings, did_you_mean, type_words
from engine.feel.check.names import Names
from engine.feel.check.results import (
    PART_TYPES,
    arithmetic_result,
    function_result,
    join,
    known,
    literal_type,
)
from engine.feel.compiler import BUILTINS
from engine.feel.members import PARTS
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    ContextOf,
    External,
    Filter,
    For,
    FunctionOf,
    HalfRange,
    If,
    In,
    InstanceOf,
    Interval,
    ListOf,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    Quantified,
    Span,
)
from engine.feel.typeref import ANY, FeelType, context_of, list_of
from engine.feel.values import BOOLEAN, CONTEXT, DAYS, FUNCTION, LIST, MONTHS, NUMBER, RANGE

_BOOLEAN: Final = FeelType(BOOLEAN)
_UNORDERED: Final = frozenset({BOOLEAN, LIST, CONTEXT, FUNCTION, RANGE})
_EQUALITY: Final = frozenset({"=", "!="})


class Inference:
    """Checks one text; what it finds goes to ``findings``."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    def type_of(self, node: Node, names: Names) -> FeelType:
        """The type of a node; Any when it can't be known."""
        return _RULES[type(node)](self, node, names)

    def hint(self, wanted: str, known_names: Iterable[str]) -> str:
        """What was probably meant; nothing once enough has been found."""
        return "" if self.findings.full else did_you_mean(wanted, known_names)

    def clash(self, node: Node, message: str) -> None:
        """Note kinds that never go together."""
        self.findings.add("feel.type_clash", message, node.at)

    def require_boolean(self, node: Node, names: Names, what: str) -> None:
        """Note a condition that can't be true or false."""
        type_ = self.type_of(node, names)
        if known(type_) not in {None, BOOLEAN}:
            message = f"{what} phải là điều kiện đúng/sai, ở đây là {type_words(type_)}."
            self.findings.add("feel.not_boolean", message, node.at)

    def comparable(self, node: Node, left: FeelType, right: FeelType, operator: str) -> None:
        """Note a comparison that can only be null."""
        one, other = known(left), known(right)
        if one is None or other is None:
            return
        if one != other:
            self.clash(
                node, f"So sánh {type_words(left)} với {type_words(right)}: không bao giờ đúng."
            )
        elif operator not in _EQUALITY and one in _UNORDERED:
            self.clash(node, f"{type_words(left).capitalize()} không có thứ tự lớn bé.")

    def require_value(self, node: Node, wanted: FeelType) -> None:
        """Note a constant that the enumeration it is compared with does not have."""
        if wanted.values is None or not isinstance(node, Literal) or node.value is None:
            return
        if node.value not in wanted.values:
            hint = self.hint(str(node.value), map(str, wanted.values))
            message = f"Giá trị “{node.value}” không có trong danh mục.{hint}"
            self.findings.add("feel.unknown_value", message, node.at)

    def test(self, node: Node, tested: FeelType, names: Names) -> None:
        """Check one test of ``in`` or of a cell against the type of the value under test."""
        if isinstance(node, HalfRange):
            self.comparable(node, tested, self.type_of(node.end, names), node.operator)
            return
        self.require_value(node, tested)
        if isinstance(node, ListOf) and known(tested) != LIST:
            for item in node.items:
                self.test(item, tested, names)
            return
        type_ = self.type_of(node, names)
        if known(type_) == RANGE:
            self.comparable(node, tested, type_.item or ANY, "<")
        elif known(type_) == LIST:
            if known(tested) != LIST:
                self.comparable(node, tested, type_.item or ANY, "=")
        elif not _mentions_tested(node):
            self.comparable(node, tested, type_, "=")


def _mentions_tested(node: Node) -> bool:
    if isinstance(node, Name):
        return node.name == "?"
    return any(_mentions_tested(child) for child in node.children())


def _literal(_check: Inference, node: Literal, _names: Names) -> FeelType:
    return literal_type(node.value)


def _name(check: Inference, node: Name, names: Names) -> FeelType:
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


def _negation(check: Inference, node: Negation, names: Names) -> FeelType:
    type_ = check.type_of(node.operand, names)
    if known(type_) not in {None, NUMBER, DAYS, MONTHS}:
        check.clash(node, f"Không thể đổi dấu {type_words(type_)}.")
    return type_


def _arithmetic(check: Inference, node: Arithmetic, names: Names) -> FeelType:
    left, right = check.type_of(node.left, names), check.type_of(node.right, names)
    one, other = known(left), known(right)
    if one is None or other is None:
        return ANY
    if not result_kind(node.operator, one, other):
        check.clash(node, f"Không thể tính {type_words(left)} {node.operator} {type_words(right)}.")
        return ANY
    return arithmetic_result(node.operator, one, other)


def _comparison(check: Inference, node: Comparison, names: Names) -> FeelType:
    left, right = check.type_of(node.left, names), check.type_of(node.right, names)
    check.comparable(node, left, right, node.operator)
    check.require_value(node.right, left)
    check.require_value(node.left, right)
    return _BOOLEAN


def _logic(check: Inference, node: Logic, names: Names) -> FeelType:
    word = "và (and)" if node.operator == "and" else "hoặc (or)"
    for operand in node.operands:
        check.require_boolean(operand, names, f"Mỗi vế của phép {word}")
    return _BOOLEAN


def _if(check: Inference, node: If, names: Names) -> FeelType:
    check.require_boolean(node.condition, names, "Sau “if”")
    return join([check.type_of(node.then, names), check.type_of(node.otherwise, names)])


def _between(check: Inference, node: Between, names: Names) -> FeelType:
    value = check.type_of(node.value, names)
    for end in (node.low, node.high):
        check.comparable(node, value, check.type_of(end, names), "<=")
    return _BOOLEAN


def _in(check: Inference, node: In, names: Names) -> FeelType:
    value = check.type_of(node.value, names)
    inside = names.inner({"?": value})
    for test in node.tests:
        check.test(test, value, inside)
    return _BOOLEAN


def _half_range(check: Inference, node: HalfRange, names: Names) -> FeelType:
    return FeelType(RANGE, item=check.type_of(node.end, names))


def _interval(check: Inference, node: Interval, names: Names) -> FeelType:
    low, high = check.type_of(node.low, names), check.type_of(node.high, names)
    check.comparable(node, low, high, "<=")
    return FeelType(RANGE, item=join([low, high]))


def _list(check: Inference, node: ListOf, names: Names) -> FeelType:
    items = [check.type_of(item, names) for item in node.items]
    return list_of(join(items)) if items else FeelType(LIST)


def _context(check: Inference, node: ContextOf, names: Names) -> FeelType:
    fields: dict[str, FeelType] = {}
    inside = names.inner(fields)
    for key, value in node.entries:
        fields[key] = check.type_of(value, inside)
    return context_of(fields)


def _path(check: Inference, node: Path, names: Names) -> FeelType:
    target = check.type_of(node.target, names)
    if known(target) == LIST:
        return list_of(_member(check, node, target.item or ANY))
    return _member(check, node, target)


def _member(check: Inference, node: Path, target: FeelType) -> FeelType:
    kind = known(target)
    if kind is None or (kind == CONTEXT and target.fields is None):
        return ANY
    if kind == CONTEXT:
        field = target.field(node.name)
        if field is None:
            hint = check.hint(node.name, dict(target.fields or ()))
            message = f"Không có mục “{node.name}”.{hint}"
            check.findings.add("feel.unknown_field", message, node.name_at)
        return field or ANY
    if kind in PARTS and node.name not in PARTS[kind]:
        hint = check.hint(node.name, PARTS[kind])
        message = f"{type_words(target).capitalize()} không có phần “{node.name}”.{hint}"
        check.findings.add("feel.unknown_field", message, node.name_at)
        return ANY
    if kind == RANGE and node.name in {"start", "end"}:
        return target.item or ANY
    return FeelType(PART_TYPES[node.name]) if node.name in PART_TYPES else ANY


def _filter(check: Inference, node: Filter, names: Names) -> FeelType:
    target = check.type_of(node.target, names)
    item = (target.item or ANY) if known(target) in {LIST, RANGE} else target
    inside = names.inner(
        {"item": item, **dict(item.fields or ())},
        open_=item == ANY or (item.name == CONTEXT and item.fields is None),
    )
    predicate = check.type_of(node.predicate, inside)
    if known(predicate) not in {None, BOOLEAN, NUMBER}:
        words = type_words(predicate)
        message = f"Trong ngoặc vuông phải là điều kiện hoặc số thứ tự, không phải {words}."
        check.findings.add("feel.not_boolean", message, node.predicate.at)
    if known(predicate) == NUMBER:
        return item
    return list_of(item) if known(predicate) == BOOLEAN else ANY


def _loop_names(check: Inference, node: For | Quantified, names: Names) -> Names:
    declared: dict[str, FeelType] = {}
    inside = names.inner(declared)
    for name, domain in node.iterators:
        type_ = check.type_of(domain, inside)
        declared[name] = (type_.item or ANY) if known(type_) in {LIST, RANGE} else type_
    return inside


def _span(check: Inference, node: Span, names: Names) -> FeelType:
    low, high = check.type_of(node.low, names), check.type_of(node.high, names)
    check.comparable(node, low, high, "<=")
    return list_of(join([low, high]))


def _for(check: Inference, node: For, names: Names) -> FeelType:
    inside = _loop_names(check, node, names).inner({"partial": FeelType(LIST)})
    return list_of(check.type_of(node.body, inside))


def _quantified(check: Inference, node: Quantified, names: Names) -> FeelType:
    check.require_boolean(node.body, _loop_names(check, node, names), "Sau “satisfies”")
    return _BOOLEAN


def _function(check: Inference, node: FunctionOf, names: Names) -> FeelType:
    parameters = tuple(type_ or ANY for type_ in node.types)
    inside = names.inner(dict(zip(node.parameters, parameters, strict=True)))
    result = check.type_of(node.body, inside)
    return FeelType(FUNCTION, parameters=parameters, result=result)


def _call(check: Inference, node: Call, names: Names) -> FeelType:
    arguments = [check.type_of(argument, names) for argument in node.arguments]
    if not isinstance(node.target, Name):
        return check.type_of(node.target, names).result or ANY
    name = node.target.name
    declared = names.find(name)
    if declared is None and name in BUILTINS:
        _check_arguments(check, node, name)
        return function_result(name, arguments)
    if declared is None and not names.may_hold_anything():
        hint = check.hint(name, [*BUILTINS, *names.all()])
        check.findings.add("feel.unknown_function", f"Không có hàm “{name}”.{hint}", node.at)
    elif declared is not None and known(declared) not in {None, FUNCTION}:
        check.findings.add("feel.unknown_function", f"“{name}” không phải là hàm.", node.at)
    return (declared.result if declared else None) or ANY


def _check_arguments(check: Inference, node: Call, name: str) -> None:
    builtin = BUILTINS[name]
    if builtin.counts is not None and len(node.arguments) not in builtin.counts:
        counts = " hoặc ".join(map(str, sorted(builtin.counts)))
        message = f"Hàm “{name}” nhận {counts} tham số, ở đây có {len(node.arguments)}."
        check.findings.add("feel.arguments", message, node.at)
    parameters = {parameter for signature in builtin.signatures for parameter in signature}
    for given in node.names or ():
        if given not in parameters:
            hint = check.hint(given, parameters)
            message = f"Hàm “{name}” không có tham số tên “{given}”.{hint}"
            check.findings.add("feel.arguments", message, node.at)


def _instance(check: Inference, node: InstanceOf, names: Names) -> FeelType:
    check.type_of(node.value, names)
    return _BOOLEAN


def _external(_check: Inference, _node: External, _names: Names) -> FeelType:
    return FeelType(FUNCTION)


_RULES: Final[Mapping[type[Node], Callable[[Inference, Any, Names], FeelType]]] = {
    Literal: _literal,
    Name: _name,
    Negation: _negation,
    Arithmetic: _arithmetic,
    Comparison: _comparison,
    Logic: _logic,
    If: _if,
    Between: _between,
    In: _in,
    HalfRange: _half_range,
    Interval: _interval,
    Span: _span,
    ListOf: _list,
    ContextOf: _context,
    Path: _path,
    Filter: _filter,
    For: _for,
    Quantified: _quantified,
    FunctionOf: _function,
    External: _external,
    Call: _call,
    InstanceOf: _instance,
}
