"""New connections go to the process of a server that holds the fewest.

gunicorn's processes wait for their common port with ``epoll``, which wakes the one that began to
wait last, and that is the busiest. A few connections that are kept (those of a proxy, or of clerks
at work) so all come to lie with one process, and the others do nothing. Here all are woken, and
whoever holds more than another leaves the connection to it for a moment.
"""

import select
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from api.cli.held_connections import HeldConnections

LOOK_MS = 250
"""How often somebody who waits looks whether they still have to."""
YIELD_SECONDS, YIELDS = 0.002, 15
"""How long, and how often, a process leaves a connection to those that hold fewer. Together longer
than a busy process takes to be woken, and nothing that a person would feel."""


class Door:
    """A thread that takes the connections of one port, until it is told to close.

    ``arrived`` gets each connection with its address, ``closed`` is called when no more will come,
    with what went wrong if the port can't be used. Both are called in the thread.
    """

    def __init__(
        self,
        listener: Any,
        held: HeldConnections,
        arrived: Callable[[socket.socket, Any], None],
        closed: Callable[[OSError | None], None],
    ) -> None:
        self._listener = listener
        self._held = held
        self._arrived = arrived
        self._closed = closed
        self._open = True
        listener.settimeout(0)
        threading.Thread(target=self._take, daemon=True).start()

    def close(self) -> None:
        """Take no more; a connection that comes within ``LOOK_MS`` may still be taken."""
        self._open = False

    def _take(self) -> None:
        failed = None
        waiting = select.poll()
        waiting.register(self._listener, select.POLLIN)
        left = 0
        while self._open and failed is None:
            if not waiting.poll(LOOK_MS):
                left = 0
            elif left < YIELDS and not self._held.fewest():
                left += 1
                time.sleep(YIELD_SECONDS)
            else:
                left = 0
                failed = self._accept()
        self._closed(failed)

    def _accept(self) -> OSError | None:
        try:
            taken, address = self._listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return None  # another process was quicker
        except OSError as error:
            return error
        self._held.change(1)
        self._arrived(taken, address)
        return None
