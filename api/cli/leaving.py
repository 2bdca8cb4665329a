"""Connections that were answered: closed when the client has heard, and nobody waits for that.

A connection that is closed while something of the client's is unread is reset, and the end of the
answer may be lost (RFC 9112, 9.6). So only the sending side is closed at first, and what still
comes is thrown away until the client closes too. gunicorn waits for that in the thread that all
requests of a process go through, two seconds for each client that doesn't close.
"""

import select
import socket
import threading
import time
from dataclasses import dataclass

SECONDS = 2.0
"""How long a client may take to close."""
MOST_UNREAD = 64 * 1024
"""Bytes that are thrown away for one client."""
MOST = 500
"""Connections that leave at once in one process; beyond it they are closed without waiting."""
LOOK_MS = 200


@dataclass(slots=True)
class _Leaver:
    connection: socket.socket
    until: float
    unread: int = 0

    def has_heard(self) -> bool:
        """Whether the client has closed too, or sends without end."""
        try:
            found = self.connection.recv(4096)
        except BlockingIOError:
            return False
        except OSError:
            return True
        self.unread += len(found)
        return not found or self.unread > MOST_UNREAD


class Leaving:
    """A thread that lets connections leave, begun with the first."""

    def __init__(self) -> None:
        self._leaving: dict[int, _Leaver] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def let_go(self, connection: socket.socket) -> None:
        """Close it soon; what has been sent to it arrives."""
        try:
            connection.settimeout(0)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            connection.close()
            return
        with self._lock:
            if len(self._leaving) >= MOST:
                connection.close()
                return
            until = time.monotonic() + SECONDS
            self._leaving[connection.fileno()] = _Leaver(connection, until)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, daemon=True)
                self._thread.start()

    def _watch(self) -> None:
        while True:
            with self._lock:
                if not self._leaving:
                    self._thread = None
                    return
                waiting = select.poll()
                for number in self._leaving:
                    waiting.register(number, select.POLLIN)
            came = {number for number, _ in waiting.poll(LOOK_MS)}
            now = time.monotonic()
            with self._lock:
                for number, one in list(self._leaving.items()):
                    if (number in came and one.has_heard()) or one.until < now:
                        del self._leaving[number]
                        one.connection.close()
