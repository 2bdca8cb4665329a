"""Soundness of a package: each scope is played, what its activities do inside is known by then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.acts import path_rule
from engine.diagnosis.calls import called_process
from engine.diagnosis.flows import has_loose_flows
from engine.diagnosis.paths import reached, reverse_postorder, successors
from engine.diagnosis.tokens.building import build
from engine.diagnosis.tokens.net import (
    MOST_COUNTED,
    NOTHING,
    QUIET,
    Acts,
    Count,
    Spot,
    Trail,
    Way,
    after,
    both,
    inside,
    nodes_of,
    plus,
)
from engine.diagnosis.tokens.played import Played
from engine.diagnosis.tokens.playing import MOST_WORK, play
from engine.diagnosis.tokens.shrinking import shrink
from engine.diagnosis.tokens.wording import named, way_to
from engine.workflow.reading.drawn import Drawing, Node, Scope
from engine.workflow.reading.elements import Step
from engine.workflow.reading.faults import Fault, fault

RULES = ("first_and_once", "before_return", "before_end")
"""The places of ``Count``, as ``engine.acts`` names where each act stands."""
_WAITS = frozenset({"userTask", "manualTask", "receiveTask", "intermediateCatchEvent"})
_LONG = 100
"""Nodes of a way through a scope that those around it are handed as they are."""
_TWICE = ("act.receive_twice", "act.store_twice", "act.return_twice")


@dataclass(slots=True)
class _Known:
    """What a scope may have done to the case: when it is over, and while it is open."""

    totals: Acts = field(default_factory=lambda: QUIET)
    partly: Acts = field(default_factory=lambda: QUIET)


def check_soundness(
    drawings: Sequence[Drawing],
    processes: Mapping[str, Scope],
    steps: Mapping[str, Step],
    faults: list[Fault],
) -> None:
    """Appends what can go wrong with tokens: stuck, left behind, met, run in circles, acts done
    twice; each with the way that shows it."""
    _Package(drawings, processes, steps, faults).run()


class _Package:
    def __init__(
        self,
        drawings: Sequence[Drawing],
        processes: Mapping[str, Scope],
        steps: Mapping[str, Step],
        faults: list[Fault],
    ) -> None:
        self.processes = processes
        self.steps = steps
        self.faults = faults
        self.scopes = [scope for drawing in drawings for scope in drawing.scopes]
        self.files = {id(s): drawing.file for drawing in drawings for s in drawing.scopes}
        self.known: dict[int, _Known] = {}
        self.left = MOST_WORK
        self.circular = {f.element_id for f in faults if f.code == "node.no_way_out"}

    def run(self) -> None:
        roots = [scope for scope in self.scopes if scope.owner is None]
        for scope in reversed(reverse_postorder(roots, self._inner)):
            self.known[id(scope)] = self._check(scope)

    def _inner(self, scope: Scope) -> list[Scope]:
        found = (self._inside(node) for node in scope.nodes)
        return [one for one in found if one is not None]

    def _inside(self, node: Node) -> Scope | None:
        return node.inner or self.processes.get(called_process(node) or "")

    def _check(self, scope: Scope) -> _Known:
        if has_loose_flows(scope):
            return _Known()
        done: dict[Node, Acts] = {}
        partly: dict[Node, Acts] = {}
        for node in inside(scope):
            done[node], partly[node] = self._acts(node)
        net = build(scope, done, partly)
        if net is None:
            return _Known()
        shrink(net)
        played = play(net, most=self.left)
        self.left = max(0, self.left - played.work)
        if played.given_up:
            self.add("flow.not_explored", None, scope, limit=f"{MOST_WORK}")
        self._tell(scope, played, done)
        return self._with_handlers(scope, played)

    def _acts(self, node: Node) -> tuple[Acts, Acts]:
        """What passing a node may do to the case, and what leaving it by an event may have done."""
        step = self.steps.get(node.id)
        rule = path_rule(step.act) if step else None
        scope = self._inside(node)
        done: Acts = {NOTHING: node}
        partly: Acts = QUIET
        if rule in RULES:
            once = [0, 0, 0]
            once[RULES.index(rule)] = 1
            done = {(once[0], once[1], once[2]): node}
        elif scope is not None and (known := self.known.get(id(scope))):
            done, partly = after(done, known.totals), known.partly
        if _repeats(node) and done.keys() != {NOTHING}:
            done = {**done, **after(done, done)}
        return done, partly

    def _with_handlers(self, scope: Scope, played: Played) -> _Known:
        """The acts of a scope together with those of its event sub-processes."""
        totals: dict[Count, Trail] = dict(played.totals) or {NOTHING: None}
        partly = {NOTHING: None, **self._begun(played), **played.partly}
        for node in scope.nodes:
            if not node.by_event or node.inner is None:
                continue
            own = self.known.get(id(node.inner), _Known()).totals
            if own.keys() == {NOTHING}:
                continue
            interrupting = all(start.interrupting for start in node.inner.starts())
            began = partly if interrupting else totals
            more = after(dict(began), own)
            more = more if interrupting else {**more, **after(more, own)}
            for number in range(len(RULES)):
                twice = next((t for c, t in more.items() if c[number] >= MOST_COUNTED), None)
                if twice is not None and not any(c[number] >= MOST_COUNTED for c in began):
                    self._tell_twice(scope, number, twice)
            totals = {**more, **totals}
            partly = {**more, **partly}
        return _Known(self._once(totals), self._once(partly))

    def _once(self, acts: Mapping[Count, Trail]) -> Acts:
        """What is told twice inside is not told again of what is around it."""
        found: dict[Count, Trail] = {}
        for (received, stored, returned), trail in acts.items():
            count = (min(1, received), min(1, stored), min(1, returned))
            if count not in found:
                found[count] = self._brief(trail)
        return found

    def _brief(self, trail: Trail) -> Trail:
        """A long way through a scope as what those around it ask of it, its acts and its waits:
        calls that double at every level would make it twice as long at each."""
        nodes = list(nodes_of(trail))
        if len(nodes) <= _LONG:
            return trail
        kept: Trail = None
        seen = [0, 0, 0]
        wait: Trail = None
        for node in nodes:
            rules = [n for n in range(len(RULES)) if self._does(node, n)]
            if any(seen[n] < MOST_COUNTED for n in rules):
                kept, wait = both(both(kept, wait), node), None
                for n in rules:
                    seen[n] += 1
            elif _waits(node):
                wait = node
        return both(kept, wait) or nodes[-1]

    def _begun(self, played: Played) -> dict[Count, Trail]:
        """What was done on the ways to an end while a step was still to come: a smaller net passes
        several steps at once."""
        found: dict[Count, Trail] = {}
        for trail in played.totals.values():
            nodes = list(nodes_of(trail))
            last = max((n for n, node in enumerate(nodes) if _waits(node)), default=0)
            count, passed = NOTHING, None
            for node in nodes[:last]:
                passed = both(passed, node)
                rule = self._rule(node)
                if rule in RULES:
                    did = [int(rule == one) for one in RULES]
                    count = plus(count, (did[0], did[1], did[2]))
                found.setdefault(count, passed)
        return found

    def _tell(self, scope: Scope, played: Played, done: Mapping[Node, Acts]) -> None:
        for spot, (trail, missing) in played.stuck.items():
            self._tell_stuck(scope, spot, trail, missing)
        for number, trail in played.twice.items():
            self._tell_twice(scope, number, trail)
        told: set[Node] = set()
        for spot, trail in played.met.items():
            if spot.node in told:
                continue  # behind a place where they met before
            told |= reached([spot.node], successors(scope))
            self.add("flow.uncontrolled_merge", spot.node, scope, way=way_to(trail))
            self._tell_acts_after(scope, spot, trail, done, told=set(played.twice))
        if played.circling and not self.circular.intersection(n.id for n in scope.nodes):
            spot, trail = played.circling
            self.add("loop.no_exit", spot.node, scope, way=way_to(trail))

    def _tell_stuck(self, scope: Scope, join: Spot, trail: Trail, missing: list[Way]) -> None:
        passed = nodes_of(trail)
        ended = any(node.tag == "endEvent" and node.scope is scope for node in passed)
        code = "flow.left_behind" if ended else "gateway.deadlock"
        lacking = ", ".join(dict.fromkeys(f"“{way.last.label}”" for way in missing))
        gateway = next((w.target for w in join.ins), join)
        self.add(code, gateway.node, scope, way=way_to(trail), missing=lacking)

    def _tell_acts_after(
        self,
        scope: Scope,
        spot: Spot,
        trail: Trail,
        done: Mapping[Node, Acts],
        *,
        told: set[int],
    ) -> None:
        """The acts that tokens which met would do once each."""
        for node in reached([spot.node], successors(scope)):
            for count in done.get(node, QUIET):
                for number in range(len(RULES)):
                    if count[number] and number not in told:
                        told.add(number)
                        self._tell_twice(scope, number, both(trail, done[node][count]))

    def _tell_twice(self, scope: Scope, number: int, trail: Trail) -> None:
        at = next((n for n in reversed(list(nodes_of(trail))) if self._does(n, number)), None)
        self.add(_TWICE[number], at, scope, way=way_to(trail))

    def _does(self, node: Node, number: int) -> bool:
        return self._rule(node) == RULES[number]

    def _rule(self, node: Node) -> str | None:
        step = self.steps.get(node.id)
        return path_rule(step.act) if step is not None else None

    def add(self, code: str, node: Node | None, scope: Scope, **values: str) -> None:
        at = scope.element if node is None else node.element
        name = named(scope) if node is None else node.label
        file = self.files[id(scope if node is None else node.scope)]
        self.faults.append(fault(code, file=file, at=at, line=None, name=name, **values))


def _waits(node: Node) -> bool:
    """Whether a case may stand here."""
    return node.tag in _WAITS and node.inner is None


def _repeats(node: Node) -> bool:
    loops = ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics")
    return any(node.element.find(f"{{*}}{loop}") is not None for loop in loops)
