"""XML → boxed expressions."""

from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from engine.feel.dmn.boxes import (
    Box,
    ConditionalBox,
    ContextBox,
    FilterBox,
    FunctionBox,
    InputClause,
    InvocationBox,
    ListBox,
    LiteralBox,
    LoopBox,
    OutputClause,
    RelationBox,
    Rule,
    TableBox,
    Text,
)
from engine.feel.dmn.errors import DocumentRefused
from engine.feel.dmn.markup import attribute, child, children, line_of, local_name, name_of, text_of

_MAX_DEPTH: Final = 30
HIT_POLICIES: Final = frozenset(
    {"UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"}
)
AGGREGATIONS: Final = frozenset({"", "SUM", "MIN", "MAX", "COUNT"})


def box_in(parent: etree._Element | None, depth: int = 0) -> Box | None:
    """The boxed expression inside an element; None when there is none. Raises DocumentRefused."""
    found = None if parent is None else child(parent, *_READERS)
    return None if found is None else read_box(found, depth)


def read_box(element: etree._Element, depth: int = 0) -> Box:
    """A boxed expression; raises DocumentRefused when they nest too deep."""
    if depth > _MAX_DEPTH:
        raise DocumentRefused(why=f"biểu thức lồng nhau quá {_MAX_DEPTH} tầng")
    return _READERS[local_name(element)](element, depth + 1)


def _origin(element: etree._Element) -> tuple[str | None, int, str | None]:
    return element.get("id"), line_of(element), element.get("typeRef")


def _literal(element: etree._Element, _depth: int) -> Box:
    text = text_of(element) or Text("", line_of(element))
    return LiteralBox(*_origin(element), text=text)


def _context(element: etree._Element, depth: int) -> Box:
    entries = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        name = None if variable is None else name_of(variable)
        entries.append((name, attribute(variable, "typeRef"), box_in(entry, depth)))
    return ContextBox(*_origin(element), entries=tuple(entries))


def _list(element: etree._Element, depth: int) -> Box:
    items = tuple(read_box(item, depth) for item in children(element, *_READERS))
    return ListBox(*_origin(element), items=items)


def _relation(element: etree._Element, depth: int) -> Box:
    rows = tuple(
        tuple(read_box(cell, depth) for cell in children(row, *_READERS))
        for row in children(element, "row")
    )
    columns = tuple(column.get("name", "") for column in children(element, "column"))
    return RelationBox(*_origin(element), columns=columns, rows=rows)


def _invocation(element: etree._Element, depth: int) -> Box:
    bindings = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        if parameter is not None:
            bindings.append((name_of(parameter), box_in(binding, depth)))
    return InvocationBox(
        *_origin(element), function=box_in(element, depth), bindings=tuple(bindings)
    )


def function_box(element: etree._Element, depth: int = 0) -> Box:
    """A function: a boxed one, or the logic of a business knowledge model."""
    parameters = tuple(
        (name_of(parameter), parameter.get("typeRef"))
        for parameter in children(element, "formalParameter")
    )
    return FunctionBox(
        *_origin(element),
        parameters=parameters,
        body=box_in(element, depth),
        foreign=element.get("kind", "FEEL") != "FEEL",
    )


def _conditional(element: etree._Element, depth: int) -> Box:
    return ConditionalBox(
        *_origin(element),
        condition=box_in(child(element, "if"), depth),
        then=box_in(child(element, "then"), depth),
        otherwise=box_in(child(element, "else"), depth),
    )


def _filter(element: etree._Element, depth: int) -> Box:
    return FilterBox(
        *_origin(element),
        source=box_in(child(element, "in"), depth),
        match=box_in(child(element, "match"), depth),
    )


def _loop(element: etree._Element, depth: int) -> Box:
    return LoopBox(
        *_origin(element),
        form=local_name(element),
        iterator=element.get("iteratorVariable", ""),
        source=box_in(child(element, "in"), depth),
        body=box_in(child(element, "return", "satisfies"), depth),
    )


def _table(element: etree._Element, _depth: int) -> Box:
    policy = element.get("hitPolicy", "UNIQUE").upper()
    aggregation = element.get("aggregation", "").upper()
    if policy not in HIT_POLICIES or aggregation not in AGGREGATIONS:
        raise DocumentRefused(
            why=f"dòng {line_of(element)}: không có cách chọn dòng {policy} {aggregation}".rstrip()
        )
    return TableBox(
        *_origin(element),
        hit_policy=policy,
        aggregation=aggregation or None,
        inputs=tuple(map(_input, children(element, "input"))),
        outputs=tuple(map(_output, children(element, "output"))),
        rules=tuple(map(_rule, children(element, "rule"))),
    )


def _input(element: etree._Element) -> InputClause:
    expression = child(element, "inputExpression")
    label = element.get("label", "")
    text = text_of(expression)
    if text is None:
        text = Text(label, line_of(element))
    return InputClause(
        label=label or text.text.strip(),
        expression=text,
        allowed=_given(text_of(child(element, "inputValues"))),
        type_ref=attribute(expression, "typeRef"),
    )


def _output(element: etree._Element) -> OutputClause:
    return OutputClause(
        name=element.get("name") or element.get("label"),
        values=_given(text_of(child(element, "outputValues"))),
        default=_given(text_of(child(element, "defaultOutputEntry"))),
        type_ref=element.get("typeRef"),
    )


def _rule(element: etree._Element) -> Rule:
    annotation = text_of(child(element, "annotationEntry"))
    description = child(element, "description")
    note = annotation.text if annotation is not None else None
    if note is None and description is not None:
        note = description.text
    return Rule(
        element_id=element.get("id"),
        conditions=_texts(element, "inputEntry"),
        outputs=_texts(element, "outputEntry"),
        annotation=note,
    )


def _texts(element: etree._Element, name: str) -> tuple[Text, ...]:
    return tuple(text_of(entry) or Text("", line_of(entry)) for entry in children(element, name))


def _given(text: Text | None) -> Text | None:
    return None if text is None or text.blank else text


_READERS: Final[Mapping[str, Callable[[etree._Element, int], Box]]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": function_box,
    "conditional": _conditional,
    "filter": _filter,
    "for": _loop,
    "some": _loop,
    "every": _loop,
}
