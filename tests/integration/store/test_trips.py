"""What travels together on PostgreSQL: BEGIN and the first statement, last writes and COMMIT."""

from datetime import UTC, datetime

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, bindparam, exc, func, insert, select, table

from engine.store.base import UtcDateTime, table_of
from engine.store.database import Database, connection_of
from engine.store.jobs import IdempotencyKey
from engine.store.many_tables import TableRows
from engine.store.prepared import Prepared, PreparedQuery, Selected, built
from engine.store.round_trips import put_off

_keys = table_of(IdempotencyKey)
_put = Prepared(insert(_keys))
_prepared_there = PreparedQuery(select(func.count()).select_from(table("pg_prepared_statements")))
_count = PreparedQuery(select(_keys.c.key).order_by(_keys.c.key))


def row(key: str) -> dict[str, object]:
    """A small row of a table without parents."""
    now = datetime(2026, 3, 2, tzinfo=UTC)
    kept = {"account_id": "a" * 32, "request_hash": "h", "status": 200, "answer": {"ý": 1}}
    return {**kept, "key": key, "created_at": now}


def put_off_row(database: Database, key: str, *, after: str = "", fails: bool = False) -> None:
    """An act whose last statement is put off, so that it goes out with the COMMIT."""
    with database.writing() as session:
        connection = session.connection()
        if after:
            _put.run(connection, [row(after)])
        compiled = _put.compiled(connection.dialect, row(key))
        put_off(connection, (compiled.text, compiled.given(row(key))))
        if fails:
            raise ZeroDivisionError


def put(database: Database, key: str) -> None:
    """A row, written at once."""
    with database.writing() as session:
        _put.run(connection_of(session), [row(key)])


def _those(keys: frozenset[str]) -> Selected:
    since = _keys.c.created_at <= bindparam("now", type_=UtcDateTime)
    return select(_keys.c.key).where(_keys.c.key.in_(keys), since)


def keys(database: Database) -> list[str]:
    """The keys that are there."""
    with database.reading() as session:
        return [found for (found,) in _count.all(session.connection(), {})]


@pytest.fixture
def postgres(database: Database) -> Database:
    """The database under test; SQLite makes no trips."""
    if database.is_sqlite:
        pytest.skip("SQLite: no round trips to save")
    return database


def test_what_is_put_off_is_committed_with_the_act(postgres: Database) -> None:
    put_off_row(postgres, "1")
    assert keys(postgres) == ["1"]


def test_a_put_off_statement_that_fails_takes_its_act_with_it(postgres: Database) -> None:
    put_off_row(postgres, "1")
    with pytest.raises(exc.IntegrityError):
        put_off_row(postgres, "1", after="2")
    assert keys(postgres) == ["1"], "neither statement of the act is there"
    put_off_row(postgres, "3")
    assert keys(postgres) == ["1", "3"], "the connection works on"


def test_a_question_sees_what_was_put_off_before_it(postgres: Database) -> None:
    with postgres.writing() as session:
        connection = session.connection()
        compiled = _put.compiled(connection.dialect, row("1"))
        put_off(connection, (compiled.text, compiled.given(row("1"))))
        assert session.scalars(select(IdempotencyKey.key)).all() == ["1"]


def test_an_act_that_is_given_up_leaves_nothing(postgres: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        put_off_row(postgres, "1", fails=True)
    assert keys(postgres) == []


def test_a_reading_session_can_not_write(postgres: Database) -> None:
    with pytest.raises(exc.InternalError, match="read-only"), postgres.reading() as session:
        _put.run(session.connection(), [row("1")])


def test_one_question_begins_no_transaction(postgres: Database) -> None:
    put_off_row(postgres, "1")
    with postgres.asking() as session:
        connection = connection_of(session)
        assert _count.all(connection, {}) == [("1",)]
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.info.transaction_status == TransactionStatus.IDLE


def test_a_query_that_is_built_once_keeps_the_values_it_was_built_of(database: Database) -> None:
    for key in ("1", "2", "3"):
        put(database, key)

    def those(keys: frozenset[str]) -> list[str]:
        with database.reading() as session:
            connection = connection_of(session)
            query = built(connection, (those.__name__, keys), lambda: _those(keys))
            found = query.all(connection, {"now": datetime(2026, 3, 3, tzinfo=UTC)})
            return sorted(key for (key,) in found)

    for _ in range(2):
        assert those(frozenset({"1", "3"})) == ["1", "3"]
        assert those(frozenset({"2"})) == ["2"]
        assert those(frozenset()) == []


def test_an_instant_without_time_zone_never_reaches_a_table() -> None:
    naive = {**row("1"), "created_at": datetime(2026, 3, 2)}  # noqa: DTZ001
    with pytest.raises(ValueError, match="naive"):
        TableRows(_keys).document([naive])


def _prepared(connection: Connection) -> int:
    [(found,)] = _prepared_there.all(connection, {})
    return int(found)


def test_an_act_that_is_refused_leaves_what_its_connection_has_prepared(postgres: Database) -> None:
    for number in range(8):
        put(postgres, str(number))
    with postgres.reading() as session:
        before = _prepared(connection_of(session))
    with pytest.raises(ZeroDivisionError):
        put_off_row(postgres, "put off", after="given up", fails=True)
    with postgres.reading() as session:
        assert _prepared(connection_of(session)) == before > 0
    assert keys(postgres) == [str(number) for number in range(8)]


def test_an_act_that_the_server_refused_leaves_nothing_half_prepared(postgres: Database) -> None:
    put(postgres, "1")
    for _ in range(8):
        with pytest.raises(exc.IntegrityError):
            put_off_row(postgres, "1", after="2")
    put_off_row(postgres, "3", after="2")
    assert keys(postgres) == ["1", "2", "3"]


def test_rows_that_come_in_parts_are_of_one_look(postgres: Database) -> None:
    for number in range(5):
        put(postgres, str(number))
    with postgres.reading() as session:
        parts = select(_keys.c.key).order_by(_keys.c.key).execution_options(yield_per=2)
        found = session.execute(parts)
        first = found.fetchone()
        put(postgres, "9")
        assert [first, *found] == [(str(number),) for number in range(5)]
        driver = connection_of(session).connection.driver_connection
        assert driver is not None
    assert driver.info.transaction_status == TransactionStatus.IDLE, "the look has ended"
