"""The threads of a server process, none of which waits for ever for a client.

gunicorn's own wait for a request, and until an answer is taken, as long as the client likes, so
that a few connections that move a byte a minute would keep all of them. Here what comes and what
goes has to keep a pace (``PacedSocket``); then its connection is shut, which ends the waiting at
once. A request that is there is worked on as long as it takes.

So a slow client keeps a thread for some five seconds and no longer, and where all threads wait for
clients, while others wait for a thread, the slower half has to go. Who has said nothing yet keeps
none. Hundreds at once are for a proxy in front that hands on whole requests (nginx does so by
itself).

Whoever was just answered is waited for a moment in the same thread: gunicorn hands each request of
a kept connection from the thread that watches over all of them to one that works, and back, which
wakes the first one twice.
"""

import select
import socket
import time
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from api.cli.accepting import Door
from api.cli.held_connections import HeldConnections
from api.cli.leaving import Leaving
from api.cli.paced import PacedSocket
from api.cli.too_long import STATUS
from api.http.unread import answered

A_MOMENT = 1
"""Seconds for which anybody is waited for, also where others wait for a thread."""
AT_ONCE = 20
"""Milliseconds for which a thread waits for the next request of whoever it has just answered."""


class Connection(TConn):  # type: ignore[misc]  # gunicorn tells no types
    """A connection that counts as held until it is closed."""

    def __init__(self, held: HeldConnections, leaving: Leaving, *args: Any) -> None:
        super().__init__(*args)
        self._held: HeldConnections | None = held
        self._leaving = leaving

    def wait_for_data(self, timeout: float) -> bool:
        """Whether something has come: who says nothing keeps no thread, not even for a moment."""
        return bool(super().wait_for_data(min(timeout, 0.0)))

    def close(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - gunicorn's names
        """Close it; once it counts no more it stays so."""
        held, self._held = self._held, None
        if held is not None:
            held.change(-1)
        if graceful:
            self._leaving.let_go(self.sock)
        else:
            super().close()


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn tells no types
    """Threads that serve requests, whose clients have to keep a pace."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_hand: set[Any] = set()
        self._accepting = False
        self._doors: list[Door] = []
        self._leaving = Leaving()
        self.held: HeldConnections
        """Given by the parent before this process begins to run."""

    def set_accept_enabled(self, enabled: bool) -> None:  # noqa: FBT001 - gunicorn's name
        """Take new connections, as many as the other processes, or no more."""
        if enabled == self._accepting:
            return
        self._accepting = enabled
        self.held.take(enabled)
        later = self.method_queue.defer
        if enabled:
            self._doors = [
                Door(
                    port,
                    self.held,
                    partial(later, self._arrived, port),
                    partial(later, self._closed),
                )
                for port in self.sockets
            ]
            return
        for door in self._doors:
            # Until it is closed a door counts as a connection: the process waits for what it takes.
            self.nr_conns += 1
            door.close()

    def _arrived(self, port: Any, taken: socket.socket, address: Any) -> None:
        self.nr_conns += 1
        paced, name = PacedSocket(taken), port.getsockname()
        self.enqueue_req(Connection(self.held, self._leaving, self.cfg, paced, address, name))

    def _closed(self, failed: OSError | None) -> None:
        if failed is not None:
            raise failed
        self.nr_conns -= 1

    def handle(self, conn: Any) -> Any:
        """Serve a connection as long as its requests follow at once; whether it is to be kept."""
        kept = self._served(conn)
        while kept is True and self._follows(conn):
            kept = self._served(conn)
        return kept

    def _served(self, conn: Any) -> Any:
        """Serve one request."""
        conn.sock.begins()
        self._in_hand.add(conn)
        try:
            return super().handle(conn)
        finally:
            self._in_hand.discard(conn)

    def _follows(self, conn: Any) -> bool:
        """Whether the next request comes at once; not while others wait for a thread."""
        if not self._is_free():
            return False
        if conn.parser.unreader.buf.getvalue():
            return True
        waiting = select.poll()
        waiting.register(conn.sock, select.POLLIN)
        return bool(waiting.poll(AT_ONCE)) and self._is_free()

    def _is_free(self) -> bool:
        """Whether this process goes on, and nobody waits for one of its threads."""
        return self.alive and not self.tpool._work_queue.qsize()

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Serve a request whose headers are there."""
        conn.sock.begins()
        return super().handle_request(req, conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """What can't be read: the application says so where the request is only too long."""
        status = STATUS.get(type(exc))
        if status is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Request too long (%s)", status)
        with suppress(OSError):
            client.sendall(answered(self.wsgi, status, client.began))

    def _keepalive_after(self, conn: Any, keepalive: Any) -> bool:
        """Whether the connection goes on: what the application left unread is not waited for."""
        until = time.monotonic() + AT_ONCE / 1000
        return bool(keepalive and conn.parser.finish_body(deadline=until))

    def notify(self) -> None:
        """Tell the parent that this process lives, and shut what took too long; once a second."""
        super().notify()
        self.shut_late(time.monotonic())

    def shut_late(self, now: float) -> None:
        """Shut the connections whose clients are too slow: for others who wait the slower half."""
        waited_for = [one.sock for one in list(self._in_hand) if one.sock.waited(now) > A_MOMENT]
        late = [one for one in waited_for if one.is_late(now)]
        if not late and len(waited_for) >= self.cfg.threads and not self._is_free():
            waited_for.sort(key=lambda one: one.pace(now))
            late = waited_for[: (len(waited_for) + 1) // 2]
        for one in late:
            with suppress(OSError):
                one.give_up()
