"""DMN files, and the decisions and scripts that the drawing calls."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.diagnosis.texts import Names
from engine.feel.check import check_model
from engine.feel.dmn import DmnModel
from engine.workflow.reading.document import Document
from engine.workflow.reading.drawn import B, Drawing, Node
from engine.workflow.reading.extensions import RESERVED_NAMES, TTHC, is_name
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.foreign import CAMUNDA, SPIFF, ZEEBE
from engine.workflow.reading.models import ModelRefused, read_model
from engine.workflow.reading.reads import names_read

_SEVERAL = 2
MOST_WORK = 1_000_000
"""Columns times the square of the rules: what takes about two seconds to search."""


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """A compiled DMN file.

    ``outputs`` are the columns that a decision's table answers with, by the decision's id and name;
    ``work`` says how long searching its tables for gaps would take.
    """

    file: str
    model: DmnModel
    outputs: Mapping[str, tuple[str, ...]]
    work: int
    root: etree._Element = field(repr=False)

    @property
    def keys(self) -> list[str]:
        """The ids and names by which its decisions may be called."""
        decisions = self.model.decisions
        return list(dict.fromkeys(k for d in decisions for k in (d.decision_id, d.name) if k))


def read_decisions(
    document: Document, others: Iterable[DecisionFile], *, faults: list[Fault]
) -> DecisionFile | None:
    """The model of a DMN file, which may import the ``others``; None with a fault."""
    try:
        model = read_model(document, {other.file: other.model for other in others})
    except ModelRefused as refused:
        faults.append(fault("dmn.refused", file=document.file, detail=refused.reason))
        return None
    if not model.decisions:
        faults.append(fault("dmn.no_decision", file=document.file))
    work = 0
    for table in document.root.iter("{*}decisionTable"):
        rules = sum(1 for _ in table.iterchildren("{*}rule"))
        work += rules * rules * sum(1 for _ in table.iterchildren("{*}input"))
    return DecisionFile(document.file, model, _outputs(document.root), work, document.root)


def _outputs(root: etree._Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for decision in root.iter("{*}decision"):
        columns = decision.iterfind("{*}decisionTable/{*}output")
        names = tuple(column.get("name") or "" for column in columns)
        for key in (decision.get("id"), decision.get("name")):
            if key:
                found.setdefault(key, names)
    return found


def inputs_read(decisions: DecisionFile) -> frozenset[str]:
    """The names that an input may have: those that the file declares or its texts read."""
    elements = decisions.model.document.elements.values()
    return names_read([decisions.root]) | {one.name for one in elements if one.kind == "inputData"}


def check_decisions(decisions: DecisionFile, names: Names, *, faults: list[Fault]) -> None:
    """Cells, types, gaps and overlaps of a model over the names that the process gives it."""
    file = decisions.file
    if decisions.work > MOST_WORK:
        faults.append(fault("dmn.not_analysed", file=file))
        for wrong in decisions.model.faults:
            said = fault("dmn.expression", file=file, line=wrong.line, detail=wrong.message)
            faults.append(replace(said, element_id=wrong.element_id))
        return
    known = {name: names.type_of(name) for name in sorted(names.variables | RESERVED_NAMES)}
    for found in check_model(decisions.model, known):
        code = "dmn.expression" if found.severity == "error" else "dmn.table"
        said = fault(code, file=file, line=found.line, detail=found.message)
        faults.append(replace(said, element_id=found.element_id))


def called_decision(node: Node) -> tuple[str | None, str | None]:
    """The decision that a business rule task calls and the variable that takes its value."""
    element = node.element
    own = _extension(element, f"{{{TTHC}}}decision")
    if own is not None:
        return own.get("ref"), own.get("result")
    zeebe = _extension(element, f"{{{ZEEBE}}}calledDecision")
    if zeebe is not None:
        return zeebe.get("decisionId"), zeebe.get("resultVariable")
    variable = result_variable(node)
    spiff = _extension(element, f"{{{SPIFF}}}calledDecisionId")
    if spiff is not None:
        return (spiff.text or "").strip() or None, variable
    return element.get(f"{{{CAMUNDA}}}decisionRef"), variable


def result_variable(node: Node) -> str | None:
    """The variable that takes the value of a script or decision."""
    own = _extension(node.element, f"{{{TTHC}}}result")
    if own is not None:
        return own.get("variable")
    script = _extension(node.element, f"{{{ZEEBE}}}script")
    if script is not None:
        return script.get("resultVariable")
    return node.element.get(f"{{{CAMUNDA}}}resultVariable")


def results_of(drawing: Drawing, outputs: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """The variables that scripts, decisions and messages of a drawing set.

    A decision whose value is given no name of its own sets one for each of its ``outputs``.
    """
    for node in drawing.nodes():
        if node.tag == "businessRuleTask":
            decision, result = called_decision(node)
            if not result:
                yield from outputs.get(decision or "", ())
        elif node.tag == "scriptTask":
            result = result_variable(node)
        else:
            result = None
        if result:
            yield result
    for payload in drawing.root.iter(f"{{{TTHC}}}payload"):
        yield from (payload.get("variables") or "").split()


def items_of(drawing: Drawing) -> set[str]:
    """The names under which repeated activities see the item of one instance."""
    names: set[str] = set()
    named = ("{*}inputDataItem", "{*}outputDataItem", "{*}loopCharacteristics")
    for item in drawing.root.iter(*named):
        for attribute in ("name", "id", "inputElement", "outputCollection"):
            names.add(item.get(attribute) or "")
    for many in drawing.root.iter("{*}multiInstanceLoopCharacteristics"):
        names |= {str(v) for k, v in many.items() if str(k).endswith("}elementVariable")}
        output = many.find("{*}loopDataOutputRef")
        if output is not None and output.text:
            names.add(output.text.strip())
    return names - {""}


def check_computed(
    drawing: Drawing, outputs: Mapping[str, tuple[str, ...]], faults: list[Fault]
) -> set[str]:
    """Business rule and script tasks; returns the decisions that are called."""
    called: set[str] = set()
    for node in drawing.nodes():
        if node.tag == "businessRuleTask":
            called |= _check_rule(node, outputs, drawing.file, faults)
        elif node.tag == "scriptTask":
            _check_script(node, drawing.file, faults)
    return called


def _check_rule(
    node: Node, outputs: Mapping[str, tuple[str, ...]], file: str, faults: list[Fault]
) -> set[str]:
    decision, result = called_decision(node)
    if not decision:
        faults.append(fault("decision.missing", file=file, at=node.element, name=node.label))
        return set()
    if decision not in outputs:
        faults.append(
            fault(
                "decision.unknown", file=file, at=node.element, name=node.label, decision=decision
            )
        )
    elif result or len(outputs[decision]) < _SEVERAL:
        # Only several outputs have names of their own; a single value would be lost.
        _check_result(node, result, "decision.result_missing", file, faults)
    return {decision}


def _check_script(node: Node, file: str, faults: list[Fault]) -> None:
    language = (node.element.get("scriptFormat") or "").strip()
    zeebe = _extension(node.element, f"{{{ZEEBE}}}script")
    script = node.element.find(f"{B}script")
    text = "" if script is None else "".join(map(str, script.itertext())).strip()
    if language and "feel" not in language.lower() and zeebe is None:
        faults.append(
            fault("script.not_feel", file=file, at=node.element, name=node.label, language=language)
        )
    elif not text and (zeebe is None or not zeebe.get("expression")):
        faults.append(fault("script.empty", file=file, at=node.element, name=node.label))
    _check_result(node, result_variable(node), "script.result_missing", file, faults)


def _check_result(
    node: Node, result: str | None, missing: str, file: str, faults: list[Fault]
) -> None:
    if not result:
        faults.append(fault(missing, file=file, at=node.element, name=node.label))
    elif not is_name(result):
        faults.append(fault("outcome.variable_invalid", file=file, at=node.element, value=result))


def _extension(element: etree._Element, tag: str) -> etree._Element | None:
    return element.find(f"{B}extensionElements/{tag}")
