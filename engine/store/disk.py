"""What databases say when their disk is full, only to be read, or broken: told as what it is."""

import logging
import sqlite3

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
