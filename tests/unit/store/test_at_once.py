"""What is made at its first use and kept is the same for threads that ask for it at once."""

import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy import DateTime, column, select

from engine.queries.inbox import lists, pages
from engine.store.prepared import DIALECTS, PreparedQuery

THREADS, TURNS = 8, 8


@pytest.fixture(autouse=True)
def _threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def at_once(one: Callable[[], None]) -> list[str]:
    """What went wrong in the threads."""
    wrong: list[str] = []
    ready = threading.Barrier(THREADS)

    def run() -> None:
        ready.wait()
        try:
            one()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            wrong.append(repr(error))

    running = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return wrong


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_first_look_of_many_at_the_queue(dialect: str) -> None:
    shape = lists.Shape("unit", (1, True), (1, True), dialect)

    def one() -> None:
        made = pages._statement.__wrapped__(
            shape, None, dated=True, undated=True, urgency=None, units=(), most=51, told=False
        )
        assert "desks" in str(made._statements[dialect].compile(dialect=DIALECTS[dialect]))

    for _ in range(TURNS):
        lists._made_table.cache_clear()
        assert at_once(one) == []


def test_the_first_rows_of_many() -> None:
    columns = [column(f"at_{place}", DateTime()) for place in range(50)]
    rows = "SELECT " + ", ".join(f"'2026-11-27 10:00:00.000000' AS {one.name}" for one in columns)
    cursor = sqlite3.connect(":memory:", check_same_thread=False).execute(rows)
    found = cursor.fetchone()
    for _ in range(TURNS):
        query = PreparedQuery(select(*columns))

        def one(query: PreparedQuery = query) -> None:
            row = query._converted(DIALECTS["sqlite"], cursor, found)
            assert {type(value) for value in row} == {datetime}

        assert at_once(one) == []
