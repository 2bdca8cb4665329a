"""What may be drawn: refuses, on its shape, every element and event that is not proved to run.

The tables are in ``engine.workflow.reading.supported``; here they meet a drawing, and what a
table can't say (a timer without time, a message without name) is checked beside them.
"""

from collections.abc import Mapping

from lxml import etree

from engine.typed.text import says_something
from engine.workflow.reading.drawn import B, Drawing, Node
from engine.workflow.reading.extensions import local_name
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.graph_details import says
from engine.workflow.reading.supported import (
    ANNOTATIONS,
    element_support,
    event_support,
    position_of,
)

_DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
_ROOT_KNOWN = frozenset(
    {
        "process",
        "collaboration",
        "message",
        "signal",
        "error",
        "escalation",
        "itemDefinition",
        "category",
        "extension",
        "documentation",
        "extensionElements",
    }
)
_ROOT_IGNORED = frozenset(
    {
        "dataStore",
        "resource",
        "partnerEntity",
        "partnerRole",
        "endPoint",
        "interface",
        "correlationProperty",
        "relationship",
        "globalTask",
        "globalUserTask",
        "globalManualTask",
        "globalScriptTask",
        "globalBusinessRuleTask",
    }
)
_DATA = frozenset({"dataObject", "dataStoreReference", "ioSpecification", "property"})
_OF_NODES = (
    *("ioSpecification", "dataInputAssociation", "dataOutputAssociation", "property"),
    *("resourceRole", "performer", "humanPerformer", "potentialOwner"),
)
_NEEDS_NAME = {"message": "thông điệp", "signal": "tín hiệu"}
_THROWN = {"error": "mã lỗi", "escalation": "mã báo lên trên"}
SHOWN = 60
"""Signs that a fault repeats of what an assignment sets."""
_TIMERS = ("timeDate", "timeDuration", "timeCycle")
_EVENT_WAITS = frozenset({"message", "timer", "signal", "conditional"})


def check_profile(drawing: Drawing, faults: list[Fault]) -> None:
    """Everything in the file that the engine would not run as drawn."""
    _check_root(drawing, faults)
    for scope in drawing.scopes:
        for child in scope.element.iterchildren(f"{B}*"):
            _check_child(child, drawing.file, faults)
        for node in scope.nodes:
            _NodeCheck(node, drawing.file, faults).run()


def _check_root(drawing: Drawing, faults: list[Fault]) -> None:
    for child in drawing.root.iterchildren(f"{B}*"):
        tag = local_name(child)
        if tag == "import":
            location = child.get("location")
            faults.append(fault("profile.import", file=drawing.file, at=child, location=location))
        elif tag in _ROOT_IGNORED:
            faults.append(_ignored(child, drawing.file))
        elif tag not in _ROOT_KNOWN:
            faults.append(fault("profile.root", file=drawing.file, at=child, element=tag))
        elif tag in _NEEDS_NAME and not says_something(child.get("name") or ""):
            what = _NEEDS_NAME[tag].capitalize()
            value = child.get("id")
            faults.append(
                fault("event.name_missing", file=drawing.file, at=child, what=what, value=value)
            )


def _check_child(child: etree._Element, file: str, faults: list[Fault]) -> None:
    tag = local_name(child)
    if tag in _DATA:
        faults.append(_ignored(child, file))
    elif tag not in ANNOTATIONS and not tag.endswith("EventDefinition"):
        support = element_support(tag)
        if not support.supported:
            name = child.get("name") or child.get("id") or tag
            faults.append(
                fault(
                    "profile.element",
                    file=file,
                    at=child,
                    name=name,
                    element=tag,
                    reason=support.reason,
                )
            )


def _ignored(element: etree._Element, file: str) -> Fault:
    name = element.get("name") or element.get("id") or ""
    tag = local_name(element)
    return fault("profile.ignored", file=file, at=element, element=tag, name=name)


class _NodeCheck:
    def __init__(self, node: Node, file: str, faults: list[Fault]) -> None:
        self.node = node
        self.file = file
        self.faults = faults

    def add(self, code: str, **values: object) -> None:
        values.setdefault("name", self.node.label)
        self.faults.append(fault(code, file=self.file, at=self.node.element, line=None, **values))

    def _assigned(self, association: etree._Element) -> None:
        """What would change the case's data, were it run: never passed over in silence."""
        for part in association.iterchildren(f"{B}assignment", f"{B}transformation"):
            into = (part.findtext(f"{B}to") or "").strip()
            what = f"{local_name(part)} {into[:SHOWN]}".strip()
            self.add("profile.assignment", element=local_name(association), what=what)

    def run(self) -> None:
        tag = self.node.tag
        self._attributes()
        for child in self.node.element.iterchildren(*(f"{B}{part}" for part in _OF_NODES)):
            self.faults.append(_ignored(child, self.file))
            self._assigned(child)
        if tag.endswith("Event"):
            self._event()
        elif tag in ("receiveTask", "sendTask"):
            if not self.node.element.get("messageRef"):
                self.add("event.reference_missing", what="thông điệp")
        elif tag == "eventBasedGateway":
            self._event_gateway()
        if self.node.inner is not None:
            self._inner()
        self._loop()
        if tag.endswith("Event") or tag == "eventBasedGateway":
            for flow in self.node.outgoing:
                if flow.condition:
                    self.add("flow.condition_misplaced")

    def _attributes(self) -> None:
        element = self.node.element
        if self.node.for_compensation:
            self.add("profile.compensation")
        for attribute in ("startQuantity", "completionQuantity"):
            value = element.get(attribute)
            if value not in (None, "1"):
                self.add("profile.quantity", attribute=attribute, value=value)
        if says(element, "instantiate"):
            self.add("profile.instantiate")

    def _event(self) -> None:
        node = self.node
        kinds = node.kinds
        kind = kinds[0] if kinds else "none"
        if len(kinds) > 1 or node.element.find(f"{B}eventDefinitionRef") is not None:
            kind = "multiple"
        position = position_of(node.tag, inside=_inside(node), interrupting=node.interrupting)
        support = event_support(position, kind)
        if not support.supported:
            self.add("profile.event", kind=kind, reason=support.reason)
        for definition, its_kind in zip(node.definitions, kinds, strict=True):
            self._definition(definition, its_kind)
        if node.tag == "boundaryEvent":
            self._boundary(kind)
        if kind == "cancel" and node.tag == "endEvent" and not self._cancellable():
            self.add("event.cancel_host")

    def _definition(self, definition: etree._Element, kind: str) -> None:
        if kind == "timer":
            given = [tag for tag in _TIMERS if _text(definition.find(f"{B}{tag}"))]
            if not given:
                self.add("event.timer_empty")
            elif len(given) > 1:
                self.add("event.timer_several")
        elif kind == "conditional" and not _text(definition.find(f"{B}condition")):
            self.add("event.condition_empty")
        elif kind in _NEEDS_NAME and not definition.get(f"{kind}Ref"):
            self.add("event.reference_missing", what=_NEEDS_NAME[kind])
        elif kind in _THROWN and self._throws() and not definition.get(f"{kind}Ref"):
            self.add("event.reference_missing", what=_THROWN[kind])

    def _throws(self) -> bool:
        return self.node.tag in ("endEvent", "intermediateThrowEvent")

    def _boundary(self, kind: str) -> None:
        host = self.node.host
        runs = ("Task", "task", "subProcess", "transaction", "callActivity", "adHocSubProcess")
        if host is None:
            return  # attachedToRef ends nowhere: said by the references
        if not host.tag.endswith(runs) or host.by_event:
            self.add("event.host")
        elif kind == "cancel" and host.tag != "transaction":
            self.add("event.cancel_host")

    def _cancellable(self) -> bool:
        owner = self.node.scope.owner
        return (
            owner is not None
            and owner.tag == "transaction"
            and any("cancel" in event.kinds for event in owner.attached)
        )

    def _event_gateway(self) -> None:
        node = self.node
        if len(node.outgoing) < _FEWEST:
            self.add("gateway.event_few")
        if node.element.get("eventGatewayType") == "Parallel":
            self.add("gateway.event_type")
        for flow in node.outgoing:
            target = flow.target
            if target is None:
                continue
            waits = target.tag == "receiveTask" or (
                target.tag == "intermediateCatchEvent" and _EVENT_WAITS.issuperset(target.kinds)
            )
            alone = len(target.incoming) == 1 and not target.attached and not _repeats(target)
            if not waits or not alone:
                self.add("gateway.event_targets", target=target.label)

    def _inner(self) -> None:
        node = self.node
        if node.by_event and (node.incoming or node.outgoing):
            self.add("subprocess.event_flows")
        if node.by_event and _repeats(node):
            self.add("subprocess.event_loop")
        if node.inner is not None and not node.inner.nodes and not node.by_event:
            self.add("subprocess.empty")

    def _loop(self) -> None:
        element = self.node.element
        loop = element.find(f"{B}standardLoopCharacteristics")
        ends = loop is None or loop.get("loopMaximum") or _text(loop.find(f"{B}loopCondition"))
        if not ends:
            self.add("loop.endless")
        many = element.find(f"{B}multiInstanceLoopCharacteristics")
        if many is None:
            return
        if len(_loop_sources(many)) != 1:
            self.add("loop.source")
        behaviour = many.get("behavior")
        if behaviour not in (None, "All"):
            self.add("profile.behaviour", value=behaviour)


_FEWEST = 2


def _repeats(node: Node) -> bool:
    loops = ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics")
    return any(node.element.find(f"{B}{loop}") is not None for loop in loops)


def _inside(node: Node) -> str:
    owner = node.scope.owner
    if owner is None:
        return "process"
    return "event" if owner.by_event else "subprocess"


def _loop_sources(many: etree._Element) -> list[str]:
    """How often an activity is repeated, in any of the ways that the loader reads."""
    attributes: Mapping[str, str] = {
        str(etree.QName(name).localname): str(value) for name, value in many.items()
    }
    inner = {
        str(name): str(value)
        for item in many.iterfind(f"{B}extensionElements/*")
        for name, value in item.items()
    }
    given = [
        _text(many.find(f"{B}loopCardinality")),
        _text(many.find(f"{B}loopDataInputRef"))
        or attributes.get("collection", "")
        or inner.get("inputCollection", ""),
    ]
    return [source for source in given if source]


def _text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(map(str, element.itertext())).strip()
