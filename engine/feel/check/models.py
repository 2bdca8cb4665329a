"""Checks of a whole DMN model: texts, types, tables."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from engine.feel.check.expressions import check_cell, check_expression, infer_type
from engine.feel.check.findings import Finding, type_words
from engine.feel.check.policies import check_policy
from engine.feel.check.regions import constant_cell
from engine.feel.check.results import known
from engine.feel.check.tables import check_table
from engine.feel.dmn.boxes import (
    Box,
    ConditionalBox,
    ContextBox,
    Element,
    FilterBox,
    FunctionBox,
    InvocationBox,
    ItemDefinition,
    ListBox,
    LiteralBox,
    LoopBox,
    OutputClause,
    RelationBox,
    TableBox,
    Text,
)
from engine.feel.dmn.model import DmnModel
from engine.feel.errors import FeelSyntaxError, LimitExceeded
from engine.feel.limits import Run, current_budget
from engine.feel.parser import parse_unary_tests
from engine.feel.typeref import ANY, FeelType, context_of, list_of
from engine.feel.values import BOOLEAN, FUNCTION, LIST, NUMBER, Range

_MAX_DEPTH: Final = 10
_MAX_PARTS: Final = 1_000
"""Parts of a declared type; each text that may read it looks at all of them."""
_PART: Final = 20
"""Units of fuel for writing out one part of a type."""
_MAX_FINDINGS: Final = 500
_SEVERAL_HITS: Final = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})


class _ModelCheck:
    """Checks one model over the names that are declared outside of it."""

    def __init__(self, model: DmnModel, names: Mapping[str, FeelType]) -> None:
        self.model = model
        self.outer = names
        self.found: list[Finding] = []
        self.budget = current_budget()
        self._types: dict[str, FeelType] = {}
        self._declared: dict[str, FeelType] = {}
        self._parts = 0

    def declared(self, reference: str | None) -> FeelType:
        """The type a typeRef names, item definitions written out; Any when that is more than
        ``_MAX_PARTS`` or than the budget lasts for."""
        if not reference:
            return ANY
        if reference not in self._declared:
            self._parts = 0
            type_ = self._expanded(self.model.types.of(reference), 0)
            self._declared[reference] = ANY if self._parts > _MAX_PARTS else type_
        return self._declared[reference]

    def _expanded(self, type_: FeelType, depth: int) -> FeelType:
        item = self.model.document.items.get(type_.name)
        if item is None:
            known = type_.name in self.model.types.checks
            return ANY if known or depth > _MAX_DEPTH else type_
        return self._of_item(item, depth + 1)

    def _of_item(self, item: ItemDefinition, depth: int) -> FeelType:
        self._parts += 1
        if depth > _MAX_DEPTH or self._parts > _MAX_PARTS or not self._paid(_PART):
            return ANY
        if item.components:
            type_ = context_of(
                {part.name: self._of_item(part, depth + 1) for part in item.components}
            )
        elif item.function:
            type_ = FeelType(FUNCTION)
        else:
            reference = self.model.types.of(item.type_ref) if item.type_ref else ANY
            type_ = replace(self._expanded(reference, depth), values=self._values(item))
        return list_of(type_) if item.collection else type_

    def _paid(self, units: int) -> bool:
        """Whether the budget lasts for this much."""
        try:
            self.budget.spend(units)
        except LimitExceeded:
            return False
        return True

    def _values(self, item: ItemDefinition) -> tuple[object, ...] | None:
        """The only values of an item definition, when they are listed one by one."""
        return self._listed(item.allowed[0]) if item.allowed else None

    def _listed(self, text: Text) -> tuple[object, ...] | None:
        """The values that a text lists one by one."""
        try:
            cell = constant_cell(parse_unary_tests(text.text, self.model.names), Run())
        except FeelSyntaxError:
            return None
        if cell is None or cell.negated or any(type(v) is Range for v in cell.tests or ()):
            return None
        return cell.tests

    def type_of(self, element: Element) -> FeelType:
        """The type of an input or a decision; Any when nothing says it."""
        if element.element_id not in self._types:
            self._types[element.element_id] = ANY  # against circles
            type_ = self.declared(element.type_ref)
            if element.kind == "inputData":
                type_ = _narrower(type_, self.outer.get(element.name, ANY))
            elif type_ == ANY and isinstance(element.box, LiteralBox):
                type_ = self._inferred(element.box.text, self.names_of(element))
            elif type_ == ANY and isinstance(element.box, TableBox):
                type_ = self._answer(element.box)
            self._types[element.element_id] = type_
        return self._types[element.element_id]

    def _answer(self, box: TableBox) -> FeelType:
        """The type of what a table answers."""
        if box.aggregation:
            return FeelType(NUMBER)
        columns = {clause.name or "": self._of_output(clause) for clause in box.outputs}
        alone = next(iter(columns.values()), ANY)
        row = alone if len(box.outputs) == 1 else context_of(columns)
        return list_of(row) if box.hit_policy in _SEVERAL_HITS else row

    def _of_output(self, clause: OutputClause) -> FeelType:
        type_ = self.declared(clause.type_ref)
        values = None if clause.values is None else self._listed(clause.values)
        return type_ if values is None or type_.values else replace(type_, values=values)

    def _inferred(self, text: Text, names: Mapping[str, FeelType]) -> FeelType:
        try:
            if text.blank:
                return ANY
            return infer_type(text.text, names, spaced_names=self.model.names)
        except FeelSyntaxError:
            return ANY

    def names_of(self, element: Element) -> dict[str, FeelType]:
        """The names an element's texts may use."""
        names = dict(self.outer)
        elements = self.model.document.elements
        for source in elements.values():
            if source.kind == "inputData":
                names[source.name] = self.type_of(source)
        for address in (*element.information, *element.knowledge):
            namespace, _, element_id = address.rpartition("#")
            required = elements.get(element_id)
            if required is not None and namespace in {"", self.model.namespace}:
                is_function = required.kind in {"businessKnowledgeModel", "decisionService"}
                names[required.name] = FeelType(FUNCTION) if is_function else self.type_of(required)
            elif namespace in self.model.imports:
                names[self.model.imports[namespace][0]] = ANY
        return names

    def check(self, element: Element) -> None:
        """Check an element's logic, or what an input is declared to be."""
        if element.kind == "inputData":
            self._input(element)
        if element.box is not None:
            self.box(
                element.box, element.name, self.names_of(element), self.declared(element.type_ref)
            )

    def _input(self, element: Element) -> None:
        declared, given = self.declared(element.type_ref), self.outer.get(element.name, ANY)
        if None in (known(declared), known(given)) or known(declared) == known(given):
            return
        message = (
            f"Dữ liệu vào “{element.name}” khai là {type_words(declared)}, nhưng hệ thống đưa vào"
            f" {type_words(given)}."
        )
        found = Finding("feel.type_clash", message, 0, 1, element_id=element.element_id)
        self.found.append(found)

    def box(
        self, box: Box | None, label: str, names: Mapping[str, FeelType], expects: FeelType = ANY
    ) -> FeelType:
        """Check a boxed expression; its type, as far as it can be known."""
        if isinstance(box, LiteralBox):
            self._text(box.text, names, box.element_id, expects)
            return self._inferred(box.text, names) if expects == ANY else expects
        if isinstance(box, TableBox):
            self._table(box, label, names)
        elif isinstance(box, ContextBox):
            self._context(box, label, names)
        elif isinstance(box, FunctionBox):
            self._function(box, label, names)
            return FeelType(FUNCTION)
        elif box is not None:
            self._others(box, label, names)
        return expects

    def _context(self, box: ContextBox, label: str, outer: Mapping[str, FeelType]) -> None:
        names = dict(outer)
        for name, reference, inner in box.entries:
            type_ = self.box(inner, name or label, names, self.declared(reference))
            if name:
                names[name] = type_

    def _function(self, box: FunctionBox, label: str, names: Mapping[str, FeelType]) -> None:
        if not box.foreign:
            parameters = {name: self.declared(reference) for name, reference in box.parameters}
            self.box(box.body, label, {**names, label: FeelType(FUNCTION), **parameters})

    def _others(self, box: Box, label: str, names: Mapping[str, FeelType]) -> None:
        """Boxes that only hold boxes."""
        if isinstance(box, ConditionalBox):
            self.box(box.condition, label, names, FeelType(BOOLEAN))
            inner: list[Box | None] = [box.then, box.otherwise]
        elif isinstance(box, ListBox):
            inner = list(box.items)
        elif isinstance(box, RelationBox):
            inner = [cell for row in box.rows for cell in row]
        elif isinstance(box, InvocationBox):
            inner = [box.function, *(binding for _, binding in box.bindings)]
        elif isinstance(box, LoopBox):
            type_ = self.box(box.source, label, names)
            item = {box.iterator: type_.item or ANY, "partial": FeelType(LIST)}
            self.box(box.body, label, {**names, **item})
            return
        else:  # a filter: its match may read any entry of the items, which only running can tell
            inner = [box.source] if isinstance(box, FilterBox) else []
        for part in inner:
            self.box(part, label, names)

    def _table(self, box: TableBox, label: str, names: Mapping[str, FeelType]) -> None:
        inputs = []
        for clause in box.inputs:
            type_ = self.declared(clause.type_ref)
            self._text(clause.expression, names, box.element_id, type_)
            inferred = self._inferred(clause.expression, names)
            if type_ == ANY or (inferred.values is not None and type_.values is None):
                type_ = inferred
            inputs.append(type_)
        for rule in box.rules:
            for text, type_ in zip(rule.conditions, inputs, strict=False):
                if not text.blank and len(self.found) < _MAX_FINDINGS:
                    found = check_cell(text.text, type_, names, spaced_names=self.model.names)
                    self._add(text, found, rule.element_id)
            for text, output in zip(rule.outputs, box.outputs, strict=False):
                self._text(text, names, rule.element_id, self.declared(output.type_ref))
        self.found += [
            *check_policy(box, label, self._kinds_of(box, names)),
            *check_table(box, label, inputs, self.model.names),
        ]

    def _kinds_of(self, box: TableBox, names: Mapping[str, FeelType]) -> list[set[str]]:
        """The kinds of value in each output column, as far as they are known."""
        found: list[set[str]] = []
        for at, clause in enumerate(box.outputs):
            types = [self.declared(clause.type_ref)]
            if types == [ANY]:
                texts = [rule.outputs[at] for rule in box.rules if at < len(rule.outputs)]
                types = [self._inferred(text, names) for text in texts]
            found.append({kind for type_ in types if (kind := known(type_)) is not None})
        return found

    def _text(
        self, text: Text, names: Mapping[str, FeelType], element_id: str | None, expects: FeelType
    ) -> None:
        if not text.blank and len(self.found) < _MAX_FINDINGS:
            found = check_expression(
                text.text, names, expects=expects, spaced_names=self.model.names
            )
            self._add(text, found, element_id)

    def _add(self, text: Text, findings: list[Finding], element_id: str | None) -> None:
        self.found += [
            replace(finding, line=text.line + finding.line - 1, element_id=element_id)
            for finding in findings
        ]


def _narrower(declared: FeelType, given: FeelType) -> FeelType:
    """What an input is: as declared, with the values that what is given can have."""
    if declared == ANY:
        return given
    same = known(declared) == known(given) and declared.values is None
    return replace(declared, values=given.values) if same else declared


def result_types(model: DmnModel, names: Mapping[str, FeelType]) -> dict[str, FeelType]:
    """The types of what the decisions of a model answer, by id and name."""
    check = _ModelCheck(model, names)
    found: dict[str, FeelType] = {}
    for decision in model.decisions:
        element = model.document.elements[decision.decision_id]
        for key in (decision.decision_id, decision.name):
            found[key] = check.type_of(element)
    return found


def check_model(model: DmnModel, names: Mapping[str, FeelType] | None = None) -> list[Finding]:
    """What is wrong in the decisions of a model.

    ``names`` are the process data its texts may read besides its own input data. Lines are those of
    the file. The conditions of boxed filters are checked for their syntax only.
    """
    check = _ModelCheck(model, names or {})
    for element in model.document.elements.values():
        if element.kind in {"inputData", "decision", "businessKnowledgeModel"}:
            check.check(element)
    seen = {(finding.line, finding.code) for finding in check.found}
    for fault in model.faults:
        if (fault.line, fault.code) not in seen:
            check.found.append(
                Finding(
                    fault.code, fault.message, fault.line, fault.column, element_id=fault.element_id
                )
            )
    return check.found
