"""The play of a net whose one token is never split, in time that grows with the net alone.

Nothing can wait or meet there: what is done on its ways is all that there is to find.
"""

from collections import deque
from collections.abc import Iterator

from engine.diagnosis.tokens.net import NOTHING, Count, Net, Spot, Trail, both, plus
from engine.diagnosis.tokens.played import Played

At = tuple[Spot, Count]


def walk(net: Net) -> Played:
    """What the one token can do on its ways."""
    return _Walk(net).walk()


class _Walk:
    def __init__(self, net: Net) -> None:
        self.begin: At = (net.first, NOTHING)
        self.came: dict[At, tuple[At | None, Trail]] = {self.begin: (None, None)}
        self.found = Played()

    def walk(self) -> Played:
        waiting = deque([self.begin])
        while waiting:
            at = waiting.popleft()
            spot, count = at
            self._see(self.found.partly, count, at, None)
            for did, passed in spot.acts.items():
                total = plus(count, did)
                if spot.ends:
                    self._see(self.found.totals, total, at, passed)
                for following, trail in _ahead(spot, total, passed):
                    if following not in self.came:
                        self.came[following] = (at, trail)
                        waiting.append(following)
        return self.found

    def _see(self, kept: dict[Count, Trail], count: Count, at: At, end: Trail) -> None:
        if count not in kept:
            kept[count] = both(self._trail(at), end)
            self.found.see_twice(count, kept[count])

    def _trail(self, at: At | None) -> Trail:
        whole: Trail = None
        while at is not None:
            at, part = self.came[at]
            whole = both(part, whole)
        return whole


def _ahead(spot: Spot, count: Count, passed: Trail) -> Iterator[tuple[At, Trail]]:
    for way in spot.outs:
        for did, trail in way.acts.items():
            yield (way.target, plus(count, did)), both(passed, trail)
