"""Who writes next on SQLite, which has one writer at a time and no line of those who wait.

Whoever waits looks again every few milliseconds. An act that takes a second, sent again as soon as
it is refused, comes back between two looks now and then and is there first once more. So after a
long turn those who come anew to the same process wait a moment: who waited already is let in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

LONG_SECONDS = 0.25
"""A turn after which others go first; an ordinary act takes a tenth of it."""
FIRST_SECONDS = 0.05
"""For how long: several looks of whoever waits, on a busy machine too."""


class Turn:
    """One act's time as the writer, from when it got its turn."""

    __slots__ = ("begun",)

    def __init__(self) -> None:
        self.begun: float | None = None

    def begins(self) -> None:
        """It writes from now on."""
        self.begun = monotonic()


class Turns:
    """The turns of one process at a database; ``share``: whether they are of SQLite."""

    def __init__(self, *, share: bool) -> None:
        self._share = share
        self._others_first = 0.0

    @contextmanager
    def one(self) -> Iterator[Turn]:
        """A turn, once those who were kept waiting by a long one have had theirs."""
        turn = Turn()
        if (early := self._others_first - monotonic()) > 0:
            sleep(early)
        try:
            yield turn
        finally:
            begun = turn.begun
            if self._share and begun is not None and monotonic() - begun > LONG_SECONDS:
                self._others_first = monotonic() + FIRST_SECONDS
