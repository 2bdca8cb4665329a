"""Decisions and scripts that a drawing calls, and the variables that it sets."""

from collections.abc import Collection, Mapping

from lxml import etree

from engine.diagnosis.names import Names, hint
from engine.feel import FeelError, FeelType
from engine.feel.check import infer_type
from engine.feel.typeref import ANY, list_of
from engine.workflow.reading.drawn import B, Drawing, Node
from engine.workflow.reading.extensions import TTHC, is_name
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.foreign import SPIFF, ZEEBE
from engine.workflow.reading.graph_details import camunda_like, repeat_of, script_of

_SEVERAL = 2


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
    return camunda_like(element, "decisionRef"), variable


def result_variable(node: Node) -> str | None:
    """The variable that takes the value of a script or decision."""
    own = _extension(node.element, f"{{{TTHC}}}result")
    if own is not None:
        return own.get("variable")
    script = _extension(node.element, f"{{{ZEEBE}}}script")
    if script is not None:
        return script.get("resultVariable")
    return camunda_like(node.element, "resultVariable")


def set_variables(
    drawing: Drawing,
    outputs: Mapping[str, tuple[str, ...]],
    results: Mapping[str, FeelType],
    names: Names,
) -> None:
    """Adds the variables that scripts, decisions, messages and repeated activities set.

    A decision whose value is given no name of its own sets one for each of its ``outputs``.
    """
    for node in drawing.nodes():
        if node.tag == "businessRuleTask":
            decision, result = called_decision(node)
            answer = results.get(decision or "", ANY)
            if result:
                names.add_variable(result, answer)
            else:
                for name in outputs.get(decision or "", ()):
                    names.add_variable(name, answer.field(name) or ANY)
        elif node.tag == "scriptTask" and (result := result_variable(node)):
            names.add_variable(result, _type_of(script_of(node.element), names))
        _add_items(node, names)
    for payload in drawing.root.iter(f"{{{TTHC}}}payload"):
        for name in (payload.get("variables") or "").split():
            names.add_variable(name, ANY)
    for name in _items(drawing) - names.variables:
        names.add_variable(name, ANY)


def _type_of(text: str | None, names: Names) -> FeelType:
    """The type of an expression over what is known so far; Any when it can't be told."""
    if not text:
        return ANY
    try:
        return infer_type(text, {name: names.type_of(name) for name in names.known})
    except FeelError:
        return ANY


def _add_items(node: Node, names: Names) -> None:
    """What the instances of a repeated activity see, and what they leave behind."""
    repeat = repeat_of(node.element)
    if repeat is None:
        return
    if repeat.item:
        names.add_variable(repeat.item, _type_of(repeat.collection, names).item or ANY)
    if repeat.output_collection:
        item = names.type_of(repeat.output_item or "")
        names.add_variable(repeat.output_collection, list_of(item))


def _items(drawing: Drawing) -> set[str]:
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
    drawing: Drawing,
    outputs: Mapping[str, tuple[str, ...]],
    needs: Mapping[str, Collection[str]],
    names: Names,
    faults: list[Fault],
) -> set[str]:
    """Business rule and script tasks; returns the decisions that are called.

    ``needs``: the input data that each decision requires.
    """
    called: set[str] = set()
    for node in drawing.nodes():
        if node.tag == "businessRuleTask":
            called |= _check_rule(node, outputs, drawing.file, faults)
            for decision in filter(None, [called_decision(node)[0]]):
                faults += [
                    fault(
                        "decision.input_missing",
                        file=drawing.file,
                        at=node.element,
                        name=node.label,
                        decision=decision,
                        value=value,
                        hint=hint(value, names.known),
                    )
                    for value in sorted(set(needs.get(decision, ())) - names.known)
                ]
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
