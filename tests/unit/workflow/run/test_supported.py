"""The tables of what runs say what the loader does."""

import re

import pytest

from engine.workflow import Definition
from engine.workflow.reading.supported import ELEMENTS, EVENTS
from engine.workflow.running.incidents import NotExecutable
from tests.integration.workflow.diagrams import (
    CANCEL,
    COMPENSATE,
    ERROR,
    ESCALATION,
    MESSAGE,
    SIGNAL,
    TERMINATE,
    boundary,
    definition,
    flows,
    node,
    nodes,
    process,
    timer,
    when,
)

DEFINITIONS = {
    "none": "",
    "message": MESSAGE,
    "timer": timer("P1D"),
    "signal": SIGNAL,
    "conditional": when("x"),
    "error": ERROR,
    "escalation": ESCALATION,
    "cancel": CANCEL,
    "terminate": TERMINATE,
    "compensate": COMPENSATE,
    "link": '<bpmn:linkEventDefinition name="L"/>',
    "multiple": MESSAGE + SIGNAL,
}
INNER = nodes("user:x end:se")


def at(position: str, event: str) -> Definition:
    """A diagram with an event at a position of the table."""
    rest = nodes("start:s user:a end:e")
    if position == "start":
        rest, line = node("start", "s", event) + nodes("user:a end:e"), "s>a>e"
    elif position.endswith("start") or "start non-" in position:
        rest, line = rest + inside(position, event), "s>a>e"
        line = "s>sp>a>e" if position == "subprocess start" else line
    elif position == "end":
        inner = node("start", "ss") + node("end", "se", event) + flows("ss>se")
        rest += node("transaction", "sp", inner) + nodes("end:f")
        rest += boundary("b", "sp", CANCEL) + boundary("c", "sp", ERROR)
        line = "s>sp>a>e b>f c>f"
    elif position.startswith("boundary"):
        rest += node("transaction", "sp", nodes("start:ss") + INNER + flows("ss>x>se"))
        rest += boundary("b", "sp", event, interrupting=not position.endswith("non-interrupting"))
        line = "s>sp>a>e b>f"
        rest += nodes("end:f")
    elif event == DEFINITIONS["link"]:
        rest, line = rest + node("throw", "t", event) + node("catch", "c", event), "s>a>t c>e"
    else:
        rest, line = rest + node(position, "c", event), "s>a>c>e"
    return definition(process(rest, flows(line)))


def inside(position: str, event: str) -> str:
    """A sub-process, or an event sub-process, that starts with the event."""
    free = "false" if position.endswith("non-interrupting") else "true"
    inner = node("start", "ss", event, isInterrupting=free) + INNER + flows("ss>x>se")
    by_event = {} if position == "subprocess start" else {"triggeredByEvent": "true"}
    return node("sub", "sp", inner, **by_event)


@pytest.mark.parametrize(
    ("position", "kind"), [(place, kind) for place in EVENTS for kind in DEFINITIONS]
)
def test_each_event_is_read_or_refused_as_the_table_says(position: str, kind: str) -> None:
    support = EVENTS[position].get(kind)
    if support is not None and support.supported:
        assert at(position, DEFINITIONS[kind]).process_id == "p"
        return
    reason = support.reason if support else "không đứng được ở vị trí này"
    with pytest.raises(NotExecutable, match=re.escape(reason)):
        at(position, DEFINITIONS[kind])


@pytest.mark.parametrize("tag", [tag for tag, support in ELEMENTS.items() if not support.supported])
def test_each_refused_element_is_refused_with_its_reason(tag: str) -> None:
    with pytest.raises(NotExecutable, match=re.escape(ELEMENTS[tag].reason)):
        definition(process(nodes(f"start:s {tag}:x end:e"), flows("s>x>e")))


@pytest.mark.parametrize(
    ("tag", "attribute", "value"),
    [
        ("userTask", "isForCompensation", "true"),
        ("receiveTask", "instantiate", "true"),
        ("eventBasedGateway", "eventGatewayType", "Parallel"),
        ("userTask", "startQuantity", "2"),
        ("userTask", "completionQuantity", "2"),
    ],
)
def test_attributes_that_ask_for_more_are_refused(tag: str, attribute: str, value: str) -> None:
    odd = node(tag, "x", **{attribute: value, "messageRef": "m1"})
    with pytest.raises(NotExecutable):
        definition(process(nodes("start:s end:e"), odd, flows("s>x>e")))
