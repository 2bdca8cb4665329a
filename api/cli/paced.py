"""A connection that knows how long its client has been waited for, and for how many bytes."""

import select
import socket
import time
from typing import Any, Protocol

AT_FIRST = 5
"""Seconds that a client may take to begin to send or to take."""
SLOWEST = 16 * 1024
"""Bytes a second: a phone at the edge of its net brings the largest body of all in 70 minutes."""
BEGINNING = 64
"""Bytes of a request that are kept: who can't read the rest still knows what it began with."""
PIECE = 256 * 1024
"""Bytes of a file that are read at once to be sent."""


class Places(Protocol):
    """Where a thread works, and whence it goes while it waits for a client."""

    def leave(self) -> None:
        """Another one may work meanwhile."""

    def come_back(self) -> None:
        """Work again, once there is a place."""


class PacedSocket(socket.socket):
    """A blocking socket of one thread at a time, whose pace another thread may ask for.

    Only the time in which it waits for the client counts, not that in which a request is worked
    on; what is received and what is sent are counted apart.
    """

    def __init__(self, taken: socket.socket, places: Places) -> None:
        super().__init__(fileno=taken.detach())
        self._places = places
        self._sends = False
        self._since: float | None = None
        self.began = b""
        self.begins()

    def begins(self) -> None:
        """Count anew: a request, or its body, begins."""
        self._waited, self._moved = 0.0, 0

    def waited(self, now: float) -> float:
        """Seconds for which the client has been waited for so far, if it still is; else 0."""
        since = self._since
        return 0.0 if since is None else self._waited + now - since

    def pace(self, now: float) -> float:
        """Bytes a second."""
        return self._moved / max(self.waited(now), 0.001)

    def is_late(self, now: float) -> bool:
        """Whether the client sends or takes more slowly than ``SLOWEST``."""
        return self.waited(now) > allowed(self._moved)

    def give_up(self) -> None:
        """End the waiting: of what is received no more comes, but an answer may still go out."""
        self.shutdown(socket.SHUT_RDWR if self._sends else socket.SHUT_RD)

    def at_hand(self, size: int) -> bytes:
        """What has come, without waiting. Raises BlockingIOError when nothing has."""
        found = super().recv(size, socket.MSG_DONTWAIT)
        self.began = self.began or found[:BEGINNING]
        return found

    def recv(self, size: int, flags: int = 0) -> bytes:
        """What the client sends."""
        self._turns(sends=False)
        while True:
            try:
                found = super().recv(size, flags | socket.MSG_DONTWAIT)
            except BlockingIOError:
                self._wait(select.POLLIN)
            else:
                self._moved += len(found)
                return found

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send all of it, piece by piece as the client takes it."""
        self._turns(sends=True)
        with memoryview(data) as whole, whole.cast("B") as rest:
            at = 0
            while at < len(rest):
                try:
                    gone = self.send(rest[at:], flags | socket.MSG_DONTWAIT)
                except BlockingIOError:
                    self._wait(select.POLLOUT)
                else:
                    self._moved += gone
                    at += gone

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """Send a part of a file; how many bytes that were."""
        file.seek(offset)
        gone = 0
        while count is None or gone < count:
            piece = file.read(PIECE if count is None else min(PIECE, count - gone))
            if not piece:
                break
            self.sendall(piece)
            gone += len(piece)
        return gone

    def _turns(self, *, sends: bool) -> None:
        if self._sends != sends:
            self._sends = sends
            self.begins()

    def _wait(self, what: int) -> None:
        """Wait for the client, out of place. Raises TimeoutError after the socket's own time.

        Raises BlockingIOError where nobody wants to wait.
        """
        waiting, most = select.poll(), self.gettimeout()
        if most == 0:
            raise BlockingIOError
        waiting.register(self, what)
        self._since = began = time.monotonic()
        self._places.leave()
        try:
            moved = waiting.poll(None if most is None else most * 1000)
        finally:
            self._waited += time.monotonic() - began
            self._since = None
            self._places.come_back()
        if not moved:
            raise TimeoutError


def allowed(moved: int) -> float:
    """Seconds that a client may be waited for who has moved so many bytes."""
    return AT_FIRST + moved / SLOWEST
