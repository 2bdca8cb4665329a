"""Whether the product runs on a folder of data, told by a lock that goes with its process.

The lock is one of an SQLite file: every system has it, a process that dies lets go of it, and many
hold it together while whoever wants the folder alone is refused.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from engine.errors import StillRunning

FILE = "running.lock"


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """As long as this lasts the product runs here. Raises StillRunning while it is thrown away."""
    with _locked(folder, "BEGIN; SELECT count(*) FROM sqlite_schema"):
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """As long as this lasts no server or worker runs here. Raises StillRunning."""
    with _locked(folder, "BEGIN EXCLUSIVE"):
        yield


@contextmanager
def _locked(folder: Path, statements: str) -> Iterator[None]:
    file = sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)
    with closing(file):
        try:
            for statement in statements.split("; "):
                file.execute(statement).fetchall()
        except sqlite3.OperationalError as error:
            raise StillRunning from error
        yield
