"""Messages that events of a package wait for: what each takes, and whether anybody sends it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from engine.workflow.reading.drawn import B, Drawing, Node
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.graph_details import accepted

_THROWS = frozenset({"sendTask", "endEvent", "intermediateThrowEvent"})
_WAITS = frozenset({"receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent"})


class Named(NamedTuple):
    """A node that sends a message or waits for one."""

    file: str
    node: Node
    message: str
    accepts: tuple[str, ...]


def waiting_events(drawings: Iterable[Drawing]) -> Mapping[str, tuple[str, ...]]:
    """The events that wait for a message, by id, with the names that each takes of it."""
    return {one.node.id: one.accepts for one in _named(drawings, _WAITS)}


def check_unsent(drawings: list[Drawing]) -> Iterator[Fault]:
    """Events that wait for a message which nothing in the package sends: no outside system is
    connected that would (none of the ports receives), so an operator has to hand it over."""
    sent = {one.message for one in _named(drawings, _THROWS)}
    for one in _named(drawings, _WAITS):
        if one.message not in sent:
            yield fault(
                "event.message_unsent",
                file=one.file,
                at=one.node.element,
                name=one.node.label,
                message=one.message,
            )


def _named(drawings: Iterable[Drawing], tags: frozenset[str]) -> Iterator[Named]:
    drawn = list(drawings)
    messages = {
        one.get("id") or "": one for drawing in drawn for one in drawing.root.iter(f"{B}message")
    }
    for drawing in drawn:
        for node in drawing.nodes():
            if node.tag not in tags or _files(node):
                continue
            said = _reference(node)
            message = messages.get((said.get("messageRef") or "") if said is not None else "")
            if said is not None and message is not None:
                name = message.get("name") or message.get("id") or ""
                yield Named(drawing.file, node, name, accepted(said) or accepted(message))


def _files(node: Node) -> bool:
    """Whether it is the start of a process: its message is the filing."""
    return node.tag == "startEvent" and node.scope.tag == "process"


def _reference(node: Node) -> etree._Element | None:
    """What bears the reference to its message."""
    if node.tag in ("receiveTask", "sendTask"):
        return node.element
    pairs = zip(node.definitions, node.kinds, strict=True)
    return next((one for one, kind in pairs if kind == "message"), None)
