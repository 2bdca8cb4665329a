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

SECONDS = 2.0
"""How long a client may take to close."""
MOST_UNREAD = 64 * 1024
"""Bytes that are thrown away for one client."""
MOST = 500
"""Connections that leave at once in one process; beyond it they are closed without waiting."""
LOOK_MS = 200


class Leaving:
    """A thread that lets connections leave, begun with the first."""

    def __init__(self) -> None:
        self._leaving: dict[int, tuple[socket.socket, float]] = {}
        self._unread: dict[int, int] = {}
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
            self._leaving[connection.fileno()] = connection, time.monotonic() + SECONDS
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
                for number, (connection, until) in list(self._leaving.items()):
                    if (number in came and self._has_heard(number, connection)) or until < now:
                        del self._leaving[number]
                        self._unread.pop(number, None)
                        connection.close()

    def _has_heard(self, number: int, connection: socket.socket) -> bool:
        """Whether the client has closed too, or sends without end."""
        try:
            found = connection.recv(4096)
        except BlockingIOError:
            return False
        except OSError:
            return True
        self._unread[number] = self._unread.get(number, 0) + len(found)
        return not found or self._unread[number] > MOST_UNREAD
