"""How sessions read and write on both databases."""

import threading
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import literal, select
from sqlalchemy.exc import DBAPIError, StatementError

from engine.store.base import UtcDateTime
from engine.store.database import Database
from engine.store.ids import new_id
from engine.store.jobs import IdempotencyKey
from engine.store.organisation import Province
from engine.worktime import ZONE


def key(name: str, at: datetime) -> IdempotencyKey:
    return IdempotencyKey(
        account_id="a" * 32, key=name, request_hash="h", status=200, answer={}, created_at=at
    )


def test_what_a_writing_session_did_is_there_after_it(database: Database) -> None:
    at = datetime(2025, 12, 4, 9, 15, 0, 123456, tzinfo=UTC)
    with database.writing() as session:
        session.add(key("one", at))
    with database.reading() as session:
        assert session.scalar(select(IdempotencyKey.created_at)) == at


def test_an_instant_written_into_a_statement_is_the_one_that_is_bound_to_it(
    database: Database,
) -> None:
    at = datetime(2025, 12, 4, 16, 15, 0, 123456, tzinfo=ZONE)
    with database.writing() as session:
        session.add(key("one", at))
    # As text in the statement, both bounds are what the database compares with what it keeps.
    between = IdempotencyKey.created_at.between(
        literal(at, UtcDateTime(), literal_execute=True),
        literal(at + timedelta(microseconds=1), UtcDateTime(), literal_execute=True),
    )
    with database.reading() as session:
        assert session.scalar(select(IdempotencyKey.key).where(between)) == "one"
        assert session.scalar(select(IdempotencyKey.created_at)) == at


def test_a_failed_act_leaves_nothing(database: Database) -> None:
    def act() -> None:
        with database.writing() as session:
            session.add(key("one", datetime.now(UTC)))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    with database.reading() as session:
        assert session.scalar(select(IdempotencyKey.key)) is None


def test_a_reading_session_changes_nothing(database: Database) -> None:
    # PostgreSQL refuses the write at once; SQLite forgets it when the session closes.
    refused = nullcontext() if database.is_sqlite else pytest.raises(DBAPIError, match="read-only")
    with refused, database.reading() as session:
        session.add(key("one", datetime.now(UTC)))
        session.flush()
    with database.reading() as session:
        assert session.scalar(select(IdempotencyKey.key)) is None


def test_a_naive_datetime_is_refused_before_it_can_be_misread(database: Database) -> None:
    naive = datetime(2025, 12, 4, 9, 15)  # noqa: DTZ001 - the fault under test
    with pytest.raises(StatementError, match="naive"), database.writing() as session:
        session.add(key("one", naive))


def test_two_writers_on_one_row_queue_and_both_count(database: Database) -> None:
    def add_ten() -> None:
        for _ in range(10):
            with database.writing() as session:
                row = session.get_one(Province, "nghe_an", with_for_update=True)
                row.epoch += 1

    with database.reading() as session:
        before = session.get_one(Province, "nghe_an").epoch
    writers = [threading.Thread(target=add_ten) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.reading() as session:
        assert session.get_one(Province, "nghe_an").epoch == before + 30


def test_ids_are_unique_and_sort_by_time() -> None:
    made = [new_id() for _ in range(1000)]
    assert len(set(made)) == len(made)
    assert [i[:12] for i in made] == sorted(i[:12] for i in made)
