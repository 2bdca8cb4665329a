"""How the jobs leave room for the people at work, and how they are stopped between two cases."""

from collections.abc import Iterable, Iterator
from threading import Event
from time import perf_counter
from typing import TypeVar

_Case = TypeVar("_Case")


class Pace:
    """After each case a job rests for ``rest`` times as long as the case took.

    Without rests much that is due at once would take a core, and its share of the database, from
    whoever looks at a page meanwhile.
    """

    def __init__(self, rest: float = 0.0) -> None:
        self._rest = rest
        self._stopped = Event()

    def stop(self) -> None:
        """Let the jobs end after the case that each has in hand."""
        self._stopped.set()

    def each(self, cases: Iterable[_Case]) -> Iterator[_Case]:
        """One case after the other, until stopped; what is done with it counts as its time."""
        for case in cases:
            if self._stopped.is_set():
                return
            begun = perf_counter()
            yield case
            if self._rest:
                self._stopped.wait((perf_counter() - begun) * self._rest)


UNPACED = Pace()
"""No rests."""
