"""A scope as it is drawn → its net."""

from collections.abc import Mapping, Sequence

from engine.diagnosis.paths import link_name, reached, successors
from engine.diagnosis.tokens.net import (
    QUIET,
    Acts,
    Join,
    Net,
    Split,
    Spot,
    after,
    connect,
    inside,
    passing,
)
from engine.workflow.reading.drawn import Flow, Node, Scope

_JOINS: Mapping[str, Join] = {"parallelGateway": "all", "inclusiveGateway": "some"}
_SPLITS: Mapping[str, Split] = {
    "exclusiveGateway": "one",
    "eventBasedGateway": "one",
    "parallelGateway": "all",
    "inclusiveGateway": "some",
}
_ENDS_ALL = frozenset({"terminate", "error", "cancel"})
_FIRES_AGAIN = frozenset({"message", "signal", "conditional", "escalation"})
MOST_REMINDERS = 5
"""Non-interrupting events of one activity that are told apart; it has 2 to that power of ways."""


def build(scope: Scope, done: Mapping[Node, Acts], partly: Mapping[Node, Acts]) -> Net | None:
    """The net of a scope; None without exactly one start.

    ``done``: what passing an activity may do to the case, ``partly``: what leaving it by an event
    may have done. What no flow leads to is left out: that is a fault of its own.
    """
    starts = scope.starts()
    return _Builder(scope, starts[0], done, partly).build() if len(starts) == 1 else None


class _Builder:
    def __init__(
        self, scope: Scope, start: Node, done: Mapping[Node, Acts], partly: Mapping[Node, Acts]
    ) -> None:
        self.scope = scope
        self.start = start
        self.done = done
        self.partly = partly
        self.ahead = successors(scope)
        seen = reached([start], self.ahead)
        self.nodes = [node for node in inside(scope) if node in seen]
        self.entry: dict[Node, Spot] = {}
        self.exit: dict[Node, Spot] = {}
        self.spots: list[Spot] = []
        self.links = {
            link_name(node): node
            for node in self.nodes
            if node.tag == "intermediateCatchEvent" and link_name(node)
        }

    def build(self) -> Net:
        for node in self.nodes:
            self._place(node)
        for node in self.nodes:
            self._leave(node)
            if node.attached:
                self._events(node)
        for event in self.nodes:
            if event.tag == "boundaryEvent" and not event.interrupting:
                self._beside(event)
        return Net(self.entry[self.start], self.spots)

    def _spot(self, node: Node, *, join: Join = "any", split: Split = "one") -> Spot:
        spot = Spot(node, join, split)
        self.spots.append(spot)
        return spot

    def _place(self, node: Node) -> None:
        join = _JOINS.get(node.tag, "any") if len(node.incoming) > 1 else "any"
        entry = self.entry[node] = self.exit[node] = self._spot(node, join=join)
        if node.attached:
            exit_ = self.exit[node] = self._spot(node)
            connect(entry, exit_)
        self.exit[node].acts = self.done.get(node) or passing(node)

    def _leave(self, node: Node) -> None:
        spot, flows = self.exit[node], self._flows(node)
        link = link_name(node) if node.tag == "intermediateThrowEvent" else None
        if node.tag == "endEvent" or not (flows or link in self.links):
            spot.ends = True
            spot.stops = bool(_ENDS_ALL.intersection(node.kinds)) and node.tag == "endEvent"
            return
        default = (node.element.get("default") or "").strip() or None
        plain = all(flow.id != default and not flow.condition for flow in flows)
        spot.split = _SPLITS.get(node.tag) or ("all" if plain else "either")
        for flow in flows:
            if flow.target is not None:
                connect(
                    spot,
                    self.entry[flow.target],
                    otherwise=flow.id == default,
                    always=not flow.condition and flow.id != default,
                )
        if link in self.links:
            connect(spot, self.entry[self.links[link]], always=True)

    def _flows(self, node: Node) -> Sequence[Flow]:
        return [flow for flow in node.outgoing if flow.target in self.entry]

    def _events(self, host: Node) -> None:
        """The events of an activity: it may be left by one, or go on beside others."""
        entry, left = self.entry[host], self.partly.get(host, QUIET)
        beside = [event for event in host.attached if not event.interrupting]
        leaving = [event for event in host.attached if event.interrupting]
        fired = [e for event in beside for e in [event] * self._times(event)][:MOST_REMINDERS]
        stages = [entry, *(self._spot(host) for _ in fired)]
        for stage in stages:
            if stage is not entry:
                connect(stage, self.exit[host])
            for event in leaving:
                connect(stage, self.entry[event], drawn=False, acts=after(passing(host), left))
        for number, stage in enumerate(stages):
            for later in range(number, len(fired)):
                both_on = self._spot(fired[later], split="all")
                both_on.beside = True
                connect(stage, both_on, drawn=False)
                connect(both_on, self.entry[fired[later]])
                connect(both_on, stages[later + 1])

    def _beside(self, event: Node) -> None:
        """What only an event beside its activity leads to: its next firing may find it there."""
        without = {
            node: [target for target in targets if target is not event]
            for node, targets in self.ahead.items()
        }
        side = reached([event], self.ahead) - reached([self.start], without)
        for node in side & self.entry.keys():
            self.entry[node].beside = self.exit[node].beside = True

    def _times(self, event: Node) -> int:
        """How often an event beside its activity is tried: twice where it may fire again and
        comes back to where others go."""
        cycles = event.kinds == ("timer",) and any(
            str(part.tag).endswith("timeCycle") for part in event.definitions[0]
        )
        again = cycles or bool(_FIRES_AGAIN.intersection(event.kinds))
        return 2 if again and self.rejoins(event) else 1

    def rejoins(self, event: Node) -> bool:
        """Whether the way of an event leads to where its activity leads too."""
        host = event.host
        if host is None:
            return False
        others = [flow.target for flow in host.outgoing if flow.target is not None]
        side = reached([event], self.ahead)
        ends = {node for node in side if node.tag == "endEvent"}
        return bool((side & reached(others, self.ahead)) - ends)
