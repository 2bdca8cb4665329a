"""``tthc`` elements in the wrong place, with unknown names or unknown attributes."""

from collections.abc import Mapping

from lxml import etree

from engine.workflow.reading.extensions import ATTRIBUTES, TTHC, local_name
from engine.workflow.reading.faults import BPMN, Fault, fault

_STEPS = frozenset({"userTask", "manualTask"})
_PLACES: Mapping[str, frozenset[str]] = {
    "assignment": _STEPS,
    "duration": _STEPS,
    "act": _STEPS,
    "form": _STEPS,
    "button": _STEPS,
    "outcomes": _STEPS,
    "assigns": _STEPS,
    "decided": _STEPS,
    "level": frozenset({"lane"}),
    "decision": frozenset({"businessRuleTask"}),
    "result": frozenset({"businessRuleTask", "scriptTask"}),
    "payload": frozenset(
        {"message", "receiveTask", "startEvent", "intermediateCatchEvent", "boundaryEvent"}
    ),
}
_ANYWHERE = frozenset({"source", "note"})
"""Attributes that any ``tthc`` element may carry: ``source="demo"`` marks what no decision says."""


def check_placement(root: etree._Element, *, file: str, faults: list[Fault]) -> None:
    """Every ``tthc`` element of a file: known, in its place, with known attributes."""
    for element in root.iter(f"{{{TTHC}}}*"):
        name = local_name(element)
        known = ATTRIBUTES.get(name)
        if known is None:
            faults.append(fault("ext.unknown_element", file=file, at=element, element=name))
            continue
        place = _place(element)
        allowed = _PLACES.get(name)
        if place is None or (allowed is not None and place not in allowed):
            where = f"“{place}”" if place else "ngoài extensionElements"
            faults.append(fault("ext.misplaced", file=file, at=element, element=name, place=where))
        faults += [
            fault("ext.unknown_attribute", file=file, at=element, element=name, attribute=attribute)
            for attribute in element.attrib
            if str(attribute) not in known | _ANYWHERE
        ]
        if element.get("source") not in (None, "demo"):
            faults.append(_source_unknown(element, name, "source", file))
        elif name == "source" and element.get("kind") != "demo":
            faults.append(_source_unknown(element, name, "kind", file))


def _place(element: etree._Element) -> str | None:
    """The tag of the BPMN element that the extension says something about."""
    around = element.getparent()
    if local_name(element) == "outcome":
        outcomes = around is not None and around.tag == f"{{{TTHC}}}outcomes"
        return "outcomes" if outcomes else None
    if around is None or around.tag != f"{{{BPMN}}}extensionElements":
        return None
    bearer = around.getparent()
    return None if bearer is None else local_name(bearer)


def _source_unknown(element: etree._Element, name: str, attribute: str, file: str) -> Fault:
    return fault(
        "ext.value_unknown",
        file=file,
        at=element,
        element=name,
        attribute=attribute,
        value=element.get(attribute) or "",
        allowed="demo",
    )
