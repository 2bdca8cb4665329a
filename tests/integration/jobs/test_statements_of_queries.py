"""What looking at one's work costs the database, whatever the work and its history."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from engine.accounts import Person
from engine.queries.case_file import case_file
from engine.queries.inbox import queue
from engine.store.database import connection_of
from tests.integration.jobs.test_statements import counted
from tests.town import CENTRE, MAIN_PATH, Town

MOST_QUEUE, MOST_CASE = 4, 8
ELSEWHERE = 2
"""More for who may send a case on, the first time for a configuration and a day: the staff of the
province and its rules tell who can take it."""
"""The province's epoch with the list, the counts and the rows, or what is looked up; a case with
its tasks, what is kept beside it, its history, the people of two units, the rules of today."""
NAME = "Đặng Thị Thủy"


def clerk(town: Town) -> Person:
    return town.officers(CENTRE, "can_bo_mot_cua")[0]


def cost(town: Town, asked: Callable[..., object]) -> list[str]:
    """The statements of a question in a session that knows the province's epoch."""
    with town.database.reading() as session:
        queue(session, person=clerk(town), now=town.now)
        with counted(town.database.engine) as costs:
            asked(session)
    return costs.statements


@pytest.mark.parametrize("words", [None, "dang thuy", "code", "end", "066090000001"])
def test_a_queue_is_four_statements_whatever_is_sought(town: Town, words: str | None) -> None:
    people = {"chu_ho_so_ho_ten": NAME, "chu_ho_so_so_dinh_danh": "066090000001"}
    number = town.file(answers={**MAIN_PATH.answers, **people}).submission_number
    search = {"code": number, "end": number[-6:]}.get(words or "", words)
    person, now = clerk(town), town.now
    statements = cost(town, lambda session: queue(session, person=person, now=now, search=search))
    assert len(statements) <= MOST_QUEUE, "\n".join(statements)


def test_a_case_file_is_eight_statements_however_much_happened(town: Town) -> None:
    case_id = town.file().case_id
    ref = town.case(case_id).submission_number
    for step in ("B2", "B3"):
        person, now = clerk(town), town.now
        statements = cost(
            town, lambda session, p=person, n=now: case_file(session, ref=ref, person=p, now=n)
        )
        assert len(statements) <= MOST_CASE + ELSEWHERE, "\n".join(statements)
        again = cost(
            town, lambda session, p=person, n=now: case_file(session, ref=ref, person=p, now=n)
        )
        assert len(again) <= MOST_CASE, "\n".join(again)
        town.until(case_id, step)


def test_lists_and_counts_go_by_the_index_of_their_desks(town: Town) -> None:
    if town.database.is_sqlite:
        pytest.skip("plans of PostgreSQL")
    person, now = clerk(town), town.now
    statements = cost(town, lambda session: queue(session, person=person, now=now))
    with town.database.reading() as session:
        connection = connection_of(session)
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        for one in (s for s in statements if s.startswith("WITH desks")):
            rows = connection.exec_driver_sql(f"EXPLAIN (GENERIC_PLAN) {one}")
            plan = "\n".join(row[0] for row in rows)
            assert "ix_tasks_desk" in plan
            assert "Sort Key: tasks" not in plan.replace("((tasks.due_at IS NULL))", "due")
            assert "Seq Scan on tasks" not in plan
            if "AS waiting" in one:
                assert "ix_tasks_open_case" in plan, "no ended steps are read for what waits"
