"""The database: SQLite (embedded) or PostgreSQL, opened for reading, asking or writing.

A database that can't be reached, or a row that is held too long, is a refusal (``CaseBusy``): the
act did not happen. Only when the connection is lost in the commit itself is it unknown whether it
did (``ActUncertain``).

On SQLite every writing transaction begins with ``BEGIN IMMEDIATE``. With SQLite's default a
transaction takes its lock at the first write, and two processes that have both read before fail
with "database is locked"; with it they queue.
"""

import sqlite3
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from json import JSONEncoder
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, create_engine, event, exc, make_url
from sqlalchemy.engine import URL, Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from engine.errors import ActUncertain, CaseBusy
from engine.store.demo_data import DEMO_DATA
from engine.store.disk import DiskFailure, is_lost, refusal_of, told_not_to_write
from engine.store.prepared import send
from engine.store.round_trips import NOBODY_WRITES, save_trips
from engine.store.taking_turns import Turns
from engine.store.trying import rehearse_beside, write_beside

BUSY_SECONDS = 30
"""How long a writer waits for another one: on SQLite for any, on PostgreSQL for the same case."""
UNIQUE_VIOLATION = "23505"
STATEMENT_SECONDS = 60
"""How long one statement of an act or a query may take on PostgreSQL."""
IDLE_SECONDS = 60
"""How long PostgreSQL keeps a transaction open in which nothing happens."""
PAGE_COST = 1.1
"""What PostgreSQL reckons for a page that an index names; one after the other they cost 1."""
SYNCHRONOUS = "FULL"
"""On SQLite: an acknowledged act survives a power cut, as on PostgreSQL. Tests do without."""
ASK_AFTER_SECONDS = 10
"""After so long without use a pooled connection is asked whether it still works."""
_LOOK_MILLISECONDS = 10
"""How long one try to begin writing on SQLite waits."""
_json = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Vietnamese as it is: written as escapes it takes twice the room."""
_CONNECTION = "motcua_connection"
_AFTER_COMMIT = "motcua_after_commit"
_IN_VAIN = "motcua_in_vain"
_READ = "motcua_read"
Found = TypeVar("Found")


class Database:
    """A pool of connections and the ways to open a session on it.

    ``url`` is an SQLAlchemy URL; ``postgresql://`` is read as psycopg 3. ``demo_data`` is what of
    demonstrations may be written (``engine.store.demo_data``).
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        demo_data: Collection[str] | None = None,
        disk_failure: DiskFailure | None = None,
    ) -> None:
        self.url = normalised(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        """Whether this is the embedded database."""
        self._demo_data = demo_data
        self.disk_failure = disk_failure or DiskFailure()
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url, pool_size)
        self._turns = Turns(share=self.is_sqlite)
        self._reader = self.engine.execution_options(motcua_reads=True)
        self._asker = self.engine.execution_options(motcua_reads=True, motcua_asks=True)
        self._writer = self.engine.execution_options(motcua_writes=True)
        # On SQLite a trial begins like a look: it writes beside the database.
        self._trier = self.engine.execution_options(motcua_writes=not self.is_sqlite)

    def reading(self) -> AbstractContextManager[Session]:
        """A session for queries: it changes nothing (SQLite forgets, PostgreSQL refuses).

        Raises CaseBusy.
        """
        return self._looking(self._reader, {_READ: {}})

    def asking(self) -> AbstractContextManager[Session]:
        """A session for one statement that reads: no transaction is begun and ended for it.

        Raises CaseBusy.
        """
        return self._looking(self._asker, {})

    @contextmanager
    def _looking(self, engine: Engine, info: dict[Any, Any]) -> Iterator[Session]:
        with (
            self._refusing(reads=True),
            _LookingSession(engine, expire_on_commit=False, autoflush=False, info=info) as session,
        ):
            yield session
            if not self.is_sqlite:
                # A rollback would make psycopg forget every statement that it has prepared.
                session.end()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session for one act: committed at the end, rolled back on any exception.

        Raises CaseBusy (nothing was written) and ActUncertain.
        """
        with (
            self._refusing(),
            self._turns.one() as turn,
            self._writer.connect() as connection,
            _ActSession(connection, expire_on_commit=False) as session,
        ):
            # The transaction is the connection's: a session that no ORM statement uses is free.
            connection.begin()
            turn.begins()
            session.info[_CONNECTION] = connection
            session.info[DEMO_DATA] = self._demo_data
            yield session
            if session.in_transaction():
                session.commit()  # flushes; the transaction that it has joined goes on
            if not connection.in_transaction():
                return  # the act was given up
            try:
                connection.commit()
            except exc.DBAPIError as error:
                if error.connection_invalidated:
                    raise ActUncertain from error
                raise
            for callback in session.info.pop(_AFTER_COMMIT, ()):
                callback()

    @contextmanager
    def trying(self, province_code: str) -> Iterator[Session]:
        """A session for trying what changes the province's configuration: all is taken back.

        On SQLite no other act waits for it. Raises CaseBusy.
        """
        with self._in_vain() as session:
            if self.is_sqlite:
                write_beside(connection_of(session), province_code)
            yield session

    @contextmanager
    def rehearsing(
        self, province_code: str, procedures: Collection[str] | None
    ) -> Iterator[Session]:
        """A session for dossiers of these procedures that are only tried: all is taken back.

        On SQLite no other act waits for it, and it knows no other procedure's packages. ``None``:
        for a whole configuration and dossiers in it. Raises CaseBusy.
        """
        with self._in_vain() as session:
            if self.is_sqlite:
                rehearse_beside(connection_of(session), province_code, procedures)
            yield session

    @contextmanager
    def _in_vain(self) -> Iterator[Session]:
        with (
            self._refusing(),
            self._trier.connect() as connection,
            _ActSession(connection, expire_on_commit=False) as session,
        ):
            connection.begin()
            session.info[_CONNECTION] = connection
            session.info[DEMO_DATA] = self._demo_data
            session.info[_IN_VAIN] = True
            try:
                yield session
            finally:
                session.rollback()

    @contextmanager
    def _refusing(self, *, reads: bool = False) -> Iterator[None]:
        """What the driver says when it can't work now, as a refusal.

        Whoever ``reads`` and is told not to write has made a mistake: no disk has failed.
        """
        try:
            yield
        except (exc.DatabaseError, exc.InterfaceError, exc.TimeoutError) as error:
            refusal = refusal_of(error)
            if refusal is None or (reads and told_not_to_write(error)):
                raise
            if refusal is not CaseBusy:
                self.disk_failure.note(refusal)
            elif is_lost(error):
                # A server that its disk has stopped comes back and leaves again.
                refusal = self.disk_failure.lately or CaseBusy
            raise refusal from error

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


class _ActSession(Session):
    """The session of one act: to roll it back gives up the whole act."""

    def close(self) -> None:
        # Most acts use the connection alone: nothing to let go of then.
        if self.in_transaction() or self.identity_map:
            super().close()

    def rollback(self) -> None:
        super().rollback()
        self.info.pop(_AFTER_COMMIT, None)
        # The connection's own transaction, of which a session without ORM statements knows nothing.
        self.info[_CONNECTION].rollback()


class _LookingSession(Session):
    """The session of a look: free while no ORM statement uses it, and no connection before any."""

    def close(self) -> None:
        if self.in_transaction() or self.identity_map:
            super().close()
        connection: Connection | None = self.info.pop(_CONNECTION, None)
        if connection is not None:
            connection.close()

    def opened(self) -> Connection:
        """The connection of the look's transaction."""
        if self.in_transaction():
            return self.connection()
        if isinstance(self.bind, Engine):
            self.bind = self.info[_CONNECTION] = self.bind.connect()
            # On PostgreSQL a look's statements stand each for itself (``round_trips``).
            if _begins_looks(self.bind):
                self.bind.begin()
        return cast("Connection", self.bind)

    def end(self) -> None:
        """End the transaction well."""
        if self.in_transaction():
            self.commit()
        connection: Connection | None = self.info.get(_CONNECTION)
        if connection is not None and connection.in_transaction():
            connection.commit()


def _begins_looks(connection: Connection) -> bool:
    asks: bool = connection.get_execution_options().get("motcua_asks", False)
    return connection.dialect.name == "sqlite" and not asks


def after_commit(session: Session, callback: Callable[[], None]) -> None:
    """Call back once the session's act is committed; never if it is rolled back.

    Only for sessions of ``Database.writing``. The callback must not fail.
    """
    session.info.setdefault(_AFTER_COMMIT, []).append(callback)


def is_in_vain(session: Session) -> bool:
    """Whether all that the session does is only tried: nobody has to wait for it."""
    return _IN_VAIN in session.info


@contextmanager
def sandbox(session: Session) -> Iterator[None]:
    """What is done in it is undone at its end: rows, counters, messages, what follows a commit.

    Only for sessions of ``Database.writing``. Other processes see none of it, and locks that it
    takes are let go.
    """
    # What acts note on their session goes as well: a case in hand, what stopped it, callbacks.
    noted = {name: list(v) if isinstance(v, list) else v for name, v in session.info.items()}
    trial = session.begin_nested()
    try:
        yield
    finally:
        trial.rollback()
        session.expire_all()
        session.info.clear()
        session.info.update(noted)


def connection_of(session: Session) -> Connection:
    """The session's connection, for prebuilt statements."""
    known: Connection | None = session.info.get(_CONNECTION)
    if known is not None:
        return known
    return session.opened() if isinstance(session, _LookingSession) else session.connection()


def remembered(session: Session, key: Hashable, read: Callable[[], Found]) -> Found:
    """What a session of ``Database.reading`` reads once however often it is asked for.

    Where something may change (``Database.writing``), it is read anew each time.
    """
    known: dict[Hashable, Any] | None = session.info.get(_READ)
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    found: Found = known[key]
    return found


def is_taken(error: exc.IntegrityError) -> bool:
    """Whether the row is there already: somebody else wrote the same key."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        code = cause.sqlite_errorcode
        return code in (sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE)
    return getattr(cause, "sqlstate", None) == UNIQUE_VIOLATION


def normalised(url: str) -> URL:
    """The URL with the driver of the house (psycopg 3 for PostgreSQL)."""
    parsed = make_url(url)
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


_OPTIONS = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "lock_timeout": f"{BUSY_SECONDS}s",
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
        # A page costs the same wherever it lies: with disks of old PostgreSQL reads whole tables.
        "random_page_cost": PAGE_COST,
        # Compiling takes longer than any statement here, and is tried where a guess is far off.
        "jit": "off",
    }.items()
)


def _postgresql(url: URL, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        # The one used last: it has its plans, and fewer need any.
        pool_use_lifo=True,
        connect_args={"options": _OPTIONS},
    )

    save_trips(engine)

    @event.listens_for(engine, "connect")
    def _look_only(connection: Any, record: ConnectionPoolEntry) -> None:
        # What looks: each statement by itself, and none writes. Acts say that they do, but where
        # whoever runs the server lets nobody write.
        asked = "SELECT current_setting(%s), set_config(%s, 'on', false)"
        with connection.cursor() as cursor:
            cursor.execute(asked, ("default_transaction_read_only",) * 2)
            record.info[NOBODY_WRITES] = cursor.fetchone()[0] == "on"
        connection.commit()

    @event.listens_for(engine, "checkin")
    def _used(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["used"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _check(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        # A connection that has just worked needs no question, which would cost a round trip.
        if monotonic() - record.info.get("used", 0.0) > ASK_AFTER_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise exc.DisconnectionError from error

    return engine


def _make_private(path: Path) -> None:
    """The file, readable by nobody else; SQLite makes those beside it like it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if one == path or one.exists():
            one.touch(mode=0o600)
            one.chmod(0o600)


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        _make_private(Path(url.database))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, json_serializer=_json)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        # SQLAlchemy, not the driver, says when a transaction begins.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
        # 16 MB instead of 4: a page that many acts change moves to the file once for all of them.
        cursor.execute("PRAGMA wal_autocheckpoint=4000")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("motcua_writes", False):
            _queue_up(connection)
        elif not options.get("motcua_asks", False):
            send(connection, "BEGIN", ())

    return engine


def _queue_up(connection: Connection) -> None:
    """Begin to write as soon as the one before has ended.

    SQLite's own waiting sleeps longer and longer, up to a tenth of a second: whoever comes back at
    once, again and again, would always be there before it.
    """
    driver: Any = connection.connection.driver_connection
    last = monotonic() + BUSY_SECONDS
    driver.execute(f"PRAGMA busy_timeout = {_LOOK_MILLISECONDS}").close()
    try:
        while True:
            try:
                send(connection, "BEGIN IMMEDIATE", ())
            except exc.OperationalError as error:
                code = getattr(error.__cause__, "sqlite_errorcode", None)
                if code != sqlite3.SQLITE_BUSY or monotonic() > last:
                    raise
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}").close()
