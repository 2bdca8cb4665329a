"""Types of lists, contexts, paths, loops and calls, and what is wrong with them."""

from typing import Final

from engine.feel.check.arguments import check_given
from engine.feel.check.checker import Checker
from engine.feel.check.findings import type_words
from engine.feel.check.names import Names
from engine.feel.check.results import PART_TYPES, function_result, join, known
from engine.feel.compiler import BUILTINS
from engine.feel.members import PARTS
from engine.feel.syntax import (
    Call,
    ContextOf,
    Filter,
    For,
    FunctionOf,
    ListOf,
    Name,
    Path,
    Quantified,
    Span,
)
from engine.feel.typeref import ANY, FeelType, context_of, list_of
from engine.feel.values import BOOLEAN, CONTEXT, FUNCTION, LIST, NUMBER, RANGE, STRING

_BOOLEAN: Final = FeelType(BOOLEAN)
_WITHOUT_PARTS: Final = frozenset({NUMBER, STRING, BOOLEAN})


def list_type(check: Checker, node: ListOf, names: Names) -> FeelType:
    items = [check.type_of(item, names) for item in node.items]
    return list_of(join(items)) if items else FeelType(LIST)


def context(check: Checker, node: ContextOf, names: Names) -> FeelType:
    fields: dict[str, FeelType] = {}
    inside = names.inner(fields)
    for key, value in node.entries:
        fields[key] = check.type_of(value, inside)
    return context_of(fields)


def path(check: Checker, node: Path, names: Names) -> FeelType:
    target = check.type_of(node.target, names)
    if known(target) == LIST:
        return list_of(_member(check, node, target.item or ANY))
    return _member(check, node, target)


def _member(check: Checker, node: Path, target: FeelType) -> FeelType:
    kind = known(target)
    if kind is None or (kind == CONTEXT and target.fields is None):
        return ANY
    if kind == CONTEXT:
        field = target.field(node.name)
        if field is None:
            hint = check.hint(node.name, [name for name, _ in target.fields or ()])
            message = f"Không có mục “{node.name}”.{hint}"
            check.findings.add("feel.unknown_field", message, node.name_at)
        return field or ANY
    parts = () if kind in _WITHOUT_PARTS else PARTS.get(kind)
    if parts is not None and node.name not in parts:
        hint = check.hint(node.name, parts)
        message = f"{type_words(target).capitalize()} không có phần “{node.name}”.{hint}"
        check.findings.add("feel.unknown_field", message, node.name_at)
        return ANY
    if kind == RANGE and node.name in {"start", "end"}:
        return target.item or ANY
    return FeelType(PART_TYPES[node.name]) if node.name in PART_TYPES else ANY


def filtered(check: Checker, node: Filter, names: Names) -> FeelType:
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


def _loop_names(check: Checker, node: For | Quantified, names: Names) -> Names:
    declared: dict[str, FeelType] = {}
    inside = names.inner(declared)
    for name, domain in node.iterators:
        type_ = check.type_of(domain, inside)
        declared[name] = (type_.item or ANY) if known(type_) in {LIST, RANGE} else type_
    return inside


def span(check: Checker, node: Span, names: Names) -> FeelType:
    low, high = check.type_of(node.low, names), check.type_of(node.high, names)
    check.comparable(node, low, high, "<=")
    return list_of(join([low, high]))


def iteration(check: Checker, node: For, names: Names) -> FeelType:
    inside = _loop_names(check, node, names).inner({"partial": FeelType(LIST)})
    return list_of(check.type_of(node.body, inside))


def quantified(check: Checker, node: Quantified, names: Names) -> FeelType:
    check.require_boolean(node.body, _loop_names(check, node, names), "Sau “satisfies”")
    return _BOOLEAN


def function(check: Checker, node: FunctionOf, names: Names) -> FeelType:
    parameters = tuple(type_ or ANY for type_ in node.types)
    inside = names.inner(dict(zip(node.parameters, parameters, strict=True)))
    result = check.type_of(node.body, inside)
    return FeelType(FUNCTION, parameters=parameters, result=result)


def call(check: Checker, node: Call, names: Names) -> FeelType:
    arguments = [check.type_of(argument, names) for argument in node.arguments]
    if not isinstance(node.target, Name):
        return check.type_of(node.target, names).result or ANY
    name = node.target.name
    declared = names.find(name)
    if declared is None and name in BUILTINS:
        _check_arguments(check, node, name)
        check_given(check, node, name, arguments)
        return function_result(name, arguments)
    if declared is None and not names.may_hold_anything():
        hint = check.hint(name, [*BUILTINS, *names.all()])
        check.findings.add("feel.unknown_function", f"Không có hàm “{name}”.{hint}", node.at)
    elif declared is not None and known(declared) not in {None, FUNCTION}:
        check.findings.add("feel.unknown_function", f"“{name}” không phải là hàm.", node.at)
    return (declared.result if declared else None) or ANY


def _check_arguments(check: Checker, node: Call, name: str) -> None:
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
