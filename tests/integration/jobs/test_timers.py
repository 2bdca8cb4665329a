"""Timers of running cases: fired by any worker, once; parked with the clock; found by the index."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import String, cast, delete, event, insert, literal, select, text
from sqlalchemy.orm import Session

from engine.cases.act.case_act import CaseAct
from engine.cases.fire_timers import fire_timers, open_due_case
from engine.facts.events_of_incidents import IncidentRetried
from engine.jobs.timers import _DUE, fire_due_timers
from engine.life import Status
from engine.store.base import table_of
from engine.store.cases import ClockInterval
from engine.store.database import Database
from engine.store.jobs import Timer
from tests.integration.jobs.procedures import (
    act_on,
    elements,
    end,
    faults,
    file,
    install,
    task,
    waiting,
)
from tests.integration.workflow.diagrams import boundary, flows, nodes, timer
from tests.town import PROVINCE, Town

REMINDED = (
    nodes("start:s end:e end:f"),
    task("a"),
    task("nhac"),
    boundary("han", "a", timer("P5D"), interrupting=False),
    flows("s>a>e han>nhac>f"),
)
EXPIRED = (
    nodes("start:s end:e"),
    task("a"),
    task("b"),
    boundary("han", "a", timer("PT2H")),
    flows("s>a>e han>b>e"),
)


def test_a_timer_fires_when_it_is_due_and_not_before(town: Town) -> None:
    install(town, *EXPIRED)
    case_id = file(town).case_id
    town.wait(hours=1, minutes=59)
    assert fire_due_timers(town.database, now=town.now).fired == 0
    town.wait(minutes=2)
    assert fire_due_timers(town.database, now=town.now).fired == 1
    assert elements(town, case_id) == ["b"]
    assert elements(town, case_id, "cancelled") == ["a"]
    assert faults(town, case_id) == []


def test_firing_again_changes_nothing(town: Town) -> None:
    install(town, *REMINDED)
    case_id = file(town).case_id
    town.wait(days=30)
    assert fire_due_timers(town.database, now=town.now).fired == 1
    before = town.case(case_id)
    assert fire_due_timers(town.database, now=town.now).fired == 0
    after = town.case(case_id)
    assert (after.version, after.event_seq) == (before.version, before.event_seq)
    assert elements(town, case_id) == ["a", "nhac"]


def test_a_task_that_is_done_takes_its_timer_with_it(town: Town) -> None:
    install(town, *EXPIRED)
    case_id = file(town).case_id
    assert len(waiting(town, case_id)) == 1
    end(town, case_id)
    assert waiting(town, case_id) == []
    town.wait(days=1)
    assert fire_due_timers(town.database, now=town.now).fired == 0


def test_many_workers_fire_each_timer_once(town: Town) -> None:
    install(town, *REMINDED)
    cases = [file(town).case_id for _ in range(12)]
    town.wait(days=6)
    totals: list[int] = []

    def tick() -> None:
        totals.append(fire_due_timers(town.database, now=town.now).fired)

    workers = [threading.Thread(target=tick) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(totals) == len(cases)
    assert all(elements(town, case_id) == ["a", "nhac"] for case_id in cases)


def test_a_case_that_somebody_holds_is_left_for_the_next_tick(
    town: Town, request: pytest.FixtureRequest
) -> None:
    if "sqlite" in request.node.name:
        pytest.skip("SQLite has one writer at a time: a tick waits for it")
    install(town, *EXPIRED)
    held, free = file(town).case_id, file(town).case_id
    town.wait(hours=3)
    with town.act() as session:
        act_on(town, session, held)
        assert fire_due_timers(town.database, now=town.now).fired == 1
    assert elements(town, free) == ["b"]
    assert elements(town, held) == ["a"]
    assert fire_due_timers(town.database, now=town.now).fired == 1


def test_a_parked_case_keeps_what_was_left_of_its_timers_and_stops_its_clock(town: Town) -> None:
    install(town, *EXPIRED)
    case_id = file(town).case_id
    with town.act() as session:
        act = act_on(town, session, case_id)
        act.turn(Status.RECEIVED, reason="Tiếp nhận", basis="Điều 17")
        act.record(IncidentRetried(incidents=()))
        act.save()
    town.wait(minutes=30)
    with town.act() as session:
        act = act_on(town, session, case_id)
        act.turn(Status.SUPPLEMENT, reason="Chờ bổ sung", basis="Điều 18")
        act.save()
    parked_at = town.now
    assert waiting(town, case_id) == []
    assert faults(town, case_id) == []
    town.wait(days=3)
    assert fire_due_timers(town.database, now=town.now).fired == 0
    with town.act() as session:
        act = act_on(town, session, case_id)
        act.turn(Status.IN_PROGRESS, reason="Đã bổ sung", basis="Điều 18")
        act.save()
    assert [row.due_at for row in waiting(town, case_id)] == [town.now + timedelta(minutes=90)]
    assert clocks(town, case_id, "case") == [
        (parked_at - timedelta(minutes=30), parked_at),
        (town.now, None),
    ]
    assert clocks(town, case_id, "supplement") == [(parked_at, town.now)]
    town.wait(minutes=91)
    assert fire_due_timers(town.database, now=town.now).fired == 1
    assert faults(town, case_id) == []


def clocks(town: Town, case_id: str, clock: str) -> list[tuple[datetime, datetime | None]]:
    """The intervals of one clock."""
    query = (
        select(ClockInterval)
        .where(ClockInterval.case_id == case_id, ClockInterval.clock == clock)
        .order_by(ClockInterval.started_at)
    )
    with town.database.reading() as session:
        return [(row.started_at, row.stopped_at) for row in session.scalars(query)]


def test_a_tick_with_nothing_due_is_one_statement(town: Town) -> None:
    install(town, *REMINDED)
    file(town)
    said: list[str] = []

    @event.listens_for(town.database.engine, "before_cursor_execute")
    def _count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    fire_due_timers(town.database, now=town.now)
    assert len(said) == 1, said


def test_waiting_cases_cost_nothing_until_due(town: Town) -> None:
    install(town, *REMINDED)
    case_id = file(town).case_id
    add_waiting(town.database, case_id, 100_000, town.now + timedelta(days=400))
    plan = plan_of_due(town.database, town.now)
    assert "ix_timers_due" in plan
    assert "seq scan" not in plan
    with town.act() as session:
        session.execute(delete(Timer).where(Timer.element_id == "later"))


def add_waiting(database: Database, case_id: str, count: int, due_at: datetime) -> None:
    """Timers far in the future, as a hundred thousand waiting cases would have."""
    row = table_of(Timer).c
    numbers = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < count))
    rows = select(
        literal(PROVINCE),
        literal(case_id),
        literal("later") + cast(numbers.c.n, String),
        literal("later"),
        literal(due_at, row.due_at.type),
    )
    columns = [row.province_code, row.case_id, row.id, row.element_id, row.due_at]
    with database.writing() as session:
        session.connection().execute(insert(table_of(Timer)).from_select(columns, rows))
    with database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def plan_of_due(database: Database, now: datetime) -> str:
    """How the database would look for due timers, in lower case."""
    query = _DUE.where(table_of(Timer).c.due_at <= now).compile(
        database.engine, compile_kwargs={"literal_binds": True}
    )
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"{explain} {query}").all()
    return "\n".join(str(row[-1]) for row in rows).lower()


def test_timers_are_fired_oldest_first(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    install(town, *REMINDED)
    cases = [file(town).case_id for _ in range(3) if town.wait(hours=1) is None]
    seen: list[str] = []

    def look(act: CaseAct) -> list[str]:
        seen.append(act.case["id"])
        return fire_timers(act)

    monkeypatch.setattr("engine.jobs.timers.fire_timers", look)
    assert fire_due_timers(town.database, now=datetime(2030, 1, 1, tzinfo=UTC)).fired == len(cases)
    assert seen == cases


def test_no_worker_looks_at_a_case_that_another_has_in_hand(
    town: Town, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "sqlite" in request.node.name:
        pytest.skip("SQLite has one writer at a time")
    install(town, *REMINDED)
    cases = [file(town).case_id for _ in range(6)]
    town.wait(days=6)
    opened: list[str] = []

    def look(
        session: Session, *, province_code: str, case_id: str, now: datetime
    ) -> CaseAct | None:
        opened.append(case_id)
        if len(opened) == 1:
            # While the first case is in hand, another worker comes and does all the others.
            assert fire_due_timers(town.database, now=now).fired == len(cases) - 1
        return open_due_case(session, province_code=province_code, case_id=case_id, now=now)

    monkeypatch.setattr("engine.jobs.timers.open_due_case", look)
    assert fire_due_timers(town.database, now=town.now).fired == 1
    assert sorted(opened) == sorted(cases)
