"""New connections come to the processes of a server in turn.

gunicorn's processes wait for their common port with ``epoll``, which wakes the one that began to
wait last, and that is the busiest. A few connections that are kept (those of a proxy, or of clerks
at work) so all come to lie with one process, and the others do nothing. Who waits in ``accept``
itself is woken in the order of waiting: each process then gets the next connection in its turn.
"""

import socket
import struct
import threading
from collections.abc import Callable
from typing import Any

LOOK_SECONDS = 0.25
"""How often somebody who waits looks whether they still have to."""
_TIMES = struct.Struct("ll")
_LOOK = _TIMES.pack(0, int(LOOK_SECONDS * 1_000_000))
_NO_END = _TIMES.pack(0, 0)


class Door:
    """A thread that takes the connections of one port, until it is told to close.

    ``arrived`` gets each connection with its address, ``closed`` is called when no more will come,
    with what went wrong if the port can't be used. Both are called in the thread.
    """

    def __init__(
        self,
        listener: Any,
        arrived: Callable[[socket.socket, Any], None],
        closed: Callable[[OSError | None], None],
    ) -> None:
        self._listener = listener
        self._arrived = arrived
        self._closed = closed
        self._open = True
        listener.settimeout(None)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _LOOK)
        threading.Thread(target=self._take, daemon=True).start()

    def close(self) -> None:
        """Take no more; a connection that comes within ``LOOK_SECONDS`` may still be taken."""
        self._open = False

    def _take(self) -> None:
        failed = None
        while self._open and failed is None:
            try:
                taken, address = self._listener.accept()
            except (BlockingIOError, ConnectionAbortedError):
                continue
            except OSError as error:
                failed = error
            else:
                # A connection inherits how long its port waits.
                taken.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _NO_END)
                self._arrived(taken, address)
        self._closed(failed)
