"""What travels together on PostgreSQL: BEGIN and the first statement, last writes and COMMIT."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import exc, insert, select

from engine.store.base import table_of
from engine.store.database import Database
from engine.store.jobs import IdempotencyKey
from engine.store.many_tables import TableRows
from engine.store.prepared import Prepared, PreparedQuery
from engine.store.round_trips import put_off

_keys = table_of(IdempotencyKey)
_put = Prepared(insert(_keys))
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


def test_an_instant_without_time_zone_never_reaches_a_table() -> None:
    naive = {**row("1"), "created_at": datetime(2026, 3, 2)}  # noqa: DTZ001
    with pytest.raises(ValueError, match="naive"):
        TableRows(_keys).document([naive])
