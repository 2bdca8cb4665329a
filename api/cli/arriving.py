"""Requests as they come: no thread has to do with one before it is there.

What a client sends is kept with its connection until the head of its request is whole, and a body
of at most ``SMALL`` as well; of a larger one the beginning. Only the size of the rest is looked at
here: what a head says is read, and refused, by gunicorn.
"""

import re
import time
from enum import Enum, auto
from os import SEEK_END
from typing import Any

from gunicorn.workers.gthread import TConn

from api.cli.held_connections import HeldConnections
from api.cli.leaving import Leaving
from api.cli.paced import allowed

MOST_HEAD = 64 * 1024
"""Bytes of a head."""
SMALL = 64 * 1024
"""Bytes of a body that are waited for before any thread has to do with it."""
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n"

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*0*(\d+)", re.IGNORECASE)
_LATER = re.compile(rb"\r\n(?:expect|transfer-encoding):", re.IGNORECASE)
_DIGITS = 18


class Stage(Enum):
    """How much of a request has come."""

    PART = auto()
    WHOLE = auto()
    BODY_COMES = auto()
    """A thread has to read the rest: it is long, or of unknown length, or waits to be asked for."""
    TOO_LONG = auto()


def stage_of(data: bytes) -> Stage:
    """How much of the request has come with which these bytes begin."""
    end = data.find(_END)
    if end < 0:
        return Stage.PART if len(data) <= MOST_HEAD else Stage.TOO_LONG
    head = data[: end + 2]
    if _LATER.search(head):
        return Stage.BODY_COMES
    told = _LENGTH.search(head)
    length = int(told[1][:_DIGITS]) if told else 0
    come = len(data) - end - len(_END)
    if come >= length:
        return Stage.WHOLE
    return Stage.BODY_COMES if come >= SMALL else Stage.PART


class Connection(TConn):  # type: ignore[misc]  # gunicorn tells no types
    """A connection that counts as held until it is closed, with what has come on it."""

    def __init__(self, held: HeldConnections, leaving: Leaving, *args: Any) -> None:
        super().__init__(*args)
        self._held: HeldConnections | None = held
        self._leaving = leaving
        self.init()  # the parser, in whose hands what comes is kept
        self.awaited()

    @property
    def address(self) -> str:
        """Whence the client asks."""
        return self.client[0] if isinstance(self.client, tuple) else ""

    def awaited(self) -> None:
        """A request is waited for from now on."""
        self._since, self._moved = time.monotonic(), 0
        self.sock.began = b""

    def is_late(self, now: float) -> bool:
        """Whether the client sends nothing, or more slowly than it may."""
        return now - self._since > allowed(self._moved)

    def comes(self) -> bool:
        """Keep what has come; whether the client is still there."""
        try:
            found = self.sock.at_hand(MOST_HEAD)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not self._moved:
            self._since = time.monotonic()
        self._moved += len(found)
        kept = self.parser.unreader.buf
        kept.seek(0, SEEK_END)
        kept.write(found)
        return bool(found)

    @property
    def stage(self) -> Stage:
        """How much of the next request has come."""
        return stage_of(self.parser.unreader.buf.getvalue())

    def close(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - gunicorn's names
        """Close it; once it counts no more it stays so."""
        held, self._held = self._held, None
        if held is not None:
            held.change(-1)
        if graceful:
            self._leaving.let_go(self.sock)
        else:
            super().close()
