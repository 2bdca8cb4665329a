"""What databases say when their disk is full, only to be read, or broken: told as what it is."""

import logging
import re
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
_FILE = re.compile(
    r'could not (?!access |open extension).*?\b(?:file|directory) "[^"]*".*: (.+?)\.?$',
    re.IGNORECASE | re.MULTILINE,
)
"""What PostgreSQL says of a file it needs, with the words of the system for what is wrong.

It tells a disk that can only be read by the code of a lacking right (42501), the lack of a file by
one of its own (58P01), which a library that isn't installed bears as well; and a process of it that
can't begin tells no code at all.
"""
_ONLY_READ = ("Read-only file system", "Permission denied", "Operation not permitted")
_OF_FILES = ("42501", "58P01", None)
_PASSING = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
_LEAVES = ("57P", "08")
"""Codes of a server that ends, restarts or can't be reached."""
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
        found = _of_postgresql(cause)
        mistake = False
    if found is not None:
        _log.error("storage: %s (%s)", cause, found.code)
        return found
    if mistake or not isinstance(error, _PASSING):
        return None
    _log.warning("busy: %s", cause)
    return CaseBusy


def _of_postgresql(cause: BaseException | None) -> type[Refusal] | None:
    code = getattr(cause, "sqlstate", None)
    if code not in _OF_FILES:
        return _POSTGRESQL.get(code)
    said = _FILE.search(str(cause))
    if said is None:
        return None
    return StorageReadOnly if said[1] in _ONLY_READ else StorageBroken


def is_lost(error: exc.DBAPIError | exc.TimeoutError) -> bool:
    """Whether no server answers: it could not be reached, or left in the middle."""
    if isinstance(error, exc.TimeoutError):
        return False
    code = getattr(error.__cause__, "sqlstate", None)
    return error.connection_invalidated or code is None or code.startswith(_LEAVES)


def told_not_to_write(error: exc.DBAPIError | exc.TimeoutError) -> bool:
    """Whether whoever said that they only look tried to write: a mistake of ours, no disk."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY
    return getattr(cause, "sqlstate", None) == "25006"


FAILED_SECONDS = 60
"""How long it is told that the disk has failed: a small write may still find room."""
_FAILURES = (DiskFull, StorageReadOnly, StorageBroken)


class DiskFailure:
    """What the disk refused last; made before processes fork, all of them see what one met."""

    def __init__(self) -> None:
        # Memory that belongs to no file is shared with all who are forked from here.
        self._place = memoryview(mmap(-1, 2 * calcsize("d"))).cast("d")

    def note(self, refusal: type[Refusal]) -> None:
        """The disk has refused a write."""
        self._place[1] = _FAILURES.index(refusal)
        self._place[0] = monotonic()

    @property
    def lately(self) -> type[Refusal] | None:
        """What it refused within ``FAILED_SECONDS``."""
        at, which = self._place
        return _FAILURES[int(which)] if at and monotonic() - at < FAILED_SECONDS else None
