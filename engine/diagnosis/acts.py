"""The acts on every path, as ``engine.acts`` says where each must stand.

Receive first and once, store the result before returning it, return it before the end.
"""

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from typing import NamedTuple

from engine.acts import path_rule
from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import MANIFEST
from engine.diagnosis.paths import reverse_postorder
from engine.diagnosis.unfolded import Spot
from engine.workflow.reading.drawn import Node
from engine.workflow.reading.elements import Step
from engine.workflow.reading.faults import Fault, fault

_JOINS = frozenset({"parallelGateway", "inclusiveGateway"})
_TWICE = 2


class State(NamedTuple):
    """What has happened on a path. ``side`` paths run beside the main one and end by themselves."""

    received: int = 0
    stored: bool = False
    returned: bool = False
    side: bool = False


def check_acts(
    spots: list[Spot], steps: Mapping[str, Step], *, files: Mapping[Node, str], faults: list[Fault]
) -> None:
    """Appends the steps and ends that a path can reach in the wrong order. ``spots[0]`` begins."""
    if not any(path_rule(step.act) == "first_and_once" for step in steps.values()):
        begin = next(spot.node for spot in spots if spot.node is not None)
        faults.append(fault("act.receive_missing", file=files[begin], at=begin.scope.element))
        return
    states = _flow(spots, steps)
    told: set[tuple[str, Node]] = set()
    for spot in spots:
        node = spot.node
        if node is None:
            continue
        for code in _wrong(spot, node, steps.get(node.id), states.get(spot, frozenset())):
            if (code, node) not in told:
                told.add((code, node))
                faults.append(fault(code, file=files[node], at=node.element, name=node.label))


def check_endings(
    manifest: Manifest | None, spots: list[Spot], steps: Mapping[str, Step]
) -> Iterator[Fault]:
    """Ends named as endings without a result to which every way leads past a returned one."""
    named = manifest.endings if manifest else {}
    if not named or not any(path_rule(step.act) == "before_end" for step in steps.values()):
        return
    states = _flow(spots, steps)
    found: dict[str, list[State]] = {}
    for spot in spots:
        if spot.node is not None and spot.node.id in named:
            found.setdefault(spot.node.id, []).extend(states.get(spot, ()))
    for element, reached in found.items():
        if reached and all(state.returned for state in reached):
            kind = named[element].kind
            yield fault("ending.after_return", file=MANIFEST, value=element, kind=kind)


def _wrong(spot: Spot, node: Node, step: Step | None, found: Iterable[State]) -> set[str]:
    main = [state for state in found if not state.side]
    codes: set[str] = set()
    if spot.final and not all(state.returned for state in main):
        codes.add("act.end_without_return")
    if "terminate" in node.kinds and any(one.stored and not one.returned for one in found):
        # The result is there and nobody will hand it over.
        codes.add("act.end_without_return")
    if spot.done or not main:
        return codes
    early = any(state.received == 0 for state in main)
    if node.tag in _JOINS and len(node.outgoing) > 1 and early:
        codes.add("act.split_before_receive")
    if step is None:
        return codes
    rule = path_rule(step.act)
    if rule != "first_and_once" and early:
        codes.add("act.before_receive")
    if rule == "before_end" and not all(state.stored for state in main):
        codes.add("act.return_before_store")
    return codes


def _flow(spots: list[Spot], steps: Mapping[str, Step]) -> dict[Spot, frozenset[State]]:
    """The states in which each spot can be entered.

    A spot is looked at again only when what comes before it has changed, at most 24 times; always
    the earliest first, so that a join is met after its branches.
    """
    order = reverse_postorder(spots[:1], lambda spot: spot.after)
    number = {spot: index for index, spot in enumerate(order)}
    before: dict[Spot, list[Spot]] = {spot: [] for spot in order}
    for spot in order:
        for target in spot.after:
            before[target].append(spot)
    inside: dict[Spot, frozenset[State]] = {order[0]: frozenset({State()})}
    outside: dict[Spot, frozenset[State]] = {}
    waiting = list(range(len(order)))
    queued = set(waiting)
    while waiting:
        index = heappop(waiting)
        queued.discard(index)
        spot = order[index]
        if before[spot]:
            inside[spot] = _arriving(spot, before[spot], outside, number)
        left = frozenset(_after(spot, state, steps) for state in inside[spot])
        if outside.get(spot) == left:
            continue
        outside[spot] = left
        for target in spot.after:
            if number[target] not in queued:
                queued.add(number[target])
                heappush(waiting, number[target])
    return inside


def _arriving(
    spot: Spot,
    before: list[Spot],
    outside: Mapping[Spot, frozenset[State]],
    number: Mapping[Spot, int],
) -> frozenset[State]:
    node = spot.node
    if node is None or spot.done or node.tag not in _JOINS or len(node.incoming) == 1:
        return frozenset().union(*(outside.get(spot_before, ()) for spot_before in before))
    # A join waits for its branches; what comes back by a loop passed the join before.
    branches = [outside[b] for b in before if number[b] < number[spot] and outside.get(b)]
    joined = branches[0] if branches else frozenset[State]()
    for branch in branches[1:]:
        joined = frozenset(_together(one, other) for one in joined for other in branch)
    return joined


def _together(one: State, other: State) -> State:
    return State(
        max(one.received, other.received),
        one.stored or other.stored,
        one.returned or other.returned,
        one.side and other.side,
    )


def _is_event_on_part(node: Node) -> bool:
    return node.by_event or (node.host is not None and node.host.inner is not None)


def _after(spot: Spot, state: State, steps: Mapping[str, Step]) -> State:
    if spot.side:
        state = state._replace(side=True)
    if spot.node is not None and _is_event_on_part(spot.node):
        # Reached from anywhere inside, also before reception: that is the event's nature, no fault.
        state = state._replace(received=max(state.received, 1))
    step = steps.get(spot.node.id) if spot.node is not None and spot.done else None
    rule = path_rule(step.act) if step else None
    if rule == "first_and_once":
        return state._replace(received=min(state.received + 1, _TWICE))
    if rule == "before_return":
        return state._replace(stored=True)
    if rule == "before_end":
        return state._replace(returned=True)
    return state
