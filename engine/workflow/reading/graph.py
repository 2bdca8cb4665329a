"""A diagram as the engine reads it: scopes, nodes, flows. No run-time state, no SpiffWorkflow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TriggerKind = Literal[
    "none",
    "message",
    "timer",
    "signal",
    "conditional",
    "error",
    "escalation",
    "cancel",
    "terminate",
    "link",
    "compensate",
]
TimerKind = Literal["date", "duration", "cycle"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event definition. ``name``: the message's, signal's or link's name, the error's code."""

    kind: TriggerKind
    name: str | None = None
    timer_kind: TimerKind | None = None
    expression: str | None = None
    accepts: tuple[str, ...] = ()


NO_TRIGGER = Trigger("none")


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Loop characteristics of an activity."""

    kind: Literal["parallel", "sequential", "loop"]
    cardinality: str | None = None
    collection: str | None = None
    item: str | None = None
    output_collection: str | None = None
    output_item: str | None = None
    condition: str | None = None
    maximum: int | None = None
    test_before: bool = False


COUNTERS: Mapping[str, Literal["all", "open", "done"]] = {
    "numberOfInstances": "all",
    "numberOfActiveInstances": "open",
    "numberOfCompletedInstances": "done",
    "nrOfInstances": "all",
    "nrOfActiveInstances": "open",
    "nrOfCompletedInstances": "done",
}
"""What a completion condition may read of the instances (BPMN 2.0.2, table 10.30), also by the
names that Camunda 7, Flowable and Activiti give them."""


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node. ``tag`` is the BPMN element's local name; ``file`` where it stands."""

    id: str
    tag: str
    name: str
    file: str
    trigger: Trigger = NO_TRIGGER
    attached_to: str | None = None
    interrupting: bool = True
    default_flow: str | None = None
    repeat: Repeat | None = None
    called: str | None = None
    decision: str | None = None
    result: str | None = None
    script: str | None = None
    script_language: str | None = None
    by_event: bool = False

    @property
    def label(self) -> str:
        """What people call it: its name, or its id when it has none."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Scope:
    """A process or sub-process: what has tokens of its own."""

    id: str
    name: str
    file: str
    parent: str | None
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)

    def outgoing(self) -> dict[str, list[Flow]]:
        """The flows that leave each node, in document order."""
        leaving: dict[str, list[Flow]] = {node_id: [] for node_id in self.nodes}
        for flow in self.flows.values():
            leaving.setdefault(flow.source, []).append(flow)
        return leaving


@dataclass(frozen=True, slots=True)
class Graph:
    """All scopes of a package by id; ``root`` is the process that a case runs."""

    root: str
    scopes: Mapping[str, Scope]
