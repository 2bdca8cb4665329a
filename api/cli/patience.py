"""A server process in which nobody waits for ever for a client, nor for others' clients.

gunicorn gives a thread to whoever has sent a byte, and lets it wait for the rest, and until an
answer is taken, as long as the client likes, so that a few connections that move a byte a minute
would keep all of them. Here a thread is taken when a request is there (``Connection``), leaves its
place to others while it waits for its client (``Hands``), and what comes and goes has to keep a
pace (``PacedSocket``); then its connection is shut, which ends the waiting at once. A request that
is there is worked on as long as it takes.

Whose body takes long waits, without being read, while others bring theirs; the places of an address
that has most of them are shared when others want one. More than all that at once is for a proxy in
front that hands on whole requests (nginx does so by itself).

Whoever was just answered is waited for a moment in the same thread: gunicorn hands each request of
a kept connection from the thread that watches over all of them to one that works, and back, which
wakes the first one twice.
"""

import select
import selectors
import socket
import time
from collections import Counter
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from api.cli.accepting import Door
from api.cli.arriving import TOO_LARGE, Connection, Stage
from api.cli.hands import WAITING, Hands
from api.cli.held_connections import HeldConnections
from api.cli.leaving import Leaving
from api.cli.paced import PacedSocket
from api.cli.too_long import STATUS
from api.http.unread import answered

A_MOMENT = 1
"""Seconds for which anybody is waited for, also where others wait for a thread."""
AT_ONCE = 20
"""Milliseconds for which a thread waits for the next request of whoever it has just answered."""
BODIES = 40
"""Long bodies that one process reads at once; fewer than ``WAITING``, for answers go out too."""
MOST_COMING = 500
"""Connections on which a request is waited for; beyond it whoever has been waited for longest goes.
"""


class Served:
    """What became of a connection, as gunicorn asks for it."""

    def __init__(self, kept: Any) -> None:
        self._kept = kept

    def cancelled(self) -> bool:
        """It never is."""
        return False

    def result(self) -> Any:
        """Whether the connection is kept."""
        return self._kept


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn tells no types
    """Threads that serve requests, whose clients have to keep a pace."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._in_hand: set[Any] = set()
        self._coming: dict[Any, None] = {}
        self._bodies: set[Any] = set()
        self._later: list[Any] = []
        self._looked = 0.0
        self._accepting = False
        self._doors: list[Door] = []
        self._leaving = Leaving()
        self.held: HeldConnections
        """Given by the parent before this process begins to run."""

    def get_thread_pool(self) -> Hands:
        """The threads, as gunicorn asks for them."""
        return Hands(self.cfg.threads, self.cfg.threads + WAITING)

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
        paced, name = PacedSocket(taken, self.tpool), port.getsockname()
        self.enqueue_req(Connection(self.held, self._leaving, self.cfg, paced, address, name))

    def _closed(self, failed: OSError | None) -> None:
        if failed is not None:
            raise failed
        self.nr_conns -= 1

    def enqueue_req(self, conn: Any) -> None:
        """Serve the connection's next request, when it is there; what of it has come may be kept.

        Like all but ``_serve`` and what it calls only for the thread that watches over connections.
        """
        conn.awaited()
        if (stage := conn.stage) is Stage.PART:
            if not conn.comes():
                self._drop(conn)
                return
            stage = conn.stage
        if stage is not Stage.PART:
            self._has_come(conn, stage)
            return
        self._coming[conn] = None
        self.poller.register(
            conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn)
        )
        if len(self._coming) > MOST_COMING:
            self._forget(next(iter(self._coming)))

    def on_pending_socket_readable(self, conn: Any, client: Any) -> None:
        """More of a request has come, or its client has left."""
        if not conn.comes():
            self._forget(conn)
        elif (stage := conn.stage) is not Stage.PART:
            self.poller.unregister(client)
            del self._coming[conn]
            self._has_come(conn, stage)

    def _has_come(self, conn: Any, stage: Stage) -> None:
        if stage is Stage.WHOLE:
            self.tpool.submit(partial(self._serve, conn))
        elif stage is Stage.BODY_COMES:
            self._later.append(conn)
            self._begin_bodies()
        else:
            with suppress(OSError):
                conn.sock.send(TOO_LARGE, socket.MSG_DONTWAIT)
            self._drop(conn)

    def _begin_bodies(self) -> None:
        """Read long bodies, first of who brings the fewest."""
        while self._later and len(self._bodies) < BODIES:
            brings = self._brings()
            conn = min(self._later, key=lambda one: brings[one.address])
            self._later.remove(conn)
            self._bodies.add(conn)
            self.tpool.submit(partial(self._serve, conn))

    def _brings(self) -> Counter[str]:
        return Counter(one.address for one in self._bodies)

    def _forget(self, conn: Any) -> None:
        self.poller.unregister(conn.sock)
        del self._coming[conn]
        self._drop(conn)

    def _drop(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close(graceful=True)

    def _serve(self, conn: Any) -> None:
        kept = False
        try:
            kept = self.handle(conn)
        except BaseException:
            self.log.exception("Error handling connection")
        self.method_queue.defer(self.finish_request, conn, Served(kept))

    def finish_request(self, conn: Any, fs: Any) -> None:
        """A connection comes back from its thread."""
        self._bodies.discard(conn)
        super().finish_request(conn, fs)
        self._begin_bodies()

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
        if not self._is_free() or conn in self._bodies:
            return False
        if conn.stage is Stage.WHOLE:
            return True
        waiting = select.poll()
        waiting.register(conn.sock, select.POLLIN)
        came = bool(waiting.poll(AT_ONCE)) and conn.comes()
        return came and self._is_free() and conn.stage is Stage.WHOLE

    def _is_free(self) -> bool:
        """Whether this process goes on, and nobody waits for one of its threads."""
        return self.alive and not self.tpool.asked

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
        now = time.monotonic()
        if now - self._looked < A_MOMENT:
            return
        self._looked = now
        self.shut_late(now)
        for conn in [conn for conn in self._coming if conn.is_late(now)]:
            self._forget(conn)

    def shut_late(self, now: float) -> None:
        """Shut the connections whose clients are too slow, or bring more than their share.

        Where all threads wait for clients, and others wait for one, the slower half of the address
        that has most of them goes; where bodies wait for their turn, the slowest one of an address
        that brings more than whoever waits.
        """
        waited_for = [one for one in list(self._in_hand) if one.sock.waited(now) > A_MOMENT]
        late = [one for one in waited_for if one.sock.is_late(now)]
        if not late and self.tpool.all_wait:
            of_most = _of_most(waited_for, Counter(one.address for one in waited_for))
            of_most.sort(key=lambda one: one.sock.pace(now))
            late = of_most[: (len(of_most) + 1) // 2]
        elif not late and self._later:
            brings = self._brings()
            least = min(brings[one.address] for one in self._later)
            of_most = _of_most([one for one in waited_for if one in self._bodies], brings)
            if of_most and brings[of_most[0].address] > least + 1:
                late = [min(of_most, key=lambda one: one.sock.pace(now))]
        for one in late:
            with suppress(OSError):
                one.sock.give_up()


def _of_most(found: list[Any], counted: Counter[str]) -> list[Any]:
    """Those of the address of which most are counted."""
    most = max((counted[one.address] for one in found), default=0)
    first = next((one.address for one in found if counted[one.address] == most), None)
    return [one for one in found if one.address == first]
