"""How many connections each process of a server holds, as all of them can see.

The parent makes the places before it forks; a process writes into its own alone.
"""

import threading
from mmap import mmap
from struct import calcsize
from typing import Any

ABSENT = 2**31 - 1
"""In the place of a process that takes no connections."""
MOST = 256
"""Processes of one server at once, with those that begin before the ones that they replace end."""

_PLACE = calcsize("i")


class HeldConnections:
    """The count of one process among those of the others; ``places`` are shared by all."""

    def __init__(self, places: "memoryview[int]", own: int) -> None:
        self._places = places
        self._own = own
        self._held = 0
        self._taking = False
        self._writing = threading.Lock()

    def change(self, by: int) -> None:
        """So many more, or fewer, are held; by any thread."""
        with self._writing:
            self._held += by
            self._write()

    def take(self, taking: bool) -> None:  # noqa: FBT001 - a switch
        """Whether this process takes connections from now on."""
        with self._writing:
            self._taking = taking
            self._write()

    def _write(self) -> None:
        self._places[self._own] = self._held if self._taking else ABSENT

    def fewest(self) -> bool:
        """Whether none of the others holds fewer."""
        return self._held <= min(self._places)


class Places:
    """The places of a server's processes, given to each before it begins to run."""

    def __init__(self) -> None:
        # Memory that belongs to no file is shared with all who are forked from here.
        self._places = memoryview(mmap(-1, MOST * _PLACE)).cast("i")
        for place in range(MOST):
            self._places[place] = ABSENT
        self._given: dict[int, Any] = {}

    def given(self, process: Any) -> HeldConnections:
        """A place for the process that begins. Raises ValueError when none is free."""
        free = min(set(range(len(self._places))) - set(self._given), default=None)
        if free is None:
            msg = "more processes than places"
            raise ValueError(msg)
        self._given[free] = process
        self._places[free] = ABSENT
        return HeldConnections(self._places, free)

    def left(self, process: Any) -> None:
        """The process has ended; however it did, nobody waits for it to take its share."""
        for place in [place for place, one in self._given.items() if one is process]:
            self._places[place] = ABSENT
            del self._given[place]
