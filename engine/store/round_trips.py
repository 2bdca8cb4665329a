"""Fewer round trips to PostgreSQL: what nobody waits for travels with the next statement.

BEGIN goes out together with the first statement of an act, and what it writes last goes together
with its COMMIT, so that an act costs two round trips where four were. The server works through them
in order and skips the rest, COMMIT included, when one of them fails. A look has no transaction
around its statements: under READ COMMITTED each sees what is committed when it begins, with or
without one. That it writes nothing is the connection's default; acts say that they write.

The driver's connections stand in autocommit: SQLAlchemy, not the driver, says when a transaction
begins, as on SQLite.
"""

import logging
from contextlib import nullcontext
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, event, exc
from sqlalchemy.engine import Engine

LOG = logging.getLogger("motcua.statements")
"""Tells of each statement that SQLAlchemy does not see, at level DEBUG."""
MOST_CURSORS = 100
"""Cursors kept for each connection, as many as it has prepared statements."""
NOBODY_WRITES = "motcua_nobody_writes"
"""On a connection's record: the server lets transactions only read, and so do acts find it."""
_WAITING = "motcua_waiting"
_CURSORS = "motcua_cursors"
Statement = tuple[str, Any]
"""A text and its values in order."""


def save_trips(engine: Engine) -> None:
    """Let the transactions of an engine for PostgreSQL begin and end without trips of their own."""
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begun)
    event.listen(engine, "before_cursor_execute", _before_statement)
    event.listen(engine, "commit", _committing)
    event.listen(engine, "rollback", _rolling_back)


def put_off(connection: Connection, statement: Statement) -> None:
    """Send a statement whose result nobody asks for with the next one, or with the COMMIT.

    What it raises is raised there.
    """
    connection.info.setdefault(_WAITING, []).append(statement)


def travel(connection: Connection, statement: Statement) -> Any:
    """Run a statement after all that waits, in one trip; its cursor, with the result.

    The result is to be read before the next trip. Raises what SQLAlchemy raises for errors of the
    driver; a lost connection is invalidated.
    """
    driver: Any = connection.connection.driver_connection
    info = connection.info
    waiting = [*info.pop(_WAITING, ()), statement]
    cursors: list[Any] = []
    for text, _ in waiting:
        cursor = _cursor(info.setdefault(_CURSORS, {}), driver, text)
        # The same text twice in one trip has two results.
        cursors.append(psycopg.RawCursor(driver) if cursor in cursors else cursor)
    try:
        with driver.pipeline() if len(waiting) > 1 else nullcontext():
            for cursor, each in zip(cursors, waiting, strict=True):
                cursor.execute(*each)
    except psycopg.Error as error:
        told = _first(error)
        raise wrapped(connection, told, "; ".join(text for text, _ in waiting)) from told
    return cursors[-1]


def _first(error: psycopg.Error) -> psycopg.Error:
    """What went wrong first: a pipeline that can't be left says nothing of the lost connection."""
    before = error.__context__
    return before if "pipeline" in str(error) and isinstance(before, psycopg.Error) else error


def _cursor(known: dict[str, Any], driver: Any, text: str) -> Any:
    """The connection's cursor for a text: what it learned of types and columns serves again.

    Raw, because the texts have the server's own placeholders: psycopg has nothing to translate.
    """
    LOG.debug(text)
    cursor = known.get(text)
    if cursor is None:
        if len(known) >= MOST_CURSORS:
            known.clear()
        cursor = known[text] = psycopg.RawCursor(driver)
    return cursor


def wrapped(connection: Connection, error: Any, text: str) -> exc.DBAPIError:
    """The driver's error as SQLAlchemy raises it; a lost connection is invalidated."""
    dialect = connection.dialect
    gone = dialect.is_disconnect(error, connection.connection.driver_connection, None)
    if gone:
        connection.invalidate(error)
    made = exc.DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=dialect,
    )
    assert isinstance(made, exc.DBAPIError)  # noqa: S101 - what an error of the driver becomes
    return made


def _connected(driver: Any, _record: object) -> None:
    driver.autocommit = True


def _begun(connection: Connection) -> None:
    if not connection.get_execution_options().get("motcua_reads", False):
        begin = "BEGIN" if connection.info.get(NOBODY_WRITES) else "BEGIN READ WRITE"
        connection.info[_WAITING] = [(begin, ())]


def _before_statement(connection: Connection, cursor: object, *_: object) -> None:
    """SQLAlchemy runs a statement of its own: everything that waits goes first.

    Rows that come in parts are of one transaction.
    """
    waiting = connection.info.get(_WAITING)
    if waiting:
        travel(connection, waiting.pop())
    elif isinstance(cursor, psycopg.ServerCursor) and _is_idle(connection):
        travel(connection, ("BEGIN READ ONLY", ()))


def _is_idle(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.info.transaction_status == TransactionStatus.IDLE)


def _committing(connection: Connection) -> None:
    waiting = connection.info.get(_WAITING)
    if not waiting:
        return
    if waiting[0][0].startswith("BEGIN") and len(waiting) == 1:
        _forget(connection)  # nothing was done in this transaction
    else:
        # The driver then finds no transaction any more, and its own COMMIT costs nothing.
        driver: Any = connection.connection.driver_connection
        try:
            travel(connection, ("COMMIT", ()))
        except exc.DBAPIError:
            # SQLAlchemy takes a COMMIT that failed for the end of the transaction.
            if not driver.closed:
                driver.rollback()
            raise


def _rolling_back(connection: Connection) -> None:
    """Give an act up without what the driver does then: it forgets all that it has prepared.

    Two clerks at one task are enough for that, and each statement was then planned ten times anew.
    The server keeps what was prepared. After an error of its own it may not have prepared all that
    the driver believes it has: there the driver rolls back, and forgets.
    """
    _forget(connection)
    if connection.invalidated:
        return
    driver: Any = connection.connection.driver_connection
    if driver.info.transaction_status == TransactionStatus.INTRANS:
        driver.pgconn.exec_(b"ROLLBACK")


def _forget(connection: Connection) -> None:
    if not connection.invalidated:
        connection.info.pop(_WAITING, None)
