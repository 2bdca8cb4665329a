"""A scope as spots that hold tokens and ways between them; boundary events are ways like others.

A spot takes tokens in as its ``join`` says (any; all ways; some: as BPMN 2.0.2, 13.4.3 says of
inclusive gateways) and sends them on as its ``split`` says: one way, all, some, or (a step with
conditions on its flows) those without condition and either of the others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.workflow.reading.drawn import Node, Scope

Join = Literal["any", "all", "some"]
Split = Literal["one", "all", "some", "either"]
Trail = Node | tuple["Trail", "Trail"] | None
"""The nodes of a stretch in order: a tree, so that two stretches are put together at once."""
Count = tuple[int, int, int]
"""How often a case was received, its result stored, its result returned; 2 is twice or more."""

NOTHING: Count = (0, 0, 0)
Acts = Mapping[Count, Trail]
"""What may be done on a stretch, each possibility with a way that does it."""
QUIET: Acts = {NOTHING: None}
MOST_COUNTED = 2


@dataclass(slots=True, eq=False)
class Spot:
    """Where a token stands. ``node`` is what a person sees there; ``ends`` that nothing follows:
    by ``stops`` all other tokens of the scope go too. ``beside``: tokens of several reminders may
    stand here together, which harms nobody."""

    node: Node
    join: Join = "any"
    split: Split = "one"
    ends: bool = False
    stops: bool = False
    beside: bool = False
    acts: Acts = field(default_factory=lambda: QUIET)
    ins: list["Way"] = field(default_factory=list)
    outs: list["Way"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Way:
    """From spot to spot. ``drawn``: a sequence flow or link, not an event of an activity;
    ``always``: taken whatever else an inclusive split takes; ``otherwise``: its default;
    ``last``: the node from which it comes to its target."""

    source: Spot
    target: Spot
    last: Node
    drawn: bool = True
    always: bool = False
    otherwise: bool = False
    acts: Acts = field(default_factory=lambda: QUIET)


@dataclass(slots=True, eq=False)
class Net:
    """The spots of a scope; ``first`` is where its token begins."""

    first: Spot
    spots: list[Spot]


def connect(
    source: Spot,
    target: Spot,
    *,
    drawn: bool = True,
    always: bool = False,
    otherwise: bool = False,
    acts: Acts = QUIET,
) -> Way:
    """A new way between two spots."""
    way = Way(source, target, source.node, drawn, always, otherwise, acts)
    source.outs.append(way)
    target.ins.append(way)
    return way


def both(one: Trail, other: Trail) -> Trail:
    """Two stretches, one after the other."""
    if one is None or other is None:
        return one or other
    return (one, other)


def nodes_of(trail: Trail) -> Iterator[Node]:
    """The nodes of a stretch, in order."""
    waiting = [trail]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting += [part[1], part[0]]
        elif part is not None:
            yield part


def after(one: Acts, other: Acts) -> Acts:
    """What may be done on one stretch and then on the other."""
    if one is QUIET:
        return other
    if other is QUIET:
        return one
    found: dict[Count, Trail] = {}
    for count, trail in one.items():
        for more, rest in other.items():
            found.setdefault(plus(count, more), both(trail, rest))
    return found


def plus(one: Count, other: Count) -> Count:
    """The acts of both, counted as far as they matter."""
    if other == NOTHING:
        return one
    received, stored, returned = (min(MOST_COUNTED, a + b) for a, b in zip(one, other, strict=True))
    return received, stored, returned


def passing(node: Node) -> Acts:
    """Passing a node that does nothing to the case."""
    return {NOTHING: node}


def inside(scope: Scope) -> list[Node]:
    """The nodes of a scope that tokens flow through: handlers begin by themselves."""
    return [node for node in scope.nodes if not node.by_event and not node.for_compensation]
