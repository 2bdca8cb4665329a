"""The lists of an officer: in order, in parts that make the whole, counted as far as read."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import insert, select, text, update

from engine.access import operator
from engine.accounts import Person
from engine.administration.people.calendars import put_calendar
from engine.cases.claim import claim_task
from engine.queries.inbox import URGENCIES, counted, queue
from engine.queries.inbox.lists import whose
from engine.queries.inbox.pages import listed
from engine.queries.views.queue import QueuePage, Tab
from engine.store.base import table_of
from engine.store.cases import Task
from engine.store.organisation import Unit
from tests.client import Api
from tests.town import CENTRE, PROVINCE, Town

RECEIVER = "can_bo_mot_cua"


def seen(town: Town, person: Person, **asked: object) -> QueuePage:
    with town.database.reading() as session:
        return queue(session, person=person, now=town.now, **asked)  # type: ignore[arg-type]


def pages(town: Town, person: Person, **asked: object) -> Iterator[QueuePage]:
    """Every page of the list, two rows each."""
    cursor: str | None = None
    for _ in count():
        page = seen(town, person, cursor=cursor, limit=2, **asked)
        yield page
        cursor = page.next_cursor
        if cursor is None:
            return


def spread(town: Town) -> Person:
    """Eight cases due from long ago to far away, two of them not counted; their officer."""
    for hours in (-200, -1, 1, 6, 20, 400, None, None):
        task = town.task(town.file().case_id)
        due = None if hours is None else town.now + timedelta(hours=hours)
        with town.act() as session:
            session.execute(update(Task).where(Task.id == task.id).values(due_at=due))
        town.wait(minutes=1)
    return town.officers(CENTRE, RECEIVER)[0]


def test_the_parts_of_a_list_are_the_list_and_each_row_stands_in_its_part(town: Town) -> None:
    """Better 1."""
    person = spread(town)
    whole = [row for page in pages(town, person) for row in page.rows]
    dated = sorted(row.due.at for row in whole if row.due.at)
    assert [row.due.at for row in whole] == [*dated, None, None]
    parts = []
    for urgency in URGENCIES:
        rows = [row for page in pages(town, person, urgency=urgency) for row in page.rows]
        assert {row.due.urgency for row in rows} <= {urgency}
        assert seen(town, person).due_counts[urgency] == len(rows)
        parts += rows
    assert [row.task_id for row in parts] == [row.task_id for row in whole]
    assert len(whole) == seen(town, person).tab_counts["unit"] == 8


@pytest.mark.parametrize("tab", ["unit", "mine"])
def test_what_is_due_soon_goes_by_the_calendar_of_its_own_unit(town: Town, tab: Tab) -> None:
    """Due on Sunday: soon by the province's days; not where Saturday counts."""
    person = spread(town)
    task = town.task(town.file().case_id)
    with town.act() as session:
        due = town.now + timedelta(hours=70)
        session.execute(update(Task).where(Task.id == task.id).values(due_at=due))
    for one in seen(town, person).rows if tab == "mine" else ():
        with town.act() as session:
            claim_task(session, task_id=one.task_id, person=person, now=town.now)
    assert seen(town, person, tab=tab).due_counts["soon"] == 2
    with town.act() as session:
        session.execute(update(Unit).where(Unit.code == CENTRE).values(calendar_code="ca_tuan"))
    with town.act() as session:
        days = ("mon", "tue", "wed", "thu", "fri", "sat")
        every_day = {"weekly": {day: ["07:30-11:30", "13:30-17:30"] for day in days}}
        put_calendar(
            session, admin=operator(PROVINCE), code="ca_tuan", data=every_day, now=town.now
        )
    parts = {one: list(seen(town, person, tab=tab, urgency=one).rows) for one in URGENCIES}
    assert all(row.due.urgency == one for one, rows in parts.items() for row in rows)
    counts = seen(town, person, tab=tab).due_counts
    assert counts == {one: len(rows) for one, rows in parts.items()}
    assert (counts["soon"], sum(counts.values())) == (1, 9)


def test_a_case_is_followed_by_who_worked_on_it_until_it_ends(town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    receiver = next(
        one for one in town.officers(CENTRE, RECEIVER) if seen(town, one, tab="waiting").rows
    )
    [row] = seen(town, receiver, tab="waiting").rows
    assert (row.case_ref, row.task_name) == (town.case(case_id).code, town.task(case_id).name)
    town.until(case_id, None)
    assert seen(town, receiver, tab="waiting").rows == ()
    with town.database.reading() as session:
        assert session.scalars(select(Task.id).where(Task.followed)).all() == []


def crowd(town: Town, most: int) -> Person:
    """So many copies of one open task at its desk."""
    task = town.task(town.file().case_id)
    table = table_of(Task)
    with town.act() as session:
        row = session.execute(select(table).where(table.c.id == task.id)).one()._asdict()
        copies = [{**row, "id": f"{number:032x}"} for number in range(most)]
        session.connection().execute(insert(table), copies)
    return town.officers(CENTRE, RECEIVER)[0]


def test_a_long_list_is_counted_as_far_as_anybody_reads(town: Town, app: Flask) -> None:
    person = crowd(town, 1005)
    page = seen(town, person)
    assert (page.tab_counts["unit"], counted(page.tab_counts["unit"])) == (1000, "999+")
    assert (counted(999), counted(0)) == ("999", "0")
    shown = Api(app, f"bao.pq@{PROVINCE}").client.get("/viec").get_data(as_text=True)
    assert 'Đến vị trí của tôi <span class="n">999+</span>' in shown
    assert "25 trong 999+ hồ sơ" in shown


def test_a_page_reads_its_own_rows_and_not_the_whole_desk(town: Town) -> None:
    if town.database.is_sqlite:
        pytest.skip("SQLite tells no number of rows that were read")
    person = crowd(town, 3000)
    with town.act() as session:
        session.execute(text("ANALYZE tasks"))
    with town.database.reading() as session:
        lists = whose(session, person)
        assert lists is not None
        asked = {
            "urgency": None,
            "within": {},
            "sought": None,
            "after": None,
            "most": 26,
            "now": town.now,
        }
        found = listed(session, lists, "unit", **asked)  # type: ignore[arg-type]
        read = session.scalar(
            text(
                "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
                " WHERE relname = 'tasks'"
            )
        )
    assert len(found) == 26
    assert 26 <= (read or 0) < 100
