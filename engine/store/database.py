"""The database: SQLite (embedded) or PostgreSQL, opened for reading or for writing.

On SQLite every writing transaction begins with ``BEGIN IMMEDIATE``. With SQLite's default a
transaction takes its lock at the first write, and two processes that have both read before fail
with "database is locked"; with it they queue.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.engine import URL, Engine
from sqlalchemy.orm import Session, sessionmaker

BUSY_SECONDS = 30
"""How long a SQLite writer waits for another one."""


class Database:
    """A pool of connections and the two ways to open a session on it.

    ``url`` is an SQLAlchemy URL; ``postgresql://`` is read as psycopg 3. ``durable=False`` is for
    throw-away databases of tests only.
    """

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = normalised(url)
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url, pool_size)
        self._read = sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        writing = self.engine.execution_options(motcua_writes=True)
        self._write = sessionmaker(writing, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries; what it changes is thrown away when it closes."""
        with self._read() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session for one act: committed at the end, rolled back on any exception."""
        with self._write.begin() as session:
            yield session

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def normalised(url: str) -> URL:
    """The URL with the driver of the house (psycopg 3 for PostgreSQL)."""
    parsed = make_url(url)
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


def _postgresql(url: URL, pool_size: int) -> Engine:
    return create_engine(url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True)


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        # SQLAlchemy, not the driver, says when a transaction begins.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: an acknowledged act survives a power cut, as on PostgreSQL.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("motcua_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
