"""What databases say when their disk is full, only to be read, or broken: told as what it is."""

import logging
import sqlite3
from mmap import mmap
from struct import calcsize
from time import monotonic

from sqlalchemy import exc

from engine.errors import CaseBusy, DiskFull, Refusal, StorageBroken, StorageReadOnly

_log = logging.getLogger(__name__)

_SQLITE: dict[int, type[Refusal]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: StorageReadOnly,
    sqlite3.SQLITE_IOERR: StorageBroken,
    sqlite3.SQLITE_CORRUPT: StorageBroken,
    sqlite3.SQLITE_NOTADB: StorageBroken,
    sqlite3.SQLITE_CANTOPEN: StorageBroken,
}
_POSTGRESQL: dict[str, type[Refusal]] = {
    "53100": DiskFull,
    "25006": StorageReadOnly,
    "58030": StorageBroken,
    "XX001": StorageBroken,
    "XX002": StorageBroken,
}
_PASSING = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
_PRIMARY = 0xFF
"""SQLite's extended codes have the primary one in their lowest byte."""


def refusal_of(error: exc.DBAPIError | exc.TimeoutError) -> type[Refusal] | None:
    """What the storage says; ``CaseBusy`` if waiting cures it, ``None`` for a mistake of ours."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        found = None if code is None else _SQLITE.get(code & _PRIMARY)
        mistake = code == sqlite3.SQLITE_ERROR
    else:
        found = _POSTGRESQL.get(getattr(cause, "sqlstate", None) or "")
        mistake = False
    if found is not None:
        _log.error("storage: %s (%s)", cause, found.code)
        return found
    if mistake or not isinstance(error, _PASSING):
        return None
    _log.warning("busy: %s", cause)
    return CaseBusy


FAILED_SECONDS = 60
"""How long it is told that the disk has failed: a small write may still find room."""
_CODES = tuple(sorted({one.code for one in (*_SQLITE.values(), *_POSTGRESQL.values())}))


class DiskFailure:
    """What the disk refused last; made before processes fork, all of them see what one met."""

    def __init__(self) -> None:
        # Memory that belongs to no file is shared with all who are forked from here.
        self._place = memoryview(mmap(-1, 2 * calcsize("d"))).cast("d")

    def note(self, code: str) -> None:
        """The disk has refused a write."""
        self._place[1] = _CODES.index(code)
        self._place[0] = monotonic()

    @property
    def lately(self) -> str | None:
        """What it refused within ``FAILED_SECONDS``."""
        at, which = self._place
        return _CODES[int(which)] if at and monotonic() - at < FAILED_SECONDS else None
