"""Playing the token game: every state of a net, from its first token to its ends, bounded."""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations

from engine.diagnosis.tokens.net import (
    NOTHING,
    Acts,
    Count,
    Net,
    Spot,
    Trail,
    Way,
    after,
    both,
    nodes_of,
    plus,
)
from engine.diagnosis.tokens.played import Played
from engine.diagnosis.tokens.walking import walk
from engine.workflow.reading.drawn import Node

MOST_WORK = 200_000
"""Tokens looked at in all moves: what takes about half a second."""
_SEVERAL = 2
_MOST_AT_ONE = 2
"""Tokens at one place that are told from more: a third adds nothing."""
_MOST_TRIED = 4
"""Conditional ways of one inclusive split of which every combination is tried."""

Place = int
"""A spot, or a way on which a token waits at a join: its number in the net."""
Marks = tuple[Place, ...]
State = tuple[Marks, Count]


def play(net: Net, *, most: int = MOST_WORK) -> Played:
    """Every state that tokens can come to, breadth first, so that the shortest way is told."""
    alone = all(spot.split == "one" or len(spot.outs) < _SEVERAL for spot in net.spots)
    joins = any(spot.join == "all" and len(spot.ins) > 1 for spot in net.spots)
    return walk(net) if alone and not joins else _Game(net, most).play()


class _Game:
    def __init__(self, net: Net, most: int) -> None:
        self.net = net
        self.most = most
        self.spots = net.spots
        self.ways = [way for spot in net.spots for way in spot.outs]
        self.number: dict[Spot, int] = {spot: n for n, spot in enumerate(net.spots)}
        begin = len(net.spots)
        self.waits = {way: begin + n for n, way in enumerate(self.ways) if way.target.join != "any"}
        self.by_place: dict[int, Way] = {place: way for way, place in self.waits.items()}
        self.came: dict[State, tuple[State | None, Trail]] = {}
        self.next: dict[State, list[State]] = {}
        self.found = Played()
        self.over = {n for spot, n in self.number.items() if _holds_nothing(spot)}
        for number in self.over:
            for way in self.spots[number].ins:
                way.acts = after(way.acts, self.spots[number].acts)

    def play(self) -> Played:
        begin: State = ((self.number[self.net.first],), NOTHING)
        self.came[begin] = (None, None)
        waiting = deque([begin])
        while waiting:
            # Wide first, for the shortest ways; when that takes too long, deep: ends are there.
            wide = self.found.work * 2 < self.most
            state = waiting.popleft() if wide else waiting.pop()
            if self.found.work > self.most:
                self.found.given_up = True
                break
            self.next[state] = []
            for following, trail in self._moves(state):
                self.next[state].append(following)
                self.found.work += 1 + len(following[0])
                if following not in self.came:
                    self.came[following] = (state, trail)
                    waiting.append(following)
            self._look_at(state)
        if not self.found.given_up:
            self._find_circles()
        return self.found

    def trail(self, state: State) -> Trail:
        """From the beginning to a state."""
        parts: list[Trail] = []
        at: State | None = state
        while at is not None:
            at, part = self.came[at]
            parts.append(part)
        whole: Trail = None
        for part in reversed(parts):
            whole = both(whole, part)
        return whole

    def _look_at(self, state: State) -> None:
        marks, count = state
        kept = self.found.partly if marks else self.found.totals
        if count not in kept:
            kept[count] = self.trail(state)
            self.found.see_twice(count, kept[count])
        if not marks:
            return
        if not self.next[state] and not self._meeting(marks):
            for spot, missing in self._stuck(marks).items():
                self.found.stuck.setdefault(spot, (self.trail(state), missing))

    def _stuck(self, marks: Marks) -> dict[Spot, list[Way]]:
        """The joins that wait in vain, with the ways that are missing; of joins that wait for one
        another, only the first in line."""
        held = self._held(marks)
        missing = {spot: [w for w in spot.ins if w not in ways] for spot, ways in held.items()}
        first = {
            spot: ways
            for spot, ways in missing.items()
            if not any(self._leads(other, ways) for other in held if other is not spot)
        }
        return first or missing

    def _leads(self, begin: Spot, ways: list[Way]) -> bool:
        """Whether any of the ways is ahead of a spot."""
        waiting, seen = [begin], {begin}
        while waiting:
            for way in waiting.pop().outs:
                if way in ways:
                    return True
                if way.target not in seen:
                    seen.add(way.target)
                    waiting.append(way.target)
        return False

    def _held(self, marks: Marks) -> dict[Spot, list[Way]]:
        held: dict[Spot, list[Way]] = {}
        for place in marks:
            way = self.by_place.get(place)
            if way is not None:
                held.setdefault(way.target, []).append(way)
        return held

    def _moves(self, state: State) -> Iterator[tuple[State, Trail]]:
        """The states that follow. A token that meets another ends the play there."""
        marks, count = state
        if (spot := self._meeting(marks)) is not None:
            if spot not in self.found.met:
                self.found.met[spot] = self.trail(state)
            return
        for place in dict.fromkeys(marks):
            if place >= len(self.spots):
                continue
            spot = self.spots[place]
            rest = list(marks)
            rest.remove(place)
            for did, trail in spot.acts.items():
                yield from self._leave(spot, rest, plus(count, did), trail)

    def _meeting(self, marks: Marks) -> Spot | None:
        """Where two tokens are at one spot that goes on."""
        seen: set[Node] = set()
        for place in marks:
            spot = self.spots[place] if place < len(self.spots) else None
            if spot is None or spot.beside:
                continue
            if spot.node in seen:
                return spot
            seen.add(spot.node)
        return None

    def _leave(
        self, spot: Spot, rest: list[Place], count: Count, trail: Trail
    ) -> Iterator[tuple[State, Trail]]:
        if spot.ends:
            yield (self._settled([] if spot.stops else rest), count), trail
            return
        for chosen in _choices(spot):
            marks = rest + [self._arrives(way) for way in chosen]
            did: Acts = {count: trail}
            for way in chosen:
                did = after(did, way.acts)
            settled = self._settled(marks)
            for total, passed in did.items():
                yield (settled, total), passed

    def _arrives(self, way: Way) -> Place:
        waits = self.waits.get(way)
        return self.number[way.target] if waits is None else waits

    def _settled(self, marks: list[Place]) -> Marks:
        """The marks with every join opened that can open: tokens of a join become one at it."""
        while (opened := self._open_one(marks)) is not None:
            marks = opened
        counted: dict[Place, int] = {}
        for place in marks:
            if place not in self.over:
                counted[place] = min(_MOST_AT_ONE, counted.get(place, 0) + 1)
        return tuple(place for place in sorted(counted) for _ in range(counted[place]))

    def _open_one(self, marks: list[Place]) -> list[Place] | None:
        if not marks or max(marks) < len(self.spots):
            return None
        joins = dict.fromkeys(self.by_place[m].target for m in marks if m in self.by_place)
        for spot in joins:
            held = {way for way in spot.ins if self.waits[way] in marks}
            full = len(held) == len(spot.ins)
            if full or (spot.join == "some" and not self._still_comes(spot, held, marks)):
                left = list(marks)
                for way in held:
                    left.remove(self.waits[way])
                return [*left, self.number[spot]]
        return None

    def _still_comes(self, join: Spot, held: set[Way], marks: list[Place]) -> bool:
        """BPMN 2.0.2, 13.4.3: a token that can come to a way without one, and to none with one."""
        for place in marks:
            spot = self.spots[place] if place < len(self.spots) else self.by_place[place].target
            if spot is join:
                continue
            ways = self._reach[join].get(spot, frozenset())
            if ways and not ways & held:
                return True
        return False

    @cached_property
    def _reach(self) -> dict[Spot, dict[Spot, frozenset[Way]]]:
        """For each inclusive join: which of its ways each spot leads to, along flows alone."""
        found: dict[Spot, dict[Spot, frozenset[Way]]] = {}
        for join in self.spots:
            if join.join != "some":
                continue
            ahead: dict[Spot, set[Way]] = {}
            for way in join.ins:
                if not way.drawn:
                    continue
                waiting, seen = [way.source], {join}
                while waiting:
                    spot = waiting.pop()
                    if spot not in seen:
                        seen.add(spot)
                        ahead.setdefault(spot, set()).add(way)
                        waiting += [before.source for before in spot.ins if before.drawn]
            found[join] = {spot: frozenset(ways) for spot, ways in ahead.items()}
        return found

    def _find_circles(self) -> None:
        """A state from which none leads on to an end."""
        before: dict[State, list[State]] = {}
        for state, following in self.next.items():
            for one in following:
                before.setdefault(one, []).append(state)
        waiting = [state for state, following in self.next.items() if not following]
        ending = set(waiting)
        while waiting:
            for state in before.get(waiting.pop(), ()):
                if state not in ending:
                    ending.add(state)
                    waiting.append(state)
        lost = next((state for state in self.came if state not in ending), None)
        if lost is not None:
            place = next(m for m in lost[0] if m < len(self.spots))
            self.found.circling = (self.spots[place], self.trail(lost))


def _holds_nothing(spot: Spot) -> bool:
    """Whether only gateways and a plain end are left of the way: a token here is gone at once."""
    if not spot.ends or spot.stops or spot.join != "any":
        return False
    trails = (node for trail in spot.acts.values() for node in nodes_of(trail))
    return all(node.tag == "endEvent" or node.tag.endswith("Gateway") for node in trails)


def _choices(spot: Spot) -> Iterable[list[Way]]:
    """The ways that may be taken together."""
    if spot.split == "one":
        return [[way] for way in spot.outs]
    if spot.split == "all":
        return [spot.outs]
    always = [way for way in spot.outs if way.always]
    free = [way for way in spot.outs if not way.always and not way.otherwise]
    otherwise = [way for way in spot.outs if way.otherwise]
    sizes = _sizes(len(free)) if spot.split == "some" else (1,)
    chosen = [[*always, *some] for size in sizes for some in combinations(free, size)]
    nothing_else = always or otherwise
    return [*chosen, nothing_else] if nothing_else else chosen


def _sizes(conditions: int) -> Iterable[int]:
    """How many conditions of an inclusive split hold at once, as far as it is tried."""
    if conditions <= _MOST_TRIED:
        return range(1, conditions + 1)
    return (1, 2, conditions)
