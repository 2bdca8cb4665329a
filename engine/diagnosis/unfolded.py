"""A whole package as one graph: sub-processes and called processes unfolded where they stand.

Each activity is two spots, entered and done, so that a boundary event leaves with what was true on
entry and the next step begins with what was true when it was done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.diagnosis.calls import called_process
from engine.diagnosis.paths import link_name
from engine.workflow.reading.drawn import Node, Scope

MOST_SPOTS = 40_000


@dataclass(slots=True, eq=False)
class Spot:
    """A point that tokens pass. ``node`` is None for a scope's end and for "anywhere inside it"."""

    node: Node | None = None
    done: bool = False
    anywhere: bool = False
    side: bool = False
    final: bool = False
    after: list["Spot"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Instance:
    """One scope at one place: where it goes when it ends, and its "anywhere" spot."""

    scope: Scope
    exit: Spot | None
    anywhere: Spot
    entry: Spot | None = None
    side: bool = False


class TooManySpots(Exception):
    """The calls unfold to more than ``MOST_SPOTS``."""


def unfold(process: Scope, called: Mapping[str, Scope]) -> list[Spot]:
    """All spots; the first is where the case begins. Raises TooManySpots, also for call circles."""
    begin = Spot()
    spots = [begin]
    waiting = [_Instance(process, None, Spot(anywhere=True), begin)]
    while waiting:
        instance = waiting.pop()
        spots.append(instance.anywhere)
        waiting += _Unfolding(instance, called, spots).run()
        if len(spots) > MOST_SPOTS:
            raise TooManySpots
    return spots


class _Unfolding:
    """Puts the nodes of one instance into the graph."""

    def __init__(self, instance: _Instance, called: Mapping[str, Scope], spots: list[Spot]) -> None:
        self.instance = instance
        self.called = called
        self.spots = spots
        self.entered: dict[Node, Spot] = {}
        self.finished: dict[Node, Spot] = {}
        self.inside: dict[Node, Spot] = {}
        self.links = {
            link_name(node): node
            for node in instance.scope.nodes
            if node.tag == "intermediateCatchEvent"
        }

    def run(self) -> list[_Instance]:
        """The instances inside this one, still to be unfolded."""
        inner: list[_Instance] = []
        for node in self.instance.scope.nodes:
            inner += self._place(node)
        for node in self.instance.scope.nodes:
            self._connect(node)
        return inner

    def _spot(self, node: Node, *, done: bool = False) -> Spot:
        spot = Spot(node, done=done)
        self.spots.append(spot)
        spot.after.append(self.instance.anywhere)
        return spot

    def _place(self, node: Node) -> list[_Instance]:
        entered = self.entered[node] = self._spot(node)
        scope = node.inner or self.called.get(called_process(node) or "")
        if node.by_event and scope is not None:
            return [self._handler(node, scope)]
        finished = self.finished[node] = self._spot(node, done=True)
        if scope is None:
            entered.after.append(finished)
            self.inside[node] = entered
            return []
        anywhere = Spot(anywhere=True)
        entered.after.append(anywhere)
        anywhere.after.append(self.instance.anywhere)
        self.inside[node] = anywhere
        return [_Instance(scope, finished, anywhere, entered)]

    def _handler(self, node: Node, scope: Scope) -> _Instance:
        """An event sub-process: begins anywhere in its scope, and its end is the scope's end."""
        entered = self.entered[node]
        entered.side = not all(start.interrupting for start in scope.starts())
        self.instance.anywhere.after.append(entered)
        self.finished[node] = entered
        self.inside[node] = entered
        leave = self.instance.exit
        if leave is None:
            leave = Spot(node, final=True)
            self.spots.append(leave)
        return _Instance(scope, leave, Spot(anywhere=True), entered)

    def _connect(self, node: Node) -> None:
        finished = self.finished[node]
        finished.after += [self.entered[f.target] for f in node.outgoing if f.target is not None]
        if node.tag == "startEvent" and self.instance.entry is not None:
            self.instance.entry.after.append(self.entered[node])
        for event in node.attached:
            self.entered[event].side = not event.interrupting
            self.inside[node].after.append(self.entered[event])
        if node.tag == "endEvent":
            self._end(node, finished)
        link = link_name(node) if node.tag == "intermediateThrowEvent" else None
        if link and link in self.links:
            finished.after.append(self.entered[self.links[link]])

    def _end(self, node: Node, finished: Spot) -> None:
        if {"error", "cancel"} & set(node.kinds):
            return  # goes on at the boundary event, if any, from "anywhere"
        if self.instance.exit is not None:
            finished.after.append(self.instance.exit)
        elif "terminate" not in node.kinds:
            finished.final = True
